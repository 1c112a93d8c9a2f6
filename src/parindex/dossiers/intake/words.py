"""Columns in which few texts stand often: each different text is looked at once."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.uint32]
Rows = npt.NDArray[np.intp]

_SLOTS: Final = 1 << 16
_ROUNDS: Final = 4
"""Each looks at other 16 bits of the hashes, for the texts that met another one in their slot."""
_LOOKED_AT: Final = 1 << 15
_MOST_DIFFERENT: Final = 0.3
"""The share of different texts from which looking at each once saves nothing."""


class Words(NamedTuple):
    """Each different cell once (one of them may be null), and which of them stands in each row."""

    texts: pl.Series
    places: Places

    def spread(self, values: pl.Series) -> pl.Series:
        """Give the value of each row, from the values of the different texts."""
        return values.gather(pl.Series(self.places))


def words_of(cells: pl.Series) -> Words | None:
    """Give the different texts of a column; None where there are many.

    Texts are told apart by hashes of 64 bits: that two of the few hundred texts of a column share one is
    less likely than that the machine miscounts.
    """
    sample = cells.head(_LOOKED_AT)
    if sample.n_unique() > max(len(sample) * _MOST_DIFFERENT, 2):
        return None
    hashes = np.ascontiguousarray(cells.hash(seed=766).to_numpy())
    places, row_of, left = _slotted(hashes, 0, 0)
    rows = [row_of]
    for part in range(1, _ROUNDS):
        if not 0 < left.size <= len(cells) * _MOST_DIFFERENT:
            break
        place_of, row_of, still = _slotted(hashes[left], part, sum(one.size for one in rows))
        places[left] = place_of
        rows.append(left[row_of])
        left = left[still]
    if left.size:
        return None
    return Words(cells.gather(pl.Series(np.concatenate(rows).astype(np.uint32))), places)


def none_of(cells: pl.Series) -> pl.Series:
    """Say of every row that it is not so."""
    return pl.Series([False]).new_from_index(0, len(cells))


def _slotted(hashes: Hashes, part: int, found: int) -> tuple[Places, Rows, Rows]:
    """Put rows into slots by a part of their hashes.

    Gives the place of each row (the first is ``found``), the row that stands for each place, and the rows
    that met another text in their slot.
    """
    slots = hashes.view(np.uint16)[part::_ROUNDS].astype(np.intp)
    row_of = np.full(_SLOTS, -1)
    row_of[slots] = np.arange(slots.size)
    used = np.flatnonzero(row_of >= 0)
    place_of = np.zeros(_SLOTS, np.uint32)
    place_of[used] = np.arange(found, found + used.size)
    hash_of = np.zeros(_SLOTS, np.uint64)
    hash_of[used] = hashes[row_of[used]]
    return place_of[slots], row_of[used], np.flatnonzero(hash_of[slots] != hashes)
