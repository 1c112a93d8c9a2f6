"""The cells of some facts: a small number for each row's dimensions and slot, and what it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from parindex.dossiers.measures.arrays import Arrays
from parindex.dossiers.measures.slots import NEVER, TABLE

Whole = npt.NDArray[np.int64]
SLOT: Final = "slot"
_BITS: Final = {"unit": 15, "field": 15, "procedure": 15, "channel": 3}
_SLOT_BITS, _SLOTS_BEFORE_2000 = 13, 720
_MOST_DENSE: Final = 2**27
"""Where more cells are possible, those that occur are found by sorting."""


class Numbering(NamedTuple):
    """A number from 0 for each row of each place that was asked, and the cell of each number."""

    numbers: list[Any]
    cells: Whole


class Space:
    """Every cell that some facts may touch: by dimensions, and by slot from the first receipt on.

    The cells of a slot lie together, so a slot is known by its first cell: its corner.
    """

    def __init__(self, facts: Arrays, by: Sequence[str], days: Iterable[str]) -> None:
        """Look how far dimensions and slots go; ``days`` are the columns of days that slots are taken of."""
        self.by, self.height = tuple(by), facts.height
        self.first_day = facts.ends("received_on")[0]
        self.last_day = max(self.first_day, *(facts.ends(name)[1] for name in days))
        self.first, last = np.take(TABLE, [self.first_day, self.last_day], mode="clip").tolist()
        # a slot more for the day after the last due date, and one for no day
        self.slots = max(min(last, NEVER - 2) - self.first, 0) + 3
        ends = [facts.ends(name) for name in self.by]
        self.least = [least for least, _ in ends]
        self.sizes = [most - least + 1 for least, most in ends]
        self.width = int(np.prod(self.sizes, dtype=np.int64))
        self.size = self.slots * self.width
        self.never = self.size - self.width
        self._kind: Any = np.int32 if self.size < 2**31 else np.int64
        steps = np.clip(TABLE - self.first, 0, self.slots - 1).astype(self._kind, copy=False)
        self.corners = steps * self._kind(self.width)
        """The corner of the slot of each day since 1/1/1970, :attr:`never` for no day."""

    @property
    def has_few(self) -> bool:
        """Tell whether there are so few cells that each can have a place."""
        return bool(4 * self.size <= self.height)

    def numbers(self, facts: Arrays) -> Iterator[Any]:
        """Number the rows of each block by their dimensions."""
        columns = [facts.values(name) for name in self.by]
        for block, height in enumerate(facts.heights):
            found: Any = None
            for column, least, size in zip(columns, self.least, self.sizes, strict=True):
                if found is None:
                    found = column[block].astype(self._kind)
                else:
                    found *= self._kind(size)
                    found += column[block]
                if least:
                    found -= self._kind(least)
            yield np.zeros(height, self._kind) if found is None else found

    def fullest(self, facts: Arrays) -> int:
        """Give the number of rows that no cell has more of."""
        counts = sum(
            (np.bincount(one, minlength=self.width) for one in self.numbers(facts)), np.zeros(1, int)
        )
        return int(counts.max(initial=1))

    def numbered(self, places: list[Any]) -> Numbering:
        """Number the cells that occur in any place."""
        if self.size > _MOST_DENSE:
            present, numbers = np.unique(np.concatenate(places), return_inverse=True)
            pieces = np.split(numbers, np.cumsum([len(one) for one in places])[:-1])
            return Numbering(pieces, present.astype(np.int64))
        is_present = np.zeros(self.size, np.bool_)
        for one in places:
            is_present[one] = True
        present = np.flatnonzero(is_present)
        number_of = np.zeros(self.size, np.int32)
        number_of[present] = np.arange(len(present), dtype=np.int32)
        return Numbering([number_of[one] for one in places], present)

    def keys(self, cells: Whole) -> tuple[Any, Whole]:
        """Say which cells are in a slot at all, and give the keys of these, the same for all facts."""
        slot, rest = np.divmod(cells, self.width)
        is_there = slot < self.slots - 1
        rest, key = rest[is_there], slot[is_there] + (self.first + _SLOTS_BEFORE_2000)
        shift = _SLOT_BITS
        for name, least, size in reversed(list(zip(self.by, self.least, self.sizes, strict=True))):
            key += (rest % size + least) << shift
            rest = rest // size
            shift += _BITS[name]
        return is_there, key


def frame_of(keys: Whole, by: Sequence[str]) -> pl.DataFrame:
    """Give the dimensions and the slots of keys."""
    columns = {SLOT: pl.Series((keys & (2**_SLOT_BITS - 1)) - _SLOTS_BEFORE_2000, dtype=pl.Int32)}
    rest = keys >> _SLOT_BITS
    for name in reversed(by):
        columns[name] = pl.Series(rest & (2 ** _BITS[name] - 1), dtype=pl.Int16)
        rest = rest >> _BITS[name]
    return pl.DataFrame({name: columns[name] for name in (*by, SLOT)})
