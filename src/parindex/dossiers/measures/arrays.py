"""Columns of facts as NumPy arrays, a block of rows at a time, in which nothing is missing.

What is made for a block stays in the cache. Blocks are those in which the frame lies in memory, or parts of
them, so that nothing is copied.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import polars as pl

from parindex.dossiers.facts import FACTS
from parindex.dossiers.measures.slots import NO_DAY

SMALL: Final = frozenset(name for name, kind in FACTS.items() if kind in {pl.Int8(), pl.Boolean()})
"""Columns whose values tests ask about; of all others only whether they have one."""
BLOCK: Final = 2**17
"""Rows of a block, at most."""
Blocks = list[Any]
"""An array for each block."""


class Digit(NamedTuple):
    """What the digits of a column mean: the value of digit 0, how many there are; a null is the last."""

    name: str
    least: int
    radix: int
    has_null: bool


class Arrays:
    """Some columns of facts in memory, in blocks."""

    def __init__(self, frame: pl.DataFrame, most: int = BLOCK) -> None:
        """Take a frame in blocks of at most so many rows."""
        self.frame, self.height = frame.select(_plain(frame.schema)), frame.height
        self._ends = frame.select(_ends(frame.schema)).row(0, named=True)
        self._lengths = [len(chunk) for chunk in self.frame.to_series(0).get_chunks()]
        self._slices = [
            [slice(first, first + most) for first in range(0, max(length, 1), most)]
            for length in self._lengths
        ]
        self._made: dict[str, Blocks] = {}

    @classmethod
    def whole(cls, frame: pl.DataFrame) -> Arrays:
        """Take a frame in one block."""
        return cls(frame.rechunk(), max(frame.height, 1))

    @property
    def heights(self) -> list[int]:
        """The number of rows of each block."""
        pairs = zip(self._lengths, self._slices, strict=True)
        return [len(range(length)[one]) for length, slices in pairs for one in slices]

    def ends(self, name: str) -> tuple[int, int]:
        """Give the least and the greatest value of a column as numbers; 0 where it has none."""
        return int(self._ends[f"least {name}"] or 0), int(self._ends[f"most {name}"] or 0)

    def values(self, name: str) -> Blocks:
        """Give a column: days since 1/1/1970 (:data:`NO_DAY` for none), numbers (0 for none), 0 and 1."""
        if name not in self._made:
            self._made[name] = self._blocks(self.frame[name])
        return self._made[name]

    def _blocks(self, column: pl.Series) -> Blocks:
        if column.null_count():
            column = column.fill_null(0)
        chunks = column.get_chunks()
        if [len(chunk) for chunk in chunks] != self._lengths:
            ends = [sum(self._lengths[:place]) for place in range(len(self._lengths))]
            whole = column.rechunk()
            chunks = [whole[first : first + size] for first, size in zip(ends, self._lengths, strict=True)]
        arrays = [chunk.to_numpy() for chunk in chunks]
        return [one[rows] for one, slices in zip(arrays, self._slices, strict=True) for rows in slices]

    def digit(self, name: str) -> Digit:
        """Say what the digits of a column mean."""
        has_null = self._ends[f"none {name}"] > 0
        if name not in SMALL:
            return Digit(name, 0, 1 + has_null, has_null)
        least, most = self.ends(name)
        return Digit(name, least, most - least + 1 + has_null, has_null)

    def digits(self, digit: Digit) -> Blocks:
        """Give the digit of each row, plus the value of digit 0 of its column."""
        if digit.name not in SMALL:
            if FACTS[digit.name] == pl.Date:
                return [block == NO_DAY for block in self.values(digit.name)]
            return self._blocks(self.frame[digit.name].is_null().cast(pl.Int8))
        if digit.has_null:
            none = digit.least + digit.radix - 1
            return self._blocks(self.frame[digit.name].cast(pl.Int16).fill_null(none))
        return self.values(digit.name)


def _plain(schema: pl.Schema) -> list[pl.Expr]:
    """Make numbers of days and of what is true."""
    return [
        pl.col(name).to_physical().fill_null(NO_DAY) if kind == pl.Date
        else pl.col(name).cast(pl.Int8) if kind == pl.Boolean
        else pl.col(name)
        for name, kind in schema.items()
    ]  # fmt: skip


def _ends(schema: pl.Schema) -> list[pl.Expr]:
    """Ask each column for its least and greatest value, and how often it has none."""
    return [
        one
        for name in schema
        for one in (
            pl.col(name).to_physical().min().alias(f"least {name}"),
            pl.col(name).to_physical().max().alias(f"most {name}"),
            pl.col(name).null_count().alias(f"none {name}"),
        )
    ]
