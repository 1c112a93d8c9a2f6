"""The cells of a workbook as they are read: sheets and columns found by their words, merged cells filled."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from parindex.errors import Place, Problem, ProblemsFound
from parindex.frameworks.workbook.problems import DOUBLED_COLUMN, NO_COLUMN, NO_SHEET, UNREADABLE
from parindex.language import LANGUAGES, N_, translate
from parindex.text import fold

_HEADER_WITHIN: Final = 30
_LETTERS: Final = 26

Value = str | int | float | bool | date | datetime | time | timedelta


def letter(column: int) -> str:
    """Give the letter of a column counted from 0.

    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    before, number = divmod(column, _LETTERS)
    return (letter(before - 1) if before else "") + chr(ord("A") + number)


def words_of(value: Value) -> str:
    """Give a cell as text: composed letters, plain line ends, nothing around, whole numbers without .0."""
    if isinstance(value, float):
        return format(value, ".15g")
    text = unicodedata.normalize("NFC", str(value))
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


@dataclass(frozen=True)
class Grid:
    """One sheet: its rows as read, and which rows a merged code cell makes one."""

    file: str
    name: str
    rows: list[list[Value]]
    merges: tuple[tuple[int, int, int, int], ...] = ()

    def place(self, row: int, column: int | None = None, heading: str = "") -> Place:
        """Give the place of a cell in words: row as people count, column as letter and heading."""
        shown = None if column is None else (f"{letter(column)} ({heading})" if heading else letter(column))
        return Place(file=self.file, sheet=self.name, row=row + 1, column=shown)

    def merged_with(self, row: int, column: int) -> int:
        """Give the first row of the merged cell that a cell belongs to, or its own row."""
        for first, left, last, right in self.merges:
            if first <= row <= last and left <= column <= right:
                return first
        return row


@dataclass(frozen=True)
class Table:
    """The part of a sheet below a heading row: which column holds what."""

    grid: Grid
    header: int
    columns: Mapping[str, int]
    headings: Mapping[str, str]
    others: Mapping[int, str] = field(default_factory=dict)
    """Columns with a heading that is none of ours."""

    def value(self, row: int, key: str) -> Value:
        """Give what stands in a row under a column; blank where the column is not there."""
        column = self.columns.get(key)
        cells = self.grid.rows[row]
        value = cells[column] if column is not None and column < len(cells) else ""
        return words_of(value) if isinstance(value, str) else value

    def place(self, row: int, key: str) -> Place:
        """Give the place of a cell, for a message."""
        return self.grid.place(row, self.columns.get(key), self.headings.get(key, key))

    def filled_rows(self) -> Iterator[int]:
        """Give the rows below the header in which one of our columns holds something."""
        for row in range(self.header + 1, len(self.grid.rows)):
            if any(self.value(row, key) != "" for key in self.columns):
                yield row


class Workbook:
    """An XLSX (or ODS) file opened for reading."""

    def __init__(self, path: Path | str) -> None:
        """Open the file; raise :class:`ProblemsFound` where it is none, is locked or is not there."""
        self.file = str(path)
        try:
            self._book = CalamineWorkbook.from_path(path)
        except (CalamineError, OSError) as error:
            raise ProblemsFound([_unreadable(self.file, error)]) from None
        self.names = list(self._book.sheet_names)

    def find(self, title: str) -> str | None:
        """Give the name of the sheet with that title, in either language, however it is typed."""
        wanted = {fold(translate(title, lang)) for lang in LANGUAGES}
        return next((name for name in self.names if fold(name) in wanted), None)

    def is_hidden(self, name: str) -> bool:
        """Tell whether a sheet is hidden."""
        shown = {meta.name for meta in self._book.sheets_metadata if meta.visible is SheetVisibleEnum.Visible}
        return name not in shown

    def grid(self, title: str) -> Grid:
        """Read the sheet with that title; raise :class:`ProblemsFound` where there is none."""
        name = self.find(title)
        if name is None:
            details = {"sheet": title, "present": ", ".join(self.names)}
            raise ProblemsFound([Problem(NO_SHEET, Place(file=self.file), details)])
        return self._read(name)

    def _read(self, name: str) -> Grid:
        try:
            sheet = self._book.get_sheet_by_name(name)
            rows: list[list[Value]] = sheet.to_python(skip_empty_area=False)
        except (CalamineError, OSError) as error:
            raise ProblemsFound([_unreadable(self.file, error)]) from None
        merges = _merges(sheet)
        _fill(rows, merges)
        return Grid(self.file, name, rows, merges)

    def is_blank(self, name: str) -> bool:
        """Tell whether nothing stands on a sheet."""
        return not any(value != "" for row in self._read(name).rows for value in row)


def _unreadable(file: str, error: Exception) -> Problem:
    reason = getattr(error, "strerror", None) or str(error)
    if isinstance(error, FileNotFoundError):
        reason = N_("không có tệp này")
    elif "detect file format" in reason or "Zip" in reason:
        reason = N_("không phải tệp Excel")
    elif "assword" in reason:
        reason = N_("tệp có mật khẩu")
    return Problem(UNREADABLE, Place(file=file), {"reason": reason})


def _merges(sheet: CalamineSheet) -> tuple[tuple[int, int, int, int], ...]:
    ranges = sheet.merged_cell_ranges or []
    return tuple((first[0], first[1], last[0], last[1]) for first, last in ranges)


def _fill(rows: list[list[Value]], merges: Iterable[tuple[int, int, int, int]]) -> None:
    """Give every row of a merged cell its value; to the right a merged cell stays blank."""
    for first, left, last, _ in merges:
        for row in range(first + 1, min(last + 1, len(rows))):
            if left < len(rows[row]) and left < len(rows[first]):
                rows[row][left] = rows[first][left]


def find_table(grid: Grid, columns: Mapping[str, str], required: Iterable[str], start: int = 0) -> Table:
    """Find the heading row that has most of our headings, and the column of each.

    ``columns`` gives the Vietnamese heading of each key. Raises :class:`ProblemsFound`, one problem for each
    required column that is not there and for each that is there twice.
    """
    wanted = {fold(translate(text, lang)): key for key, text in columns.items() for lang in LANGUAGES}
    rows = range(start, min(start + _HEADER_WITHIN, len(grid.rows)))
    header = max(rows, key=lambda row: (_matches(grid.rows[row], wanted), -row), default=0)
    cells = grid.rows[header] if header < len(grid.rows) else []
    found: dict[str, int] = {}
    others: dict[int, str] = {}
    problems: list[Problem] = []
    for column, value in enumerate(cells):
        text = words_of(value)
        key = wanted.get(fold(text))
        if key is None:
            others |= {column: text} if text else {}
        elif key in found:
            details = {"column": columns[key], "first": letter(found[key])}
            problems.append(Problem(DOUBLED_COLUMN, grid.place(header, column, text), details))
        else:
            found[key] = column
    lacking = [key for key in required if key not in found]
    problems += [Problem(NO_COLUMN, grid.place(header), {"column": columns[key]}) for key in lacking]
    if problems:
        raise ProblemsFound(problems)
    shown = {key: words_of(cells[column]) for key, column in found.items()}
    return Table(grid, header, found, shown, others)


def _matches(cells: Iterable[Any], wanted: Mapping[str, str]) -> int:
    return len({wanted[folded] for value in cells if (folded := fold(words_of(value))) in wanted})
