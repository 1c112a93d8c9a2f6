"""A file is what its content says; names and declared types prove nothing."""

import io
import struct
import unicodedata
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.utils import translation

from parweb.evidence.files import zips
from parweb.evidence.files.kinds import recognise
from parweb.evidence.files.names import display_name
from parweb.evidence.files.refusals import FilesRefused, NotAccepted
from parweb.evidence.files.storing import recognise_all
from tests.parweb.evidence import samples


def kind_of(content: bytes) -> str:
    return recognise(io.BytesIO(content), len(content)).media_type.rsplit(".", 1)[-1]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (samples.PDF, "application/pdf"),
        (samples.png(), "image/png"),
        (samples.JPEG, "image/jpeg"),
        (samples.TIFF, "image/tiff"),
        (samples.WEBP, "image/webp"),
        (samples.docx(), "document"),
        (samples.xlsx(), "sheet"),
    ],
)
def test_each_accepted_kind_is_known_by_its_content(content, kind):
    assert kind_of(content) == kind


def test_the_stream_is_left_at_its_start_so_that_the_whole_file_is_kept():
    stream = io.BytesIO(samples.docx())
    recognise(stream, len(stream.getvalue()))
    assert stream.tell() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp rỗng"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "trang web"),
        (b"\xef\xbb\xbf  <svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "trang web, SVG"),
        (b"<?xml version='1.0'?><svg/>", "SVG"),
        (b"MZ\x90\x00", "chương trình"),
        (b"\x7fELF\x02", "chương trình"),
        (b"#!/bin/sh\nrm -rf /", "chương trình"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "Office kiểu cũ"),
        (b"Rar!\x1a\x07\x00", "tệp nén"),
        (b"plain words", "Không nhận loại tệp này"),
        (b"GIF89a" + b"\x00" * 20, "Không nhận loại tệp này"),
        (b"%PDF-1.7\n cut in the middle", "chưa tải xong"),
        (b"<html>%PDF-1.4 startxref", "trang web"),
    ],
)
def test_everything_else_is_refused_in_plain_words(content, words):
    with pytest.raises(NotAccepted) as refused, translation.override("vi"):
        kind_of(content)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (samples.packed({"a.txt": b"a"}), "tệp nén"),
        (samples.packed({"ppt/presentation.xml": b"<p/>"}, "presentationml.main+xml"), "Chỉ nhận DOCX"),
        (samples.docx(**{"word/vbaProject.bin": b"x"}), "macro"),
        (samples.docx(**{"word/VBAPROJECT.BIN": b"x"}), "macro"),
        (
            samples.packed(
                {"word/document.xml": b""}, "application/vnd.ms-word.document.macroEnabled.main+xml"
            ),
            "macro",
        ),
        (samples.packed({"xl/workbook.xml": b"", "xl/macrosheets/sheet1.xml": b""}, samples.SHEET), "macro"),
        (samples.packed({"word/document.xml": b"", "../../etc/passwd": b""}, samples.WORD), "hỏng"),
        (b"PK\x03\x04 nothing more", "hỏng"),
        (samples.packed({"word/document.xml": b""}, samples.SHEET), "Chỉ nhận DOCX"),
    ],
)
def test_a_zip_is_accepted_only_as_a_whole_office_document_without_macros(content, words):
    with pytest.raises(NotAccepted) as refused, translation.override("vi"):
        kind_of(content)
    assert words in str(refused.value)


def test_a_bomb_of_21_megabytes_in_a_few_kilobytes_is_refused():
    bomb = samples.docx(**{"word/media.bin": b"\x00" * (21 * 1024 * 1024)})
    assert len(bomb) < 40_000
    with pytest.raises(NotAccepted, match="quá lớn"), translation.override("vi"):
        kind_of(bomb)


def test_a_document_of_many_equal_rows_is_no_bomb():
    assert kind_of(samples.docx(**{"word/media.bin": b"\x00" * (19 * 1024 * 1024)})) == "document"


def test_a_zip_that_counts_the_same_bytes_twice_is_refused():
    content = bytearray(samples.docx(**{"word/a.bin": bytes(range(256)) * 8}))
    place = content.rindex(b"PK\x01\x02", 0, content.rindex(b"word/a.bin"))
    struct.pack_into("<I", content, place + 20, 9_000_000)
    with pytest.raises(NotAccepted, match="quá lớn"), translation.override("vi"):
        kind_of(bytes(content))


def test_ten_thousand_entries_are_the_most(monkeypatch):
    monkeypatch.setattr(zips, "MOST_ENTRIES", 2)
    with pytest.raises(NotAccepted, match="quá lớn"), translation.override("vi"):
        kind_of(samples.docx(**{"word/a.xml": b""}))


def test_a_document_with_a_password_is_refused():
    content = bytearray(samples.docx())
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.index(mark)
        content[at + place] |= 1
    with pytest.raises(NotAccepted, match="mật khẩu"), translation.override("vi"):
        kind_of(bytes(content))


def accepted_or_refused(content: bytes) -> str:
    try:
        return kind_of(content)
    except NotAccepted:
        return "refused"


def test_a_document_with_any_byte_turned_over_is_accepted_or_refused_and_never_breaks_the_page():
    whole = samples.docx()
    outcomes = set()
    for place in range(0, len(whole), 7):
        content = bytearray(whole)
        content[place] ^= 0xFF
        outcomes.add(accepted_or_refused(bytes(content)))
    assert outcomes == {"document", "refused"}


def test_all_refused_files_are_named_at_once():
    files = [ContentFile(b"MZ", "a.exe"), ContentFile(samples.PDF, "b.pdf"), ContentFile(b"", "c.pdf")]
    with pytest.raises(FilesRefused) as refused:
        recognise_all(files)
    assert [one.name for one in refused.value.refusals] == ["a.exe", "c.pdf"]


def test_a_file_over_the_limit_is_refused_with_the_limit(settings):
    settings.UPLOAD_LIMIT = 2 * 1024 * 1024
    with pytest.raises(FilesRefused, match="2 MB"):
        recognise_all([ContentFile(samples.PDF + b"\x00" * settings.UPLOAD_LIMIT, "a.pdf")])


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Quyết định số 15.pdf", "Quyết định số 15.pdf"),
        (unicodedata.normalize("NFD", "Quyết định số 15.pdf"), "Quyết định số 15.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("trang.html", "trang.html.pdf"),
        ("tên\u202efdp.exe", "tênfdp.exe.pdf"),
        ('a"b<c>\r\nX: y.pdf', "abcX y.pdf"),
        (" .pdf", "pdf.pdf"),
        ("", "tep.pdf"),
        ("đ" * 300 + ".pdf", "đ" * 196 + ".pdf"),
    ],
)
def test_names_keep_their_diacritics_and_lose_what_could_harm(given, shown):
    assert display_name(given, (".pdf",)) == shown


def test_the_zip_of_the_samples_is_a_real_one():
    assert zipfile.ZipFile(io.BytesIO(samples.xlsx())).testzip() is None
