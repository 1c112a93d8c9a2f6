"""Rows counted by cell and class, where few classes pass the same tests: whole numbers, and no test of a row.

One look into a table tells the cell of a row but for its dimensions: by its day and by its profile at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np

from parindex.dossiers.measures.arrays import Arrays
from parindex.dossiers.measures.cells import Space, Whole
from parindex.dossiers.measures.lanes import Floats, Tests
from parindex.dossiers.measures.placing import Block

_AT_ONCE: Final = 2**18
"""Rows whose places are kept before they are counted."""
_MOST_TOLD: Final = 2**18
"""The largest table that is looked into."""


class Classes(NamedTuple):
    """What rows pass: of each class, the tests as bits of a number; of each profile, its class."""

    patterns: list[int]
    of_profiles: Whole

    @classmethod
    def of(cls, tests: Tests) -> Classes:
        """Put profiles that pass the same tests together."""
        bits: Whole = tests.passed.astype(np.int64) @ (1 << np.arange(tests.passed.shape[1]))
        found, class_of = np.unique(bits, return_inverse=True)
        return cls(found.tolist(), tests.profiles.spread(class_of).astype(np.int64))


def tally_of(tests: Tests, facts: Arrays, space: Space) -> Tally | None:
    """Give what counts a leg by class; none where it has values, counts on two days or has many classes."""
    told = tests.profiles.size * (space.last_day - space.first_day + 2)
    has_values = any(entry.value is not None for entry in tests.leg.entries)
    if tests.leg.until is not None or has_values or told > _MOST_TOLD:
        return None
    classes = Classes.of(tests)
    return Tally(tests, classes, facts, space) if len(classes.patterns) * space.size <= facts.height else None


class Tally:
    """Counts the rows of a leg whose entries are counts on one day."""

    def __init__(self, tests: Tests, classes: Classes, facts: Arrays, space: Space) -> None:
        """Make the table: by profile and day, the first cell of the class and the corner of the slot."""
        self._leg, self._scale, self._patterns = tests.leg, tests.scale or 1, classes.patterns
        self._size, self._cells = space.size, len(classes.patterns) * space.size
        self._days, self._received = facts.values(tests.leg.day), facts.values("received_on")
        self._none = space.last_day + 1
        days = np.arange(space.first_day, self._none + 1)
        corners = np.take(space.corners, days, mode="clip")
        corners[-1] = space.never
        self._table = np.add.outer(classes.of_profiles * space.size, corners).ravel().astype(np.int32)
        steps = [(digit, step * len(days)) for digit, step in tests.profiles.steps()]
        self._digits = [(facts.digits(digit), np.int32(step)) for digit, step in steps]
        self._start = np.int32(space.first_day + sum(digit.least * step for digit, step in steps))
        self._weights = tests.weights(facts)
        self._waiting: list[Any] = []
        self._waiting_weights: list[Floats] = []
        self._counts: Whole = np.zeros(self._cells, np.int64)

    def add(self, block: Block) -> None:
        """Count the rows of a block."""
        days = self._days[block.number]
        if self._leg.day != "received_on":
            days = np.minimum(np.maximum(days, self._received[block.number]), np.int32(self._none))
        places = days - self._start
        for column, step in self._digits:
            places += column[block.number] * step
        found = np.take(self._table, places, mode="clip")
        found += block.base
        self._waiting.append(found)
        if self._weights is not None:
            self._waiting_weights.append(self._weights[block.number])
        if sum(len(one) for one in self._waiting) >= _AT_ONCE:
            self._count()

    def _count(self) -> None:
        """Count what waits, or add up its weights."""
        weights = np.concatenate(self._waiting_weights) if self._waiting_weights else None
        found = np.bincount(np.concatenate(self._waiting), weights, self._cells)
        self._counts += found.astype(np.int64, copy=False)
        self._waiting, self._waiting_weights = [], []

    def parts(self) -> Iterator[tuple[str, Whole]]:
        """Give each part of the leg with its sum in each cell."""
        if self._waiting:
            self._count()
        counts = self._counts.reshape(-1, self._size)
        for place, entry in enumerate(self._leg.entries):
            passing = [one for one, bits in zip(counts, self._patterns, strict=True) if bits >> place & 1]
            total: Whole = sum(passing, np.zeros(self._size, np.int64))
            yield entry.part, total * (entry.sign * self._scale)
