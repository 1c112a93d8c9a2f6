"""Columns in which few texts stand often: each different text is looked at once."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

Whole = npt.NDArray[np.int64]

_SLOTS: Final = 1 << 16
_ROUNDS: Final = 4
"""Each looks at other 16 bits of the hashes, for the texts that met another one in their slot."""
_LOOKED_AT: Final = 1 << 15
_MOST_DIFFERENT: Final = 0.3
"""The share of different texts from which looking at each once saves nothing."""


class Words(NamedTuple):
    """Each different cell once (one of them may be null), and which of them stands in each row."""

    texts: pl.Series
    places: Whole

    def spread(self, values: pl.Series) -> pl.Series:
        """Give the value of each row, from the values of the different texts."""
        return values.gather(pl.Series(self.places.astype(np.uint32)))


def words_of(cells: pl.Series) -> Words | None:
    """Give the different texts of a column; None where there are many.

    Texts are told apart by hashes of 64 bits: that two of the few hundred texts of a column share one is
    less likely than that the machine miscounts.
    """
    sample = cells.head(_LOOKED_AT)
    if sample.n_unique() > max(len(sample) * _MOST_DIFFERENT, 2):
        return None
    parts = np.ascontiguousarray(cells.hash(seed=766).to_numpy()).view(np.uint16).reshape(-1, _ROUNDS)
    hashes, left = parts.view(np.uint64).ravel(), np.arange(len(cells))
    places, rows, found = np.zeros(len(cells), np.int64), list[Whole](), 0
    for part in range(_ROUNDS):
        row_of, place_of, slots = _slotted(parts[left, part] if part else parts[:, part], found)
        mine = hashes[left] if part else hashes
        rows.append(left[row_of[row_of >= 0]])
        found += rows[-1].size
        places[left if part else slice(None)] = place_of[slots]
        left = left[np.flatnonzero(mine != mine[row_of[slots]])]
        if not left.size:
            return Words(cells.gather(pl.Series(np.concatenate(rows).astype(np.uint32))), places)
        if left.size > len(cells) * _MOST_DIFFERENT:
            return None
    return None


def none_of(cells: pl.Series) -> pl.Series:
    """Say of every row that it is not so."""
    return pl.Series([False]).new_from_index(0, len(cells))


def _slotted(parts: npt.NDArray[np.uint16], found: int) -> tuple[Whole, Whole, Whole]:
    """Put rows into slots; give the last row of each slot (-1: none), its place, and the slot of each row."""
    slots = parts.astype(np.int64)
    row_of, place_of = np.full(_SLOTS, -1), np.zeros(_SLOTS, np.int64)
    row_of[slots] = np.arange(slots.size)
    used = np.flatnonzero(row_of >= 0)
    place_of[used] = found + np.arange(used.size)
    return row_of, place_of, slots
