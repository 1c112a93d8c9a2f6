"""What a file is, told by its content. Only the kinds listed here are accepted; a name proves nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from django.utils.translation import gettext_lazy as _

from parweb.evidence.files.refusals import NotAccepted
from parweb.evidence.files.zips import office_kind

_HEAD: Final = 1024
_TAIL: Final = 8192


@dataclass(frozen=True)
class FileKind:
    """A kind of file: its media type, its usual extensions, whether browsers may show it beside a page."""

    media_type: str
    extensions: tuple[str, ...]
    is_shown_inline: bool
    is_image: bool = False


PDF = FileKind("application/pdf", (".pdf",), is_shown_inline=True)
PNG = FileKind("image/png", (".png",), is_shown_inline=True, is_image=True)
JPEG = FileKind("image/jpeg", (".jpg", ".jpeg"), is_shown_inline=True, is_image=True)
WEBP = FileKind("image/webp", (".webp",), is_shown_inline=True, is_image=True)
TIFF = FileKind("image/tiff", (".tif", ".tiff"), is_shown_inline=False)
DOCX = FileKind(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    (".docx",),
    is_shown_inline=False,
)
XLSX = FileKind(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",), is_shown_inline=False
)
KINDS: Final = {kind.media_type: kind for kind in (PDF, PNG, JPEG, WEBP, TIFF, DOCX, XLSX)}
ACCEPTED: Final = ",".join(extension for kind in KINDS.values() for extension in kind.extensions)
"""For the attribute ``accept`` of a file field; it helps people choose and protects nothing."""

_IMAGES: Final[tuple[tuple[bytes, FileKind], ...]] = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
)
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_ARCHIVES: Final = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh")
_MARKUP: Final = ("<!doctype", "<html", "<svg", "<?xml", "<script", "<body", "<head")


def recognise(stream: BinaryIO, size: int) -> FileKind:
    """Tell what a file is from its content; the stream must allow to go back, and is left at its start.

    Raises :class:`NotAccepted` with a plain sentence: what is wrong, and what to upload instead.
    """
    if not size:
        raise NotAccepted(_("Tệp rỗng. Hãy kiểm tra tệp rồi tải lên lại."))
    head = _read(stream, 0, _HEAD)
    try:
        return _by_content(stream, size, head)
    finally:
        stream.seek(0)


def _by_content(stream: BinaryIO, size: int, head: bytes) -> FileKind:
    for start, kind in _IMAGES:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(b"%PDF-"):
        return _whole_pdf(stream, size)
    if head.startswith(b"PK\x03\x04"):
        return DOCX if office_kind(stream, size) == "docx" else XLSX
    raise NotAccepted(_why_not(head))


def _whole_pdf(stream: BinaryIO, size: int) -> FileKind:
    if b"startxref" not in _read(stream, max(0, size - _TAIL), _TAIL):
        raise NotAccepted(_("Tệp PDF bị hỏng hoặc chưa tải xong. Hãy xuất lại tệp PDF rồi tải lên."))
    return PDF


def _why_not(head: bytes) -> Any:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").decode("latin-1").lower()
    if head.startswith(_OLD_OFFICE):
        return _(
            "Tệp Office kiểu cũ (.doc, .xls, .ppt) hoặc có mật khẩu: có thể chứa macro nên không nhận. "
            "Hãy lưu lại thành .docx, .xlsx hoặc PDF."
        )
    if head.startswith(_PROGRAMS):
        return _("Đây là chương trình, không phải tài liệu. Chỉ nhận PDF, DOCX, XLSX và ảnh.")
    if any(mark in text for mark in _MARKUP):
        return _("Đây là trang web, SVG hoặc XML, không nhận vì có thể chứa mã lệnh. Hãy in ra PDF.")
    if head.startswith(_ARCHIVES):
        return _("Đây là tệp nén. Hãy giải nén rồi tải từng tài liệu lên.")
    return _("Không nhận loại tệp này. Chỉ nhận PDF, DOCX, XLSX, PNG, JPEG, TIFF và WEBP.")


def _read(stream: BinaryIO, start: int, count: int) -> bytes:
    stream.seek(start)
    return stream.read(count)
