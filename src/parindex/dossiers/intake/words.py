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
_PARTS: Final = 4
"""Parts of 16 bits of a hash."""
_ROUNDS: Final = 4
"""Each looks at another part of the hashes, for the texts that met another one in their slot."""
_LOOKED_AT: Final = 1 << 15
"""Rows whose different texts are met first; few others come after them."""
_AT_ONCE: Final = 1 << 16
"""Rows that stay in the cache of a core."""
_MOST_DIFFERENT: Final = 0.3
"""The share of different texts from which looking at each once saves nothing."""


class Words(NamedTuple):
    """Each different cell once (one of them may be null), and which of them stands in each row."""

    texts: pl.Series
    places: Places

    def spread(self, values: pl.Series) -> pl.Series:
        """Give the value of each row, from the values of the different texts."""
        return values.gather(pl.Series(self.places))


class _Table(NamedTuple):
    """The place and the whole hash of the text in each slot."""

    part: int
    place_of: Places
    hash_of: Hashes


def words_of(cells: pl.Series) -> Words | None:
    """Give the different texts of a column; None where there are many.

    Texts are told apart by hashes of 64 bits: that two of the few hundred texts of a column share one is
    less likely than that the machine miscounts.
    """
    sample = cells.head(_LOOKED_AT)
    known = sample.unique(maintain_order=True)
    if len(known) > max(len(sample) * _MOST_DIFFERENT, 2):
        return None
    hashes = _hashes(cells)
    table, stands = _table_of(_hashes(known), 0, 0)
    places, left = _looked_up(hashes, table)
    texts = [known.gather(stands)]
    for part in range(_ROUNDS):
        if not 0 < left.size <= len(cells) * _MOST_DIFFERENT:
            break
        mine = hashes[left]
        table, stands = _table_of(mine, part, sum(map(len, texts)))
        places[left], still = _looked_up(mine, table)
        texts.append(cells.gather(left[stands]))
        left = left[still]
    return None if left.size else Words(pl.concat(texts), places)


def none_of(cells: pl.Series) -> pl.Series:
    """Say of every row that it is not so."""
    return pl.Series([False]).new_from_index(0, len(cells))


def _hashes(texts: pl.Series) -> Hashes:
    return np.ascontiguousarray(texts.hash(seed=766).to_numpy())


def _table_of(hashes: Hashes, part: int, found: int) -> tuple[_Table, Rows]:
    """Give texts their slots by a part of their hashes, and the row that stands for each place.

    Of different texts in a slot the last has it. Places are counted from ``found``.
    """
    row_of = np.full(_SLOTS, -1)
    row_of[hashes.view(np.uint16)[part::_PARTS].astype(np.intp)] = np.arange(hashes.size)
    used = np.flatnonzero(row_of >= 0)
    table = _Table(part, np.zeros(_SLOTS, np.uint32), np.zeros(_SLOTS, np.uint64))
    table.place_of[used] = np.arange(found, found + used.size)
    table.hash_of[used] = hashes[row_of[used]]
    return table, row_of[used]


def _looked_up(hashes: Hashes, table: _Table) -> tuple[Places, Rows]:
    """Give the place of each text in a table, and the rows of those that are not in it."""
    parts = hashes.view(np.uint16)[table.part :: _PARTS]
    places, left = np.empty(hashes.size, np.uint32), [np.empty(0, np.intp)]
    for first in range(0, hashes.size, _AT_ONCE):
        some = slice(first, first + _AT_ONCE)
        slots = parts[some].astype(np.intp)
        places[some] = table.place_of[slots]
        left.append(np.flatnonzero(table.hash_of[slots] != hashes[some]) + first)
    return places, np.concatenate(left)
