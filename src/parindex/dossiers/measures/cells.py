"""The cells of some facts: a small number for each row's dimensions and slot, and what it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from parindex.dossiers.measures.periods import slot_of
from parindex.dossiers.measures.slots import NEVER, slots_of

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
    """Every cell that some facts may touch: by dimensions, and by slot from the first receipt on."""

    def __init__(self, frame: pl.DataFrame, by: Sequence[str], days: Iterable[str]) -> None:
        """Number the rows by their dimensions; ``days`` are the columns of days that slots are taken of."""
        self.by = tuple(by)
        self.received = slots_of(frame["received_on"])
        self.first = int(self.received.min(initial=NEVER))
        latest: list[Any] = [frame[day].max() for day in days]
        last = max((slot_of(day) for day in latest if day is not None), default=self.first)
        # a slot more for the day after the last due date, and one for no day
        self.slots = max(min(last, NEVER - 2) - self.first, 0) + 3
        ends: list[Any] = [(frame[name].min(), frame[name].max()) for name in self.by]
        self.least = [least or 0 for least, _ in ends]
        self.sizes = [(most or 0) - (least or 0) + 1 for least, most in ends]
        self.size = self.slots * int(np.prod(self.sizes, dtype=np.int64))
        self.base = self._dimensions(frame, np.int32 if self.size < 2**31 else np.int64)

    def _dimensions(self, frame: pl.DataFrame, kind: Any) -> Any:
        base = np.zeros(frame.height, kind)
        for name, least, size in zip(self.by, self.least, self.sizes, strict=True):
            base *= kind(size)
            base += frame[name].to_numpy() - np.int16(least)
        return base

    @property
    def has_few(self) -> bool:
        """Tell whether there are so few cells that each can have a place."""
        return 4 * self.size <= len(self.base)

    def fullest(self) -> int:
        """Give a number of rows that no cell has more of."""
        return int(np.bincount(self.base).max(initial=1))

    def part(self, rows: slice) -> Space:
        """Give the same cells for some of the rows."""
        part = copy(self)
        part.received, part.base = self.received[rows], self.base[rows]
        return part

    def place(self, slots: Any, rows: Any = None) -> Any:
        """Give the cells of rows (none: all of them) at their slots; a slot's cells lie together."""
        inside = np.minimum(slots, np.int32(self.first + self.slots - 1))
        inside = inside.astype(self.base.dtype, copy=False)
        inside -= inside.dtype.type(self.first)
        inside *= inside.dtype.type(self.size // self.slots)
        inside += self.base if rows is None else self.base[rows]
        return inside

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
        slot, rest = np.divmod(cells, self.size // self.slots)
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
