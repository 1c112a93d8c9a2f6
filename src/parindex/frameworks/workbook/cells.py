"""From a cell to a value of the model, or to a problem with its place; and where each value stood."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from parindex.errors import Place, Problem
from parindex.frameworks.workbook.grid import Table, Value, words_of
from parindex.frameworks.workbook.problems import (
    AMBIGUOUS_NUMBER,
    IS_A_DAY,
    NOT_A_DAY,
    NOT_A_NUMBER,
    NOT_IN_LIST,
)
from parindex.frameworks.workbook.words import YES_NO, Vocabulary
from parindex.frameworks.yaml_lines import Document, Path
from parindex.numerals import as_decimal, format_date, format_number, read_number

_Read = TypeVar("_Read")


@dataclass
class SheetDocument(Document):
    """What a workbook says, as the plain data of the YAML file, and the cell each value stands in."""

    cells: dict[Path, Place] = field(default_factory=dict)

    def stands_at(self, path: Path, place: Place) -> None:
        """Note the cell of a value."""
        self.cells[path] = place

    def place(self, path: Path, item: str | None = None) -> Place:
        """Give the cell of a value, or of the nearest thing above it that has one."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.cells:
                return self.cells[path[:end]]
        return Place(file=self.file, item=item)

    def number_rows(self) -> None:
        """Fill ``lines`` for every value of the data, as the messages of form need it."""
        self.lines = dict(_lines(self.data, (), self))


def _lines(value: Any, path: Path, document: SheetDocument) -> list[tuple[Path, int]]:
    found = [(path, document.place(path).row or 0)]
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        found += _lines(inner, (*path, key), document)
    return found


class Cells:
    """Reads the cells of one table and collects what is wrong with them."""

    def __init__(self, table: Table) -> None:
        """Read from a table."""
        self.table = table
        self.problems: list[Problem] = []

    def text(self, row: int, key: str) -> str | None:
        """Give the text of a cell; None where it is blank or became a day."""
        value = self.table.value(row, key)
        if isinstance(value, date):
            self.problems.append(Problem(IS_A_DAY, self.table.place(row, key), {"given": format_date(value)}))
            return None
        return words_of(value) or None

    def number(self, row: int, key: str) -> Decimal | None:
        """Give the number of a cell: a number, or a text with a decimal comma."""
        return self.given(number_of(self.table.value(row, key)), row, key)

    def whole(self, row: int, key: str) -> int | Decimal | None:
        """Give a whole number; another number stays as it is, for the model to refuse."""
        number = self.number(row, key)
        return int(number) if number is not None and number == number.to_integral_value() else number

    def day(self, row: int, key: str) -> date | None:
        """Give the day of a cell: a date, or a text as dd/mm/yyyy or yyyy-mm-dd."""
        return self.given(day_of(self.table.value(row, key)), row, key)

    def choice(self, row: int, key: str, vocabulary: Vocabulary) -> str | None:
        """Give the code of the word chosen in a cell."""
        value = self.table.value(row, key)
        if value == "":
            return None
        code = vocabulary.code(words_of(value))
        if code is None:
            details = {"given": words_of(value), "known": vocabulary}
            self.problems.append(Problem(NOT_IN_LIST, self.table.place(row, key), details))
        return code

    def switch(self, row: int, key: str) -> bool | None:
        """Give yes or no."""
        value = self.table.value(row, key)
        if isinstance(value, bool):
            return value
        code = self.choice(row, key, YES_NO)
        return None if code is None else code == "true"

    def lines(self, row: int, key: str) -> list[str]:
        """Give the lines of a cell that hold something."""
        return [line.strip() for line in (self.text(row, key) or "").split("\n") if line.strip()]

    def given(self, read: _Read | Problem, row: int, key: str) -> _Read | None:
        """Give what was read, or note the problem it is and give None."""
        if isinstance(read, Problem):
            self.problems.append(Problem(read.kind, self.table.place(row, key), read.details))
            return None
        return read


def number_of(value: Value) -> Decimal | Problem | None:
    """Read a number as people type it; a problem (without place) where it is none or may be two.

    >>> number_of("18,5"), number_of(0.1 + 0.2), number_of("")
    (Decimal('18.5'), Decimal('0.3'), None)
    >>> number_of("1.577").code
    'XL312'
    """
    if isinstance(value, bool):
        return Problem(NOT_A_NUMBER, details={"given": str(value)})
    if isinstance(value, int | float):
        return as_decimal(value)
    if isinstance(value, date):
        return Problem(IS_A_DAY, details={"given": format_date(value)})
    text = words_of(value)
    return _number_of_text(text) if text else None


def _number_of_text(text: str) -> Decimal | Problem:
    readings = read_number(text)
    if readings.is_ambiguous and "," not in text:
        group, point = readings.comma or Decimal(0), readings.point or Decimal(0)
        shown = {"as_group": format_number(group), "as_decimal": format_number(point)}
        return Problem(AMBIGUOUS_NUMBER, details={"given": text, **shown})
    number = readings.comma if readings.comma is not None else readings.point
    return Problem(NOT_A_NUMBER, details={"given": text}) if number is None or "%" in text else number


def day_of(value: Value) -> date | Problem | None:
    """Read a day as people type it; a problem (without place) where it is none.

    >>> day_of("15/12/2022")
    datetime.date(2022, 12, 15)
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = words_of(value)
    if not text:
        return None
    parts = text.split("/") if "/" in text else text.split("-")[::-1]
    try:
        day, month, year = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        return Problem(NOT_A_DAY, details={"given": text})
