"""Sheets of an XLSX file as grids: real numbers stay numbers, everything else is the text people see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

import polars as pl
import python_calamine as calamine

from parindex.errors import Place
from parindex.language import N_
from parindex.reading.findings import stop
from parindex.reading.grid import Column, Grid, text_column
from parindex.reading.kinds import NO_SHEET, UNREADABLE
from parindex.reading.xlsx_parts import Marks, Parts, unpack
from parindex.text import fold

_NUMBERS: Final = {int, float}


def read_xlsx(raw: bytes, place: Place, sheet: str | None) -> Iterator[Grid]:
    """Give the sheet of that name, or every visible sheet that has content, as grids.

    Raises :class:`ProblemsFound`: not an XLSX file, too large, no such sheet.
    """
    parts = unpack(raw, place)
    try:
        with calamine.CalamineWorkbook.from_filelike(parts.packed()) as book:
            for name in _names(book, place, sheet):
                yield from _grid(book, parts, name)
    except calamine.CalamineError:
        raise stop(UNREADABLE, place, reason=N_("nội dung bên trong tệp .xlsx bị hỏng")) from None


def _names(book: calamine.CalamineWorkbook, place: Place, sheet: str | None) -> list[str]:
    shown = [one.name for one in book.sheets_metadata if _is_shown(one)]
    if sheet is None:
        return shown
    chosen = [name for name in book.sheet_names if fold(name) == fold(sheet)]
    exact = [name for name in chosen if name == sheet] or chosen[:1]
    if not exact:
        raise stop(NO_SHEET, place, given=sheet, known=", ".join(shown))
    return exact


def _is_shown(sheet: calamine.SheetMetadata) -> bool:
    is_table = sheet.typ == calamine.SheetTypeEnum.WorkSheet
    return is_table and sheet.visible == calamine.SheetVisibleEnum.Visible


def _grid(book: calamine.CalamineWorkbook, parts: Parts, name: str) -> Iterator[Grid]:
    marks = parts.marks(name)
    sheet = book.get_sheet_by_name(name)
    rows = sheet.to_python(skip_empty_area=False)
    if not rows and not marks.unread:
        return
    cells = [list(column) for column in zip(*rows, strict=True)]
    _show_unread(cells, marks)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        _fill_down(cells, range(left, right + 1), top, bottom)
    height = max((len(column) for column in cells), default=0)
    numbers = pl.Series(values=range(1, height + 1), dtype=pl.UInt32)
    columns = tuple(_column(values, number, marks) for number, values in enumerate(cells))
    yield Grid(Place(file=parts.place.file, sheet=name), columns, numbers)


def _show_unread(cells: list[list[Any]], marks: Marks) -> None:
    """Put what is shown in error, and formulas without a result, where the reader left nothing."""
    height = max([len(column) for column in cells] + [row + 1 for row, _ in marks.unread], default=0)
    width = max([len(cells)] + [column + 1 for _, column in marks.unread])
    cells += [[] for _ in range(width - len(cells))]
    for column in cells:
        column.extend([""] * (height - len(column)))
    for (row, column_number), shown in marks.unread.items():
        if cells[column_number][row] == "":
            cells[column_number][row] = shown


def _fill_down(cells: list[list[Any]], columns: range, top: int, bottom: int) -> None:
    """Say a merged cell again in each of its rows, as a person reads it."""
    for column in columns:
        if column < len(cells):
            below = range(top + 1, min(bottom + 1, len(cells[column])))
            for row in below:
                cells[column][row] = cells[column][top]


def _column(values: list[Any], number: int, marks: Marks) -> Column:
    types = set(map(type, values))
    if types <= {str}:
        return text_column(pl.Series(values=values, dtype=pl.String))
    texts = [None if type(value) in _NUMBERS else _shown(value) for value in values]
    text = text_column(pl.Series(values=texts, dtype=pl.String)).text
    if not types & _NUMBERS:
        return Column(text)
    reals = [float(value) if type(value) in _NUMBERS else None for value in values]
    return Column(text, pl.Series(values=reals, dtype=pl.Float64), _percents(len(values), number, marks))


def _percents(height: int, number: int, marks: Marks) -> pl.Series | None:
    rows = [row for row in marks.percent.get(number, ()) if row < height]
    if not rows:
        return None
    return pl.repeat(value=False, n=height, eager=True).scatter(rows, values=True)


def _shown(value: Any) -> str:
    """Give a cell as the text people see; days are dd/mm/yyyy."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)
