"""Cells added up to groups and periods without sorting: every group and stretch of slots has its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from parindex.dossiers.measures.catalogue import COUNTS, Kind
from parindex.dossiers.measures.cells import SLOT
from parindex.dossiers.measures.periods import Period

Whole = npt.NDArray[np.int64]
PERIOD: Final = "period"
_LAST_PLACE: Final = (1 << 15) - 1
_MOST_PLACES: Final = 1 << 23
"""Where more places are possible, the groups that occur are found by sorting."""


def added(
    rows: pl.DataFrame, periods: Sequence[Period], names: Sequence[str], by: Sequence[str]
) -> pl.DataFrame:
    """Give counts of each period: a row per group that a cell touched, in order; without ``by`` one row.

    ``rows`` are cells, in any order, one of them in several rows or in one. Periods are whole slots; the
    column ``period`` numbers them from 0. Cells after every period may be left out: no count looks ahead.
    """
    grid = _Grid.of(rows, periods, by)
    parts = dict.fromkeys(part for name in names for _, _, part in COUNTS[name].parts())
    sums = {part: grid.until(rows[part].to_numpy()) for part in parts}
    touched = grid.touched(periods, names)
    columns = grid.dimensions(touched)
    for name in names:
        totals = [grid.total(name, period, sums, some) for period, some in zip(periods, touched, strict=True)]
        columns.append(pl.Series(name, np.concatenate(totals), pl.Int64))
    numbers = np.repeat(np.arange(len(periods)), [len(one) for one in touched])
    return pl.DataFrame([*columns, pl.Series(PERIOD, numbers, pl.Int32)])


class _Groups(NamedTuple):
    """The group of each row, in the order of dimensions; how many there are, and their dimensions."""

    of_rows: Whole
    size: int
    dimensions: Mapping[str, Whole]

    @classmethod
    def of(cls, rows: pl.DataFrame, by: Sequence[str], most: int) -> _Groups:
        """Number groups from 0: all that are possible where these are few, else those that occur."""
        columns: dict[str, Any] = {name: rows[name].to_numpy() for name in by}
        least = {name: int(one.min(initial=_LAST_PLACE)) for name, one in columns.items()}
        sizes = {name: max(int(one.max(initial=0)) - least[name] + 1, 1) for name, one in columns.items()}
        numbers: Whole = np.zeros(rows.height, np.int64)
        count = 1
        for name, column in columns.items():
            numbers = numbers * sizes[name] + (column - np.int64(least[name]))
            count *= sizes[name]
        if count <= most:
            every: Whole = np.arange(count)
        else:
            every, numbers = np.unique(numbers, return_inverse=True)
        dimensions, left = dict[str, Whole](), every
        for name in reversed(by):
            dimensions[name] = left % sizes[name] + least[name]
            left = left // sizes[name]
        return cls(numbers, len(every), {name: dimensions[name] for name in by})


class _Grid(NamedTuple):
    """A place for each group and each stretch of slots between ``edges``, which are the ends of periods."""

    places: Whole
    groups: _Groups
    edges: Mapping[int, int]

    @classmethod
    def of(cls, rows: pl.DataFrame, periods: Sequence[Period], by: Sequence[str]) -> _Grid:
        ends = {end for one in periods for end in (one.first_slot, one.last_slot + 1)}
        edges = sorted(ends)
        place_of = {end: place for place, end in enumerate(edges)}
        groups = _Groups.of(rows, by, _MOST_PLACES // (len(edges) + 1))
        slots = rows[SLOT].to_numpy()
        first = int(slots.min(initial=0))
        every = np.arange(first, int(slots.max(initial=first)) + 1)
        stretches = np.searchsorted(edges, every, side="right")
        places = groups.of_rows * (len(edges) + 1) + stretches[slots - first]
        return cls(places, groups, place_of)

    def until(self, counts: Any) -> Whole:
        """Add up counts (none: the cells) of each group up to each edge; axes: edge, group."""
        shape = (self.groups.size, len(self.edges) + 1)
        weights = None if counts is None else counts.astype(np.float64)
        sums = np.bincount(self.places, weights, shape[0] * shape[1]).reshape(shape)
        return np.asarray(np.cumsum(sums[:, :-1].T.astype(np.int64), axis=0))

    def touched(self, periods: Sequence[Period], names: Sequence[str]) -> list[Whole]:
        """Give the groups that a cell touched in each period: inside it, or also before it for a stock."""
        if not self.groups.dimensions:
            return [np.zeros(1, np.int64) for _ in periods]
        is_flow = all(when == "during" for name in names for _, when, _ in COUNTS[name].parts())
        when: Kind = "during" if is_flow else "after"
        cells = self.until(None)
        return [np.flatnonzero(self._of_kind(when, period, cells)) for period in periods]

    def dimensions(self, touched: Sequence[Whole]) -> list[pl.Series]:
        """Give the dimensions of groups."""
        every = np.concatenate(touched)
        return [pl.Series(name, places[every], pl.Int16) for name, places in self.groups.dimensions.items()]

    def total(self, name: str, period: Period, sums: Mapping[str, Whole], groups: Whole) -> Any:
        """Give a count of a period for some groups, from sums up to edges."""
        parts = COUNTS[name].parts()
        return sum(sign * self._of_kind(when, period, sums[part])[groups] for sign, when, part in parts)

    def _of_kind(self, when: Kind, period: Period, upto: Whole) -> Any:
        start, end = self.edges[period.first_slot], self.edges[period.last_slot + 1]
        if when == "during":
            return upto[end] - upto[start]
        return upto[start if when == "before" else end]
