"""Office documents are zips: told apart by inner names, refused when they are bombs or carry macros."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import BinaryIO, Final, Literal

from django.utils.translation import gettext_lazy as _

from parweb.evidence.files.refusals import NotAccepted

MOST_ENTRIES: Final = 10_000
LARGEST: Final = 400 * 1024 * 1024
"""Bytes that a document may have when unpacked."""
STEEPEST: Final = 200
"""How many times larger it may become, beyond ``ALWAYS_FINE`` bytes (a sheet of equal rows packs well)."""
ALWAYS_FINE: Final = 20 * 1024 * 1024
_CONTENT_TYPES: Final = "[Content_Types].xml"
_LARGEST_LIST: Final = 2 * 1024 * 1024
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What reading a damaged or hostile zip raises."""
_BROKEN: Final = _("Tệp bị hỏng, không mở được. Hãy lưu lại thành .docx, .xlsx hoặc PDF rồi tải lên.")
_MACROS: Final = _("Tài liệu có macro, không nhận. Hãy lưu lại thành .docx, .xlsx (không macro) hoặc PDF.")
_TOO_LARGE: Final = _("Tệp nén bung ra quá lớn, không nhận. Hãy xuất ra PDF hoặc chia nhỏ.")


def office_kind(stream: BinaryIO, size: int) -> Literal["docx", "xlsx"]:
    """Tell which Office document a zip of ``size`` bytes is; nothing is unpacked but its list of contents.

    Raises :class:`NotAccepted` for other zips, macros, passwords, bombs, and zips that are damaged.
    """
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _refuse_bombs(entries, size)
            names = {entry.filename for entry in entries}
            _refuse_odd_names(names)
            return _kind(names, _content_types(archive, names))
    except NotAccepted:
        raise
    except _DAMAGE as problem:
        raise NotAccepted(_BROKEN) from problem


def _refuse_bombs(entries: list[zipfile.ZipInfo], size: int) -> None:
    whole = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    is_overlapping = packed > size  # the same bytes are counted for several entries
    is_steep = whole > ALWAYS_FINE and whole > STEEPEST * size
    if len(entries) > MOST_ENTRIES or whole > LARGEST or is_steep or is_overlapping:
        raise NotAccepted(_TOO_LARGE)
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotAccepted(_("Tài liệu có mật khẩu. Hãy bỏ mật khẩu rồi tải lên."))


def _refuse_odd_names(names: set[str]) -> None:
    for name in names:
        parts = PurePosixPath(name.replace("\\", "/")).parts
        if ".." in parts or name.startswith(("/", "\\")):
            raise NotAccepted(_BROKEN)
        if parts and (parts[-1].lower() == "vbaproject.bin" or "macrosheets" in map(str.lower, parts)):
            raise NotAccepted(_MACROS)


def _content_types(archive: zipfile.ZipFile, names: set[str]) -> str:
    if _CONTENT_TYPES not in names:
        raise NotAccepted(_("Đây là tệp nén. Hãy giải nén rồi tải từng tài liệu lên."))
    with archive.open(_CONTENT_TYPES) as listed:
        return listed.read(_LARGEST_LIST).decode("utf-8", "replace").lower()


def _kind(names: set[str], types: str) -> Literal["docx", "xlsx"]:
    if "macroenabled" in types or "vbaproject" in types:
        raise NotAccepted(_MACROS)
    if "word/document.xml" in names and "wordprocessingml.document.main+xml" in types:
        return "docx"
    if "xl/workbook.xml" in names and "spreadsheetml.sheet.main+xml" in types:
        return "xlsx"
    raise NotAccepted(_("Chỉ nhận DOCX và XLSX. Tài liệu khác (trình chiếu, OpenDocument) hãy xuất ra PDF."))
