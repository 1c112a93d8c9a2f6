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
_BLOCK: Final = 2**17
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
    if space.has_few:
        cells, adders = np.arange(space.size), _in_blocks(frame, legs, space)
    else:
        cells, adders = _at_once(frame, legs, space)
    is_there, keys = space.keys(cells)
    totals: dict[str, Whole] = {}
    for adder in adders:
        for part, added in adder.parts():
            totals[part] = totals[part] + added if part in totals else added
    return Sums(keys, {part: totals[part][is_there] for part in parts})


def _in_blocks(frame: pl.DataFrame, legs: Sequence[Leg], space: Space) -> list[_Adder]:
    """Walk over the rows once, a block at a time; every cell has its place."""
    heaviest = _heaviest(frame["weight"])
    most = space.fullest() * heaviest
    adders = [_Adder(leg, space.size, most) for leg in legs]
    for first in range(0, frame.height, _BLOCK):
        rows = slice(first, first + _BLOCK)
        some, part = frame[rows], space.part(rows)
        for number, (leg, adder) in enumerate(zip(legs, adders, strict=True)):
            seen = _Rows.of(some, leg)
            for place in _places(some, number, leg, part):
                adder.add(seen.only(place.rows), place.cells, place.sign)
    return adders


def _at_once(frame: pl.DataFrame, legs: Sequence[Leg], space: Space) -> tuple[Whole, list[_Adder]]:
    """Number the cells that occur, where nearly every row may have its own."""
    places = [one for number, leg in enumerate(legs) for one in _places(frame, number, leg, space)]
    numbering = space.numbered([one.cells for one in places])
    heaviest, size = _heaviest(frame["weight"]), len(numbering.cells)
    most = max((int(np.bincount(one).max(initial=1)) for one in numbering.numbers), default=1) * heaviest
    adders = [_Adder(leg, size, most) for leg in legs]
    rows = [_Rows.of(frame, leg) for leg in legs]
    for place, cells in zip(places, numbering.numbers, strict=True):
        adders[place.leg].add(rows[place.leg].only(place.rows), cells, place.sign)
    return numbering.cells, adders


def _heaviest(weights: pl.Series) -> int:
    """Give the greatest weight without its sign."""
    ends: Any = (weights.min() or 0, weights.max() or 0)
    return max(-int(ends[0]), int(ends[1]), 1)


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

    def added(self, cells: Any, size: int, of_profiles: Any, values: Any = None) -> Any:
        """Add up, in each cell, what each profile is worth, times the weight and the value of the row."""
        each = self.profiles.spread(of_profiles)[self.numbers]
        for factor in (self.weights, values):
            if factor is not None:
                each *= factor
        return np.bincount(cells, each, size)


class _Adder:
    """What a leg adds up to by cell: counts as lanes of packed numbers, each value by itself."""

    def __init__(self, leg: Leg, size: int, most: int) -> None:
        """``most``: no cell gets more than so much of any count, whatever the sign."""
        self._size, self._entries, self._bits = size, leg.entries, most.bit_length() + 1
        lanes = max(1, _EXACT_BITS // self._bits)
        counts = [place for place, entry in enumerate(leg.entries) if entry.value is None]
        self._packs = [counts[first : first + lanes] for first in range(0, len(counts), lanes)]
        self._packed = [np.zeros(size) for _ in self._packs]
        values = [place for place, entry in enumerate(leg.entries) if entry.value is not None]
        self._values = {place: np.zeros(size) for place in values}

    def add(self, rows: _Rows, cells: Any, sign: int) -> None:
        """Add rows at their cells."""
        signs = [float(sign * entry.sign) for entry in self._entries]
        for number, pack in enumerate(self._packs):
            worth = np.array([signs[place] * 2.0 ** (self._bits * lane) for lane, place in enumerate(pack)])
            self._packed[number] += rows.added(cells, self._size, rows.passed[:, pack] @ worth)
        for place in self._values:
            value = rows.values[str(self._entries[place].value)]
            worth = rows.passed[:, place] * signs[place]
            self._values[place] += rows.added(cells, self._size, worth, value)

    def parts(self) -> Iterator[tuple[str, Whole]]:
        """Give each part of the leg with its sum in each cell."""
        for total, pack in zip(self._packed, self._packs, strict=True):
            lanes = _unpacked(total.astype(np.int64), self._bits, len(pack))
            for place, lane in zip(pack, lanes, strict=True):
                yield self._entries[place].part, lane
        for place, total in self._values.items():
            yield self._entries[place].part, total.astype(np.int64)


def _unpacked(packed: Whole, bits: int, lanes: int) -> Iterator[Whole]:
    """Take signed lanes apart, the lowest first."""
    half, mask = 1 << (bits - 1), (1 << bits) - 1
    for _ in range(lanes - 1):
        low = ((packed + half) & mask) - half
        yield low
        packed = (packed - low) >> bits
    yield packed
