"""CSV files as grids of texts: UTF-8 or UTF-16, columns parted by comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice, zip_longest
from typing import Final

import polars as pl

from parindex.errors import Place
from parindex.language import N_
from parindex.reading.findings import stop
from parindex.reading.grid import BLANKS, Grid, Header, text_column
from parindex.reading.kinds import NOT_UTF8, TOO_LARGE, UNREADABLE
from parindex.reading.limits import MOST_CSV_CELLS

SEPARATORS: Final = (";", "\t", ",")
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LOOKED_AT: Final = 60
"""How many lines tell which separator it is."""
_HEAD: Final = 1 << 20

Score = Callable[[tuple[Header, ...]], int]
"""How many columns of a header are understood; 0 where the line is no header."""


def read_csv(raw: bytes, place: Place, score: Score) -> Grid:
    """Give the table of a CSV file; the separator is the one that makes its header understood.

    Raises :class:`ProblemsFound`: another encoding than UTF-8 or UTF-16, quotes that do not close.
    """
    text = decoded(raw, place)
    separator = max(SEPARATORS, key=lambda one: _best_score(text, one, score))
    columns = _quoted(text, separator, place) if '"' in text else _plain(text, separator, place)
    height = len(columns[0]) if columns else 0
    rows = pl.Series(values=range(1, height + 1), dtype=pl.UInt32)
    return Grid(place, tuple(text_column(column) for column in columns), rows)


def decoded(raw: bytes, place: Place) -> str:
    """Give the text of a file with plain line ends; raise :class:`ProblemsFound` where it is none."""
    encoding = "utf-16" if raw.startswith(_UTF16) else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise stop(NOT_UTF8, replace(place, row=line)) from None
    if "\0" in text:
        raise stop(UNREADABLE, place, reason=N_("tệp không phải văn bản"))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _best_score(text: str, separator: str, score: Score) -> int:
    rows = csv.reader(io.StringIO(text[:_HEAD], newline=""), delimiter=separator)
    try:
        return max((score(_titles(row)) for row in islice(rows, _LOOKED_AT)), default=0)
    except csv.Error:
        return 0


def _titles(row: Iterable[str]) -> tuple[Header, ...]:
    return tuple(Header(cell.strip(BLANKS)) for cell in row)


def _quoted(text: str, separator: str, place: Place) -> list[pl.Series]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = list(reader)
    except csv.Error:
        reason = N_("dấu nháy kép mở ra mà không đóng đúng chỗ")
        raise stop(UNREADABLE, replace(place, row=reader.line_num), reason=reason) from None
    _refuse_large(len(rows), max(map(len, rows), default=0), place)
    return [pl.Series(values=column, dtype=pl.String) for column in zip_longest(*rows)]


def _plain(text: str, separator: str, place: Place) -> list[pl.Series]:
    """Part lines without quotes: a separator parts columns wherever it stands."""
    lines = pl.Series("lines", text.removesuffix("\n").split("\n"), dtype=pl.String)
    most = lines.str.count_matches(separator, literal=True).max()
    width = (most if isinstance(most, int) else 0) + 1
    _refuse_large(len(lines), width, place)
    return lines.str.split_exact(separator, width - 1).struct.unnest().get_columns()


def _refuse_large(height: int, width: int, place: Place) -> None:
    if height * width > MOST_CSV_CELLS:
        raise stop(TOO_LARGE, place, what=N_("số ô"), given=height * width, most=MOST_CSV_CELLS)
