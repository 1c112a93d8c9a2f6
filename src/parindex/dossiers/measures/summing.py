"""Every part of every cell of facts in memory, in one pass and without hashing.

What a row adds to is told by two small numbers: its cell and its profile (what the tests of ``flows`` see of
it). Several parts are added up at once, as lanes of one float64 whose sums stay below 2**53, so they are
exact. The tests are those of ``flows``; ``cubing`` says the same in Ibis, and both give equal cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl

from parindex.dossiers.measures.cells import Space, Whole
from parindex.dossiers.measures.legs import Leg, legs_of
from parindex.dossiers.measures.profiles import Flags, Profiles, profiled
from parindex.dossiers.measures.slots import NEVER, slots_of

_EXACT_BITS: Final = 53
_BLOCK: Final = 2**16
"""Rows that are added up at a time: what is made for them stays in the cache."""


class Sums(NamedTuple):
    """Keys of cells (see ``cells.frame_of``), and what parts add up to there."""

    keys: Whole
    parts: dict[str, Whole]


class _Place(NamedTuple):
    """Where rows of a leg count: their cells, which rows (none: all), and the sign."""

    leg: int
    cells: Any
    rows: Any
    sign: int


def summed(frame: pl.DataFrame, by: Sequence[str], parts: tuple[str, ...]) -> Sums:
    """Add up parts by cell, each cell once; some may have nothing.

    ``frame`` has the columns that :func:`~parindex.dossiers.measures.legs.columns_of` names.
    """
    legs = legs_of(parts)
    space = Space(frame, by, set[str]().union(*(leg.days for leg in legs)))
    places = [one for number, leg in enumerate(legs) for one in _places(frame, number, leg, space)]
    numbering = space.numbered([one.cells for one in places])
    is_there, keys = space.keys(numbering.cells)
    totals: dict[str, Whole] = {}
    rows = [_Rows.of(frame, leg) for leg in legs]
    for place, cells in zip(places, numbering.numbers, strict=True):
        chosen = rows[place.leg].only(place.rows)
        for part, added in chosen.sums(legs[place.leg], cells, len(numbering.cells), place.sign):
            totals[part] = totals[part] + added if part in totals else added
    return Sums(keys, {part: totals[part][is_there] for part in parts})


def _places(frame: pl.DataFrame, number: int, leg: Leg, space: Space) -> Iterator[_Place]:
    if leg.day == "received_on":
        yield _Place(number, space.place(space.received), None, 1)
        return
    slots = np.maximum(slots_of(frame[leg.day], 1 if leg.until else 0), space.received)
    if leg.until is None:
        yield _Place(number, space.place(slots), None, 1)
        return
    over = np.maximum(slots_of(frame[leg.until]), space.received)
    rows = np.flatnonzero(over > slots)
    yield _Place(number, space.place(slots[rows], rows), rows, 1)
    rows = rows[over[rows] != NEVER]
    yield _Place(number, space.place(over[rows], rows), rows, -1)


class _Rows(NamedTuple):
    """Rows as sums need them: profiles, which of them pass which test, weights (none: 1 each), values."""

    profiles: Profiles
    passed: Flags
    numbers: Any
    weights: Any
    values: dict[str, Any]

    @classmethod
    def of(cls, frame: pl.DataFrame, leg: Leg) -> _Rows:
        profiles = profiled(frame, leg.asked)
        weights = frame["weight"]
        named = {entry.value for entry in leg.entries if entry.value is not None}
        return cls(
            profiles,
            profiles.passed(tuple(entry.where for entry in leg.entries)),
            profiles.of_rows,
            None if weights.min() == 1 == weights.max() else weights.to_numpy().astype(np.float64),
            {name: frame[name].fill_null(0).to_numpy() for name in named},
        )

    def only(self, rows: Any) -> _Rows:
        if rows is None:
            return self
        weights = None if self.weights is None else self.weights[rows]
        values = {name: value[rows] for name, value in self.values.items()}
        return self._replace(numbers=self.numbers[rows], weights=weights, values=values)

    def sums(self, leg: Leg, cells: Any, size: int, sign: int) -> Iterator[tuple[str, Whole]]:
        """Give each part of a leg with its sum in each cell."""
        signs = [sign * entry.sign for entry in leg.entries]
        counts = [place for place, entry in enumerate(leg.entries) if entry.value is None]
        bits = self._bits(cells, len(counts))
        lanes = max(1, _EXACT_BITS // bits)
        for first in range(0, len(counts), lanes):
            some = counts[first : first + lanes]
            worth = np.array([signs[place] * 2.0 ** (bits * lane) for lane, place in enumerate(some)])
            packed = self._added(cells, size, self.passed[:, some] @ worth)
            for place, total in zip(some, _unpacked(packed, bits, len(some)), strict=True):
                yield leg.entries[place].part, total
        for place, entry in enumerate(leg.entries):
            if entry.value is not None:
                worth = self.passed[:, place] * float(signs[place])
                yield entry.part, self._added(cells, size, worth, self.values[entry.value])

    def _bits(self, cells: Any, parts: int) -> int:
        """Give how many bits hold any sum of weights in a cell, with its sign."""
        heaviest = 1 if self.weights is None else int(np.abs(self.weights).max(initial=1))
        bits = (len(self.numbers) * heaviest).bit_length() + 1
        if bits * parts <= _EXACT_BITS:
            return bits
        most = int(np.bincount(cells).max(initial=1)) * heaviest
        return most.bit_length() + 1

    def _added(self, cells: Any, size: int, of_profiles: Any, values: Any = None) -> Whole:
        """Add up, in each cell, what each profile is worth, times the weight and the value of the row."""
        worth, total = self.profiles.spread(of_profiles), np.zeros(size)
        step = max(_BLOCK, size)
        for first in range(0, len(cells), step):
            block = slice(first, first + step)
            each = worth[self.numbers[block]]
            for factor in (self.weights, values):
                if factor is not None:
                    each *= factor[block]
            total += np.bincount(cells[block], each, size)
        return total.astype(np.int64)


def _unpacked(packed: Whole, bits: int, lanes: int) -> Iterator[Whole]:
    """Take signed lanes apart, the lowest first."""
    half, mask = 1 << (bits - 1), (1 << bits) - 1
    for _ in range(lanes - 1):
        low = ((packed + half) & mask) - half
        yield low
        packed = (packed - low) >> bits
    yield packed
