"""Opening a file by what it holds, whatever its name ends with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from parindex.errors import Place
from parindex.language import N_
from parindex.reading.csv_text import Score, read_csv
from parindex.reading.findings import stop
from parindex.reading.grid import Grid
from parindex.reading.kinds import EMPTY, NO_FILE, TOO_LARGE, UNREADABLE
from parindex.reading.limits import MOST_BYTES
from parindex.reading.parquet import read_parquet
from parindex.reading.xlsx import read_xlsx

_ZIP: Final = b"PK\x03\x04"
_PARQUET: Final = b"PAR1"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_WEB_PAGE: Final = b"<"


def open_grids(path: Path, sheet: str | None, score: Score) -> Iterator[Grid]:
    """Give the tables of a file: one for CSV and Parquet, one for each visible sheet of a workbook.

    Raises :class:`ProblemsFound` with one problem when the file cannot be read at all.
    """
    place = Place(file=str(path))
    head = _head(path, place)
    if head.startswith(_PARQUET):
        yield read_parquet(path, place)
        return
    raw = path.read_bytes()
    if not raw.strip():
        raise stop(EMPTY, place)
    if head.startswith(_ZIP):
        yield from read_xlsx(raw, place, sheet)
    elif head.startswith(_OLD_OFFICE):
        raise stop(UNREADABLE, place, reason=N_("tệp Excel kiểu cũ (.xls) hoặc có mật khẩu"))
    elif head.lstrip().startswith(_WEB_PAGE):
        raise stop(UNREADABLE, place, reason=N_("tệp là trang web, dù tên là bảng tính"))
    else:
        yield read_csv(raw, place, score)


def _head(path: Path, place: Place) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise stop(TOO_LARGE, place, what=N_("số byte"), given=size, most=MOST_BYTES)
        with path.open("rb") as file:
            return file.read(16)
    except (OSError, ValueError) as error:
        raise stop(NO_FILE, place, reason=_reason(error)) from None


def _reason(error: Exception) -> str:
    reasons: dict[type[Exception], str] = {
        FileNotFoundError: N_("không có tệp này"),
        IsADirectoryError: N_("đây là một thư mục"),
        PermissionError: N_("không có quyền đọc"),
    }
    return reasons.get(type(error), N_("hệ điều hành từ chối"))
