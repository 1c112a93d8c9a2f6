"""Places of units in their groups by exact points: the kernel of all ranking."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from parindex.exact import TOLERANCE, Exact, IntArray, Mask

Ties = Literal["dense", "competition", "ordinal"]
Counts = npt.NDArray[np.uint32]
_KEY_BITS: Final = 63


class Places(NamedTuple):
    """Ranks (0: not ranked), whether a unit shares its points with another, and counts by group number."""

    rank: Counts
    tied: Mask
    distinct: Counts
    ranked: Counts


def places(points: Exact, valid: Mask, group: IntArray, ties: Ties = "dense") -> Places:
    """Rank units inside their groups, the highest points first.

    ``dense``: 1, 2, 2, 3 (Đà Nẵng 2008); ``competition``: 1, 2, 2, 4; ``ordinal``: 1, 2, 3, 4, equal points
    in official order. Points that differ by less than 1e-20 are equal.

    >>> from parindex.exact import from_floats
    >>> tied = places(from_floats(np.array([9.0, 8.5, 8.5, 7.0])), np.ones(4, bool), np.zeros(4, np.int64))
    >>> tied.rank
    array([1, 2, 2, 3], dtype=uint32)
    """
    groups = int(group.max(initial=0)) + 1
    rank = np.zeros(len(valid), dtype=np.uint32)
    tied = np.zeros(len(valid), dtype=bool)
    if not valid.any():
        none = np.zeros(groups, dtype=np.uint32)
        return Places(rank, tied, none, none)
    at, starts_group, starts_value = _runs_of_valid(points, valid, group)
    if ties == "ordinal":
        at = _in_official_order(at, starts_value)
    rank[at] = _PLACES[ties](starts_group, starts_value)
    tied[at] = _is_shared(starts_value)
    in_group = group[at]
    distinct = np.bincount(in_group, starts_value, groups).astype(np.uint32)
    return Places(rank, tied, distinct, np.bincount(in_group, minlength=groups).astype(np.uint32))


def _runs_of_valid(points: Exact, valid: Mask, group: IntArray) -> tuple[IntArray, Mask, Mask]:
    """Sort the units that have points; everybody has, as a rule, and nothing is copied then."""
    if valid.all():
        return _runs(points, group)
    chosen = np.flatnonzero(valid)
    order, starts_group, starts_value = _runs(points.rows(chosen), group[chosen])
    return chosen[order], starts_group, starts_value


def _in_official_order(order: IntArray, starts_value: Mask) -> IntArray:
    """Put equal points into the order of the rows: parts that are equal but for noise were sorted by it."""
    return np.asarray(order[np.lexsort((order, np.cumsum(starts_value)))])


def _runs(points: Exact, group: IntArray) -> tuple[IntArray, Mask, Mask]:
    """Sort by group and falling points; tell where a group, and where a new value begins."""
    order = _order_by_whole(points.whole, group)
    starts_group, starts_value = _starts(points, group, order)
    if points.part is not None and _parts_matter(points, order, starts_group):
        order = np.lexsort((-points.part, -points.whole, group))
        starts_group, starts_value = _starts(points, group, order)
    return order, starts_group, starts_value


def _order_by_whole(whole: IntArray, group: IntArray) -> IntArray:
    """Order by group, then falling whole units, then row: one sort of packed integers where they fit."""
    below_best = whole.max() - whole
    row_bits = max(len(whole) - 1, 1).bit_length()
    bits = int(below_best.max()).bit_length()
    if bits + row_bits + int(group.max()).bit_length() > _KEY_BITS:
        return np.lexsort((-whole, group))
    key = (((group << bits) | below_best) << row_bits) | np.arange(len(whole))
    key.sort()
    return np.asarray(key & ((1 << row_bits) - 1))


def _starts(points: Exact, group: IntArray, order: IntArray) -> tuple[Mask, Mask]:
    whole, groups = points.whole[order], group[order]
    starts_group = np.ones(len(order), dtype=bool)
    starts_group[1:] = groups[1:] != groups[:-1]
    differs = whole[1:] != whole[:-1]
    if points.part is not None:
        part = points.part[order]
        differs |= np.abs(part[1:] - part[:-1]) > TOLERANCE
    starts_value = starts_group.copy()
    starts_value[1:] |= differs
    return starts_group, starts_value


def _parts_matter(points: Exact, order: IntArray, starts_group: Mask) -> bool:
    """Tell whether units with equal whole units have different parts (then they need a second sort key)."""
    if points.part is None:
        return False
    whole, part = points.whole[order], points.part[order]
    same = (whole[1:] == whole[:-1]) & ~starts_group[1:]
    return bool((same & (np.abs(part[1:] - part[:-1]) > TOLERANCE)).any())


def _since_group(count: IntArray, starts_group: Mask) -> IntArray:
    """Count from 1 anew in each group (``count`` rises along the order)."""
    base = np.maximum.accumulate(np.where(starts_group, count, 0))
    return np.asarray(count - base + 1)


def _dense(starts_group: Mask, starts_value: Mask) -> IntArray:
    return _since_group(np.cumsum(starts_value), starts_group)


def _ordinal(starts_group: Mask, starts_value: Mask) -> IntArray:
    return _since_group(np.arange(1, len(starts_value) + 1), starts_group)


def _competition(starts_group: Mask, starts_value: Mask) -> IntArray:
    position = np.arange(1, len(starts_value) + 1)
    first = np.maximum.accumulate(np.where(starts_value, position, 0))
    base = np.maximum.accumulate(np.where(starts_group, position, 0))
    return np.asarray(first - base + 1)


_PLACES: Final = {"dense": _dense, "competition": _competition, "ordinal": _ordinal}


def _is_shared(starts_value: Mask) -> Mask:
    """Tell which rows of an order stand in a run of more than one."""
    ends = np.append(starts_value[1:], True)  # the last row ends its run
    return np.asarray(~(starts_value & ends))
