"""Numbers as a table prints them: the value, and how many decimals were printed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Final, Literal

import polars as pl

from parindex.errors import Place, Problem
from parindex.language import Lang
from parindex.numerals import STYLES, Readings, Style, as_decimal, format_number, read_number
from parindex.ranking.audit.kinds import AMBIGUOUS, NOT_A_NUMBER

Decimals = Literal["auto", "comma", "point"]
"""Which sign is the decimal sign: as each column tells, or as the caller says."""

_MOSTLY: Final = 0.5
_RARE: Final = 0.2
_SHOWN_BEYOND: Final = 4


@dataclass(frozen=True)
class Figure:
    """A printed number. ``decimals`` counts the decimals of this cell alone."""

    value: Decimal
    decimals: int
    is_percent: bool = False

    @property
    def exact(self) -> Fraction:
        """The value as a fraction."""
        return Fraction(self.value)

    def in_(self, lang: Lang = "vi") -> str:
        """Write it as it was printed.

        >>> Figure(Decimal("8180"), 0).in_(), Figure(Decimal("85.36"), 2, is_percent=True).in_()
        ('8.180', '85,36 %')
        """
        text = format_number(self.value, self.decimals, lang)
        return f"{text} %" if self.is_percent and lang == "vi" else f"{text}%" if self.is_percent else text


def shown(value: Fraction, decimals: int) -> Figure:
    """Give a computed number for a message: a few decimals more than are printed, no trailing zeros.

    >>> shown(Fraction(754100, 9200), 2).in_()
    '81,967391'
    """
    rounded = rounded_half_up(value, decimals + _SHOWN_BEYOND)
    return Figure(rounded, _decimals(rounded.normalize()))


def rounded_half_up(value: Fraction, decimals: int) -> Decimal:
    """Round half away from zero, as official tables do.

    >>> rounded_half_up(Fraction(-5, 1000), 2), rounded_half_up(Fraction(87747, 1000), 2)
    (Decimal('-0.01'), Decimal('87.75'))
    """
    scaled = abs(value) * 10**decimals
    units = int(scaled + Fraction(1, 2))
    return Decimal(-units if value < 0 else units).scaleb(-decimals)


def truncated(value: Fraction, decimals: int) -> Decimal:
    """Drop the digits beyond ``decimals``.

    >>> truncated(Fraction(7541, 92), 2)
    Decimal('81.96')
    """
    units = int(abs(value) * 10**decimals)
    return Decimal(-units if value < 0 else units).scaleb(-decimals)


@dataclass(frozen=True)
class PrintedColumn:
    """A column of a printed table: its texts, and its figures where it holds numbers."""

    title: str
    texts: tuple[str, ...]
    figures: tuple[Figure | None, ...]
    is_numeric: bool
    """Whether most of its filled cells are numbers."""

    @cached_property
    def decimals(self) -> int:
        """The decimals to which the column is printed.

        What has fewer lost its last zeros, as Excel shows it (82.4 for 82.40); a few figures may have more.
        """
        found = sorted((figure.decimals for figure in self.figures if figure), reverse=True)
        return found[int(len(found) * _RARE)] if found else 0

    @cached_property
    def fewest_decimals(self) -> int:
        """The fewest decimals to which one of its figures was rounded."""
        rows = (row for row, figure in enumerate(self.figures) if figure)
        return min((self.decimals_of(row) for row in rows), default=0)

    @cached_property
    def is_whole(self) -> bool:
        """Tell whether all its figures are integers that are not rounded percentages."""
        found = [figure for figure in self.figures if figure]
        return not any(figure.decimals or figure.is_percent for figure in found)

    @property
    def half_unit(self) -> Fraction:
        """Give how far rounding can have moved a figure; 0 in a column of integers."""
        return Fraction(0) if self.is_whole else Fraction(1, 2 * 10**self.decimals)

    def decimals_of(self, row: int) -> int:
        """Give to how many decimals a cell was rounded: its own if it has more, or shows a percent sign."""
        figure = self.figures[row]
        if figure is None:
            return self.decimals
        return figure.decimals if figure.is_percent else max(figure.decimals, self.decimals)


@dataclass(frozen=True)
class Printed:
    """A printed table: its columns by title, and where its rows stand in the file."""

    columns: dict[str, PrintedColumn]
    rows: tuple[int, ...]
    place: Place = field(default_factory=Place)
    problems: tuple[Problem, ...] = ()

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.rows)

    def at(self, row: int, column: str, item: str | None = None) -> Place:
        """Give the place of a cell, by the position of its row."""
        return Place(self.place.file, self.place.sheet, self.rows[row], column, item=item)

    def at_rows(self, positions: Sequence[int]) -> Printed:
        """Give the table with some of its rows."""
        columns = {
            title: replace(
                column,
                texts=tuple(column.texts[row] for row in positions),
                figures=tuple(column.figures[row] for row in positions),
            )
            for title, column in self.columns.items()
        }
        return replace(self, columns=columns, rows=tuple(self.rows[row] for row in positions))

    def numbers(self, column: str) -> tuple[Figure | None, ...]:
        """Give the figures of a column."""
        return self.columns[column].figures


def printed(
    table: pl.DataFrame,
    *,
    rows: Sequence[int] | None = None,
    place: Place | None = None,
    decimal: Decimals = "auto",
    counts: Iterable[str] = (),
) -> Printed:
    """Read a table of texts (or of numbers) as it was printed.

    Which sign is the decimal sign is decided column by column; where a column does not tell, by the rest of
    the table. ``counts`` are columns that hold whole numbers: there ``8.180`` is 8180. A column that stays
    ambiguous is left out with a problem, never guessed. ``rows`` are the row numbers that people see; without
    them the first row of the table is row 2, below its header.
    """
    where = place or Place()
    numbers = tuple(rows) if rows is not None else tuple(range(2, table.height + 2))
    cells = {title: _cells(table[title]) for title in table.columns}
    styles = {title: _style(title, found, decimal, set(counts)) for title, found in cells.items()}
    agreed = {style for style in styles.values() if style}
    whole_table = agreed.pop() if len(agreed) == 1 else None
    columns: dict[str, PrintedColumn] = {}
    problems: list[Problem] = []
    for title, found in cells.items():
        style = styles[title] or whole_table
        unclear = [cell for cell in found if cell and style is None and cell.readings.is_ambiguous]
        columns[title] = _column(title, table[title], found, style)
        if unclear and columns[title].is_numeric:
            columns[title] = _column(title, table[title], (None,) * len(found), style)
            problems.append(_question(title, unclear[0], where))
    return Printed(columns, numbers, where, tuple(problems))


@dataclass(frozen=True)
class _Cell:
    text: str
    readings: Readings


def _cells(column: pl.Series) -> tuple[_Cell | None, ...]:
    if column.dtype.is_numeric():
        return tuple(None if cell is None else _of_number(cell) for cell in column.to_list())
    texts = [(text or "").strip() for text in column.cast(pl.String).to_list()]
    different = {text: _Cell(text, read_number(text)) for text in set(texts) if text}
    return tuple(different.get(text) for text in texts)


def _of_number(number: float) -> _Cell | None:
    """Take a real number as it would be typed; what is not finite is nothing."""
    if not math.isfinite(number):
        return None
    value = as_decimal(number)
    value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return _Cell(format(value, "f"), Readings(value, value))


def _style(title: str, cells: Sequence[_Cell | None], decimal: Decimals, counts: set[str]) -> Style | None:
    """Decide the decimal sign of one column from its own cells; None where they do not tell, or both ways."""
    if decimal != "auto":
        return decimal
    found = [cell.readings for cell in cells if cell]
    votes = [style for style in STYLES if any(_speaks_for(style, readings) for readings in found)]
    if not votes and title in counts:
        votes = [style for style in STYLES if all(_is_whole(getattr(one, style)) for one in found)]
    return votes[0] if len(votes) == 1 else None


def _speaks_for(style: Style, readings: Readings) -> bool:
    other = readings.point if style == "comma" else readings.comma
    return getattr(readings, style) is not None and other is None


def _is_whole(value: Decimal | None) -> bool:
    return value is None or value == value.to_integral_value()


def _column(
    title: str, given: pl.Series, cells: Sequence[_Cell | None], style: Style | None
) -> PrintedColumn:
    texts = tuple("" if cell is None else str(cell).strip() for cell in given.to_list())
    different = {id(cell): cell for cell in cells if cell is not None}  # one cell for each different text
    read = {number: _figure(cell, style) for number, cell in different.items()}
    figures = tuple(read.get(id(cell)) for cell in cells)
    filled = sum(1 for text in texts if text)
    is_numeric = (
        filled > 0 and sum(cell is not None and _has_reading(cell) for cell in cells) > _MOSTLY * filled
    )
    return PrintedColumn(title, texts, figures, is_numeric)


def _has_reading(cell: _Cell) -> bool:
    return cell.readings.comma is not None or cell.readings.point is not None


def _figure(cell: _Cell, style: Style | None) -> Figure | None:
    """Read a cell; a text that is a number in one style only is that number, whatever the column says."""
    if not _has_reading(cell) or (style is None and cell.readings.is_ambiguous):
        return None
    comma, point = cell.readings
    first, second = (point, comma) if style == "point" else (comma, point)
    value = second if first is None else first
    return None if value is None else Figure(value, _decimals(value), "%" in cell.text)


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _question(title: str, cell: _Cell, place: Place) -> Problem:
    where = Place(place.file, place.sheet, column=title)
    comma, point = cell.readings
    return Problem(AMBIGUOUS, where, {"title": title, "given": cell.text, "comma": comma, "point": point})


def odd_cells(table: Printed, columns: Iterable[str]) -> Iterator[Problem]:
    """Name the texts in some columns of numbers, each once; a dash or a mark of nothing is no oddity."""
    for title in columns:
        column = table.columns[title]
        if not column.is_numeric:
            continue
        odd = dict.fromkeys(
            text for text, figure in zip(column.texts, column.figures, strict=True) if text and figure is None
        )
        for text in odd:
            if any(sign.isalnum() for sign in text):
                row = column.texts.index(text)
                yield Problem(NOT_A_NUMBER, table.at(row, title), {"given": text})
