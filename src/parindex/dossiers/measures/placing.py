"""Where a block of rows counts: the cells of a leg's day, and of the day after which it counts no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from parindex.dossiers.measures.arrays import Arrays
from parindex.dossiers.measures.cells import Space
from parindex.dossiers.measures.legs import Leg


class Place(NamedTuple):
    """Where rows of a leg count: their cells, which rows of the block (none: all), and the sign."""

    cells: Any
    rows: Any
    sign: int


@dataclass(frozen=True)
class Block:
    """Some rows of facts: the number of the block, and that of each row by its dimensions."""

    facts: Arrays
    space: Space
    number: int
    base: Any

    @cached_property
    def received(self) -> Any:
        """The corners of the days of receipt."""
        return self._corners("received_on")

    def _corners(self, day: str, plus: int = 0) -> Any:
        return np.take(self.space.corners[plus:], self.facts.values(day)[self.number], mode="clip")

    def corners(self, day: str, plus: int = 0) -> Any:
        """Give the corners of a day, which counts as that of the receipt where it is before it."""
        if day == "received_on":
            return self.received
        found = self._corners(day, plus)
        return np.maximum(found, self.received, out=found)

    def cells(self, corners: Any, rows: Any = None) -> Any:
        """Give the cells of rows (none: all of them) at the corners of their slots."""
        return corners + (self.base if rows is None else self.base[rows])

    def places(self, leg: Leg) -> Iterator[Place]:
        """Give where the rows count for a leg."""
        corners = self.corners(leg.day, 1 if leg.until else 0)
        if leg.until is None:
            yield Place(self.cells(corners), None, 1)
            return
        over = self.corners(leg.until)
        rows = np.flatnonzero(over > corners)
        yield Place(self.cells(corners[rows], rows), rows, 1)
        rows = rows[over[rows] != self.space.never]
        yield Place(self.cells(over[rows], rows), rows, -1)
