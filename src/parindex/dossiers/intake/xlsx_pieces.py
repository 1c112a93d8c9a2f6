"""XLSX workbooks: every visible sheet that has the columns of dossiers, some thousand rows at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import polars as pl
import python_calamine as calamine

from parindex.dossiers.intake import kinds
from parindex.dossiers.intake.foreign import foreign_archive
from parindex.dossiers.intake.mapping import Mapping, Matched, match
from parindex.dossiers.intake.sources import Piece, Position, lacking_text, refuse_unclear, refuse_wide, stop
from parindex.dossiers.intake.typed import Chunk
from parindex.dossiers.records import FIELDS, MOMENT, MOMENTS, RECORDS
from parindex.errors import Place, ProblemsFound
from parindex.language import N_
from parindex.reading import kinds as reading_kinds
from parindex.reading.grid import BLANKS
from parindex.reading.limits import MOST_BYTES
from parindex.reading.xlsx_parts import Cell, Parts, unpack

_LOOKED_AT: Final = 60
_NEARLY: Final = 3
"""Required columns that make a sheet look like a list of dossiers."""
_1904: Final = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904=[\"'](?:1|true)[\"']")
_LATER: Final = 1462
"""Days that a workbook counting from 1904 is behind one counting from 1900."""


@dataclass(frozen=True)
class _Table:
    sheet: str
    matched: Matched
    header: int
    """The row of the header, from 0."""
    height: int


class XlsxSource:
    """A workbook; sheets without the columns of dossiers are not read, which is said."""

    def __init__(self, path: Path, mapping: Mapping, rows: int) -> None:
        """Find the sheets of dossiers; raises :class:`ProblemsFound`."""
        self._path = path
        self._place = Place(file=str(path))
        self._rows = rows
        self._parts = self._unpacked()
        try:
            self._book = calamine.CalamineWorkbook.from_filelike(self._parts.packed())
        except calamine.CalamineError:
            raise self._broken() from None
        self._unread: dict[str, dict[Cell, str]] = {}
        self._is_1904 = bool(_1904.search(self._parts.members.get("xl/workbook.xml", b"")))
        self._tables, self._others = self._found(mapping)

    @property
    def unread(self) -> tuple[str, ...]:
        """The titles of the columns that are not read, and the names of the sheets."""
        titles = dict.fromkeys(title for table in self._tables for title in table.matched.unread)
        return (*titles, *(f"[{name}]" for name in self._others))

    def _broken(self) -> ProblemsFound:
        return stop(kinds.CUT_OFF, self._place, reason=N_("nội dung bên trong tệp .xlsx bị hỏng"))

    def _unpacked(self) -> Parts:
        if self._path.stat().st_size > MOST_BYTES:
            what = N_("số byte")
            raise stop(
                kinds.TOO_LARGE, self._place, what=what, given=self._path.stat().st_size, most=MOST_BYTES
            )
        try:
            return unpack(self._path.read_bytes(), self._place)
        except ProblemsFound as found:
            if other := foreign_archive(self._path):
                raise stop(kinds.OTHER_KIND, self._place, **other._asdict()) from None
            raise _as_ours(found) from None

    def _found(self, mapping: Mapping) -> tuple[list[_Table], list[str]]:
        tables, others, closest = [], [], (-1, Matched({}, {}, (), ()), list[str]())
        for name in self._sheets():
            score, table, matched, titles = self._header(name, mapping)
            if matched.lacking or matched.unknown:
                others.append(_nearly(name, matched))
            else:
                refuse_unclear(matched, titles, Place(file=str(self._path), sheet=name))
                tables.append(table)
            if score > closest[0]:
                closest = (score, matched, titles)
        if not tables and closest[0] < 0:
            raise stop(kinds.EMPTY, self._place)
        if not tables:
            refuse_unclear(closest[1], closest[2], self._place)
        return tables, others

    def _sheets(self) -> list[str]:
        shown = calamine.SheetVisibleEnum.Visible
        tables = calamine.SheetTypeEnum.WorkSheet
        return [one.name for one in self._book.sheets_metadata if one.visible == shown and one.typ == tables]

    def _header(self, name: str, mapping: Mapping) -> tuple[int, _Table, Matched, list[str]]:
        """Find the row of a sheet that names most fields."""
        try:
            self._unread[name] = self._parts.marks(name).unread
        except ProblemsFound as found:
            raise _as_ours(found) from None
        sheet = self._book.get_sheet_by_name(name)
        refuse_wide(sheet.total_width, Place(file=str(self._path), sheet=name))
        best = (-1, 0, match([], mapping), list[str]())
        for row, cells in enumerate(islice(sheet.iter_rows(), _LOOKED_AT)):
            titles = [_text(cell) or "" for cell in cells]
            matched = match(titles, mapping)
            if any(titles) and len(matched.columns) > best[0]:
                best = (len(matched.columns), row, matched, titles)
        start = sheet.start[0] if sheet.start else 0
        return best[0], _Table(name, best[2], best[1], sheet.total_height + start), best[2], best[3]

    def pieces(self, start: Position) -> Iterator[Piece]:
        """Give the chunks from a position on; the offset counts the rows of all sheets."""
        every = sum(table.height for table in self._tables) or 1
        before = 0
        for table in self._tables:
            for first, cells in self._blocks(table, start.offset - before):
                after = before + first + len(cells)
                yield Piece(self._chunk(table, first, cells), Position(after, after), min(after / every, 1.0))
            before += table.height

    def _blocks(self, table: _Table, skipped: int) -> Iterator[tuple[int, list[list[Any]]]]:
        """Give rows with the place of the first one (from 0), below the header."""
        first = max(table.header + 1, skipped)
        rows = islice(self._book.get_sheet_by_name(table.sheet).iter_rows(), first, None)
        while cells := list(islice(rows, self._rows)):
            yield first, cells
            first += len(cells)

    def _cells(self, rows: list[list[Any]], place: int, name: str) -> list[Any]:
        """Give the cells of a column; bare numbers of days are counted from 1900, as most workbooks do."""
        cells = [row[place] if place < len(row) else None for row in rows]
        if not self._is_1904 or RECORDS[name] not in (MOMENT, MOMENTS):
            return cells
        return [cell + _LATER if isinstance(cell, float) else cell for cell in cells]

    def _chunk(self, table: _Table, first: int, rows: list[list[Any]]) -> Chunk:
        unread = self._unread[table.sheet]
        columns = {
            name: _column(self._cells(rows, place, name), place, first, unread)
            for name, place in table.matched.columns.items()
        }
        cells = pl.DataFrame(columns)
        filled = cells.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
        numbers = pl.int_range(first + 1, first + 1 + len(rows), dtype=pl.Int64, eager=True)
        return Chunk(
            cells.filter(filled), numbers.filter(filled), str(self._path), table.matched.titles, table.sheet
        )


def _nearly(name: str, matched: Matched) -> str:
    """Name a sheet that is not read; of one that is nearly a list of dossiers say what it lacks."""
    required = [field for field in matched.columns if FIELDS[field].is_required]
    if "code" not in required or len(required) < _NEARLY:
        return name
    return f"{name}: thiếu {lacking_text(matched)}"


def _as_ours(found: ProblemsFound) -> ProblemsFound:
    """Say a problem of a workbook as one of a file of dossiers."""
    problem = found.problems[0]
    kind = kinds.TOO_LARGE if problem.kind is reading_kinds.TOO_LARGE else kinds.CUT_OFF
    return stop(kind, problem.place, **problem.details)


def _column(values: list[Any], place: int, first: int, unread: dict[Cell, str]) -> pl.Series:
    """Give the cells of a column as texts; what the reader leaves out (errors, formulas) is put back."""
    texts = [_text(value) for value in values]
    for (row, column), shown in unread.items():
        if column == place and 0 <= row - first < len(texts) and texts[row - first] is None:
            texts[row - first] = shown
    return pl.Series(values=texts, dtype=pl.String)


def _text(value: Any) -> str | None:  # what a cell holds
    if isinstance(value, str):
        return value.strip(BLANKS) or None
    if value is None or isinstance(value, bool):
        return None if value is None else str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
