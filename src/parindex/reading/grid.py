"""A table as it stands in a file, before anybody knows what its columns mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import polars as pl

from parindex.errors import Place
from parindex.reading.numbering import Numbered, numbered

BLANKS: Final = " \t\r\n\u00a0\u200b\u2007\u202f\ufeff"
"""What surrounds the text of a cell and is not part of it."""
_WHOLE_BELOW = 1e15
_LONG = 200_000
"""From so many cells on, looking at different texts once is faster than looking at each."""


class Header(NamedTuple):
    """The title of a column; a bare number in Excel has lost its last zeros (3.10 became 3.1)."""

    text: str
    is_number: bool = False


@dataclass(frozen=True)
class Column:
    """The cells of a column: texts (null where there is none), real numbers, and which show a percent sign.

    All three have one row per cell; a cell has a text or a number or nothing. None is a column of nulls.
    """

    text: pl.Series | None = None
    number: pl.Series | None = None
    percent: pl.Series | None = None
    different: pl.Series | None = None
    """The different texts in order of appearance, where they are known already."""

    def where(self, rows: pl.Series) -> Column:
        """Keep the cells of some rows (a mask, or their positions)."""
        return Column(*(None if part is None else _kept(part, rows) for part in self._parts))

    @property
    def _parts(self) -> tuple[pl.Series | None, ...]:
        return (self.text, self.number, self.percent)

    def numbered(self, height: int) -> Numbered:
        """Give every cell as the number of its text."""
        return numbered(self.texts(height), None if self.number is not None else self.different)

    def texts(self, height: int) -> pl.Series:
        """Give every cell as a text: a real number as it would be typed, without a trailing ``.0``."""
        text = self.text if self.text is not None else pl.Series(values=[None] * height, dtype=pl.String)
        return text if self.number is None else text.zip_with(text.is_not_null(), number_texts(self.number))

    def titles(self, count: int) -> list[Header]:
        """Give the first cells as titles of columns."""
        head = Column(*(None if part is None else part.head(count) for part in self._parts))
        is_number = head.number.is_not_null().to_list() if head.number is not None else [False] * count
        return [Header(text or "", real) for text, real in zip(head.texts(count), is_number, strict=True)]

    def has_content(self, height: int) -> pl.Series:
        """Tell which cells are not blank."""
        content = pl.repeat(value=False, n=height, eager=True)
        for part in (self.text, self.number):
            content = content if part is None else content | part.is_not_null()
        return content


def _kept(part: pl.Series, rows: pl.Series) -> pl.Series:
    return part.filter(rows) if rows.dtype == pl.Boolean else part.gather(rows)


def number_texts(numbers: pl.Series) -> pl.Series:
    """Write real numbers as they would be typed with a decimal point: 26740 and 3.2; null stays null."""
    column = pl.col(numbers.name)
    whole = column.is_finite() & (column == column.floor()) & (column.abs() < _WHOLE_BELOW)
    typed = pl.when(whole).then(column.cast(pl.Int64, strict=False).cast(pl.String))
    return numbers.to_frame().select(typed.otherwise(column.cast(pl.String))).to_series()


def text_column(cells: pl.Series) -> Column:
    """Make a column of texts; blanks around them go, and what is blank is null."""
    if len(cells) < _LONG:
        text = cells.str.strip_chars(BLANKS)
        return Column(text.set(text == "", None))
    different = cells.drop_nulls().unique(maintain_order=True)
    plain = different.str.strip_chars(BLANKS)
    if (plain == different).all() and not (plain == "").any():
        return Column(cells, different=different)
    text = cells.str.strip_chars(BLANKS)
    return Column(text.set(text == "", None))


@dataclass(frozen=True)
class Grid:
    """Columns of equal height, the row number of each row as people see it, and where the grid stands.

    ``header`` is given where the file form has one of its own (Parquet); otherwise it is one of the rows.
    """

    place: Place
    columns: tuple[Column, ...]
    rows: pl.Series
    header: tuple[Header, ...] | None = None

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.rows)

    def lines(self, most: int) -> list[tuple[Header, ...]]:
        """Give the first rows as titles."""
        count = min(self.height, most)
        titles = [column.titles(count) for column in self.columns]
        return [tuple(title[position] for title in titles) for position in range(count)]

    def where(self, mask: pl.Series) -> Grid:
        """Keep some rows."""
        columns = tuple(column.where(mask) for column in self.columns)
        return replace(self, columns=columns, rows=self.rows.filter(mask))

    def titled(self, header: tuple[Header, ...], position: int) -> Grid:
        """Take a row as the header: what is below it stays, less blank rows and repeated headers."""
        index = pl.Series(values=range(self.height), dtype=pl.Int64)
        below = replace(self.where(index > position), header=header)
        return below.where(below.is_filled() & ~below.repeats_header())

    def is_filled(self) -> pl.Series:
        """Tell which rows have any content."""
        filled = pl.repeat(value=False, n=self.height, eager=True)
        for column in self.columns:
            filled |= column.has_content(self.height)
        return filled

    def repeats_header(self) -> pl.Series:
        """Tell which rows say the header again, as long printed tables do on each page."""
        same = pl.repeat(value=True, n=self.height, eager=True)
        for title, column in zip(self.header or (), self.columns, strict=True):
            same &= column.texts(self.height).fill_null("") == title.text
        return same
