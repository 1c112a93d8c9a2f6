"""Counts of many tests added up at once, as lanes of packed numbers; each value by itself.

The sums of a float64 stay below 2**53, so they are exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from parindex.dossiers.measures.arrays import Arrays
from parindex.dossiers.measures.cells import Whole
from parindex.dossiers.measures.legs import Leg
from parindex.dossiers.measures.placing import Block, Place
from parindex.dossiers.measures.profiles import Flags, Profiles

_EXACT_BITS: Final = 53
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Tests:
    """What a leg asks of facts: which profiles pass which of its tests, and what rows weigh.

    ``scale``: what each row weighs, 0 where weights differ; ``heaviest``: the greatest without its sign.
    """

    leg: Leg
    profiles: Profiles
    passed: Flags
    scale: int
    heaviest: int

    @classmethod
    def of(cls, facts: Arrays, leg: Leg) -> Tests:
        """Look at all the facts."""
        profiles = Profiles.of(facts, leg.asked)
        passed = profiles.passed(tuple(entry.where for entry in leg.entries))
        least, most = facts.ends("weight")
        return cls(leg, profiles, passed, least if least == most else 0, max(-least, most, 1))

    def weights(self, facts: Arrays) -> list[Floats] | None:
        """Give the weights of each block where they differ."""
        return None if self.scale else [block.astype(np.float64) for block in facts.values("weight")]


class _Rows(NamedTuple):
    """Rows as sums need them: their profiles, values, and weights (none: each weighs the same)."""

    profiles: Any
    weights: Floats | None
    values: dict[str, Any]

    def only(self, rows: Any) -> _Rows:
        """Keep some of the rows by their numbers; none: all of them."""
        if rows is None:
            return self
        weights = None if self.weights is None else self.weights[rows]
        return _Rows(self.profiles[rows], weights, {name: one[rows] for name, one in self.values.items()})


class Lanes:
    """Adds up the counts and the values of a leg in ``size`` cells."""

    def __init__(self, tests: Tests, facts: Arrays, size: int, fullest: int) -> None:
        """No cell gets more than ``fullest`` rows of one sign."""
        self._tests, self._entries, self._size = tests, tests.leg.entries, size
        self._bits = (fullest * tests.heaviest).bit_length() + 1
        lanes = max(1, _EXACT_BITS // self._bits)
        counts = [place for place, entry in enumerate(self._entries) if entry.value is None]
        self._packs = [counts[first : first + lanes] for first in range(0, len(counts), lanes)]
        self._packed = [np.zeros(size) for _ in self._packs]
        named = {place: entry.value for place, entry in enumerate(self._entries) if entry.value is not None}
        self._values = {place: np.zeros(size) for place in named}
        self._profiles, self._weights = tests.profiles.numbers(facts), tests.weights(facts)
        self._of_rows = {name: facts.values(name) for name in named.values()}

    def add(self, block: Block) -> None:
        """Add the rows of a block at their cells."""
        for place in block.places(self._tests.leg):
            self.add_at(block.number, place)

    def add_at(self, block: int, place: Place) -> None:
        """Add rows of a block at the cells of a place."""
        weights = None if self._weights is None else self._weights[block]
        values = {name: column[block] for name, column in self._of_rows.items()}
        self._add(_Rows(self._profiles[block], weights, values).only(place.rows), place.cells, place.sign)

    def _add(self, rows: _Rows, cells: Any, sign: int) -> None:
        signs = [float(sign * (self._tests.scale or 1) * entry.sign) for entry in self._entries]
        for number, pack in enumerate(self._packs):
            worth = np.array([signs[place] * 2.0 ** (self._bits * lane) for lane, place in enumerate(pack)])
            self._packed[number] += self._added(rows, cells, self._tests.passed[:, pack] @ worth)
        for place in self._values:
            value = rows.values[str(self._entries[place].value)]
            worth = self._tests.passed[:, place] * signs[place]
            self._values[place] += self._added(rows, cells, worth, value)

    def _added(self, rows: _Rows, cells: Any, of_profiles: Any, values: Any = None) -> Any:
        """Add up, in each cell, what each profile is worth, times the weight and the value of the row."""
        each = self._tests.profiles.spread(of_profiles)[rows.profiles]
        for factor in (rows.weights, values):
            if factor is not None:
                each *= factor
        return np.bincount(cells, each, self._size)

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
