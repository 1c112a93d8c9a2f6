"""Files of other kinds, known by how they begin, with what to do about each."""

from __future__ import annotations

import mmap
import zipfile
from pathlib import Path
from typing import Final, NamedTuple

from parindex.language import N_

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_BOM: Final = b"\xef\xbb\xbf"
_SAVE_AS: Final = N_("mở tệp bằng phần mềm bảng tính, chọn “Lưu thành” .xlsx")
_UNPACK: Final = N_("giải nén, lấy tệp CSV, .xlsx hoặc Parquet ở bên trong")
_EXPORT: Final = N_("xuất từ phần mềm một cửa thành CSV UTF-8, .xlsx hoặc Parquet")


class Foreign(NamedTuple):
    """What a file is, and what to do about it."""

    reason: str
    mend: str


_LOCKED: Final = Foreign(N_("tệp có mật khẩu"), N_("mở tệp, bỏ mật khẩu rồi lưu lại thành .xlsx"))
_OLD_EXCEL: Final = Foreign(N_("tệp Excel kiểu cũ (.xls)"), _SAVE_AS)
_BEGINNINGS: Final = {
    b"\x1f\x8b": Foreign(N_("tệp nén .gz"), _UNPACK),
    b"Rar!": Foreign(N_("tệp nén .rar"), _UNPACK),
    b"7z\xbc\xaf": Foreign(N_("tệp nén .7z"), _UNPACK),
    b"%PDF": Foreign(N_("tệp PDF"), _EXPORT),
    b"{\\rtf": Foreign(N_("tệp văn bản .rtf"), _EXPORT),
}
_XML: Final = Foreign(N_("bảng tính kiểu XML của Excel 2003"), _SAVE_AS)
_WEB_PAGE: Final = Foreign(N_("tệp là trang web, dù tên là bảng tính"), _SAVE_AS)
_MEMBERS: Final = {
    "xl/workbook.bin": Foreign(N_("bảng tính .xlsb"), _SAVE_AS),
    "content.xml": Foreign(N_("bảng tính .ods của LibreOffice"), _SAVE_AS),
    "word/document.xml": Foreign(N_("văn bản Word"), _EXPORT),
}
_ZIP: Final = Foreign(N_("tệp nén .zip"), _UNPACK)


def foreign_kind(path: Path, head: bytes) -> Foreign | None:
    """Say what a file is that is neither Parquet nor XLSX nor text; None where it may be a CSV."""
    if head.startswith(_OLD_OFFICE):
        return _LOCKED if _is_locked(path) else _OLD_EXCEL
    text = head.removeprefix(_BOM).lstrip()
    if text.startswith(b"<"):
        return _XML if text.startswith(b"<?xml") else _WEB_PAGE
    return next((kind for start, kind in _BEGINNINGS.items() if head.startswith(start)), None)


def foreign_archive(path: Path) -> Foreign | None:
    """Say what a packed file is that is no XLSX workbook; None where it is one, or cannot be looked into."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if "xl/workbook.xml" in names:
        return None
    return next((kind for name, kind in _MEMBERS.items() if name in names), _ZIP)


def _is_locked(path: Path) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(_ENCRYPTED) >= 0
