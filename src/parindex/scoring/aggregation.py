"""From leaves to nodes: exact sums from the bottom up, with what is left out beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from parindex import exact
from parindex.exact import Exact, FloatArray, IntArray, Mask
from parindex.frameworks.outline import Outline, OutlineNode
from parindex.scoring.inputs import Standings
from parindex.scoring.leaves import LeafMarks
from parindex.scoring.missing import blocking, standing_of_sum
from parindex.tables import MEASURED, MISSING, NOT_APPLICABLE, WITHHELD


@dataclass
class Sums:
    """Sums over the leaves, one row per result row; an array is None while nothing needs it.

    ``whole`` and ``part`` are points in units of 1e-9; ``excluded`` the maxima of leaves left out, in the
    same units; ``excluded_leaves`` and ``missing_leaves`` count leaves; ``block`` says what withholds a sum.
    """

    whole: IntArray
    part: FloatArray | None
    excluded: IntArray | None
    excluded_leaves: npt.NDArray[np.uint16] | None
    missing_leaves: npt.NDArray[np.uint16] | None
    block: npt.NDArray[np.uint8] | None

    def row(self, number: int) -> Exact:
        """Give the points of one row over all units."""
        return Exact(self.whole[number], None if self.part is None else self.part[number])

    def put(self, number: int, points: Exact) -> None:
        """Set the points of one row."""
        self.whole[number] = points.whole
        if points.part is not None and self.part is None:
            self.part = np.zeros(self.whole.shape)
        if self.part is not None:
            self.part[number] = 0.0 if points.part is None else points.part

    def add(self, source: int, target: int) -> None:
        """Add everything of one row to another."""
        for table in (self.whole, self.part, self.excluded, self.excluded_leaves, self.missing_leaves):
            if table is not None:
                table[target] += table[source]
        if self.block is not None:
            np.maximum(self.block[target], self.block[source], out=self.block[target])


def empty_sums(outline: Outline, units: int) -> Sums:
    """Give sums of nothing: the leaves' rows are to be put in, the others come from :func:`add_up`."""
    whole = np.empty((len(outline.row_ids), units), dtype=np.int64)
    is_leaf = {leaf.number for leaf in outline.leaves}
    for row in range(len(whole)):
        if row not in is_leaf:
            whole[row] = 0
    return Sums(whole, None, None, None, None, None)


def _make_room(sums: Sums, marks: Sequence[LeafMarks]) -> None:
    """Make the tables that exclusions and gaps need, where there are any."""
    shape = sums.whole.shape
    if any(mark.excluded is not None for mark in marks):
        sums.excluded = np.zeros(shape, dtype=np.int64)
        sums.excluded_leaves = np.zeros(shape, dtype=np.uint16)
    if any(mark.standing is not None for mark in marks):
        sums.missing_leaves = np.zeros(shape, dtype=np.uint16)
        sums.block = np.zeros(shape, dtype=np.uint8)


def units_of_points(points: Decimal) -> int:
    """Give points as whole units of 1e-9."""
    return int(exact.at_places(exact.constant(points), exact.PLACES).whole)


def add_up(outline: Outline, marks: Sequence[LeafMarks], sums: Sums) -> None:
    """Add leaves to nodes, and nodes to channels: a node all of one channel goes to it as a whole."""
    _make_room(sums, marks)
    for leaf, mark in zip(outline.leaves, marks, strict=True):
        _put_marks(sums, leaf, mark)
    of_one_channel = _nodes_of_one_channel(outline)
    for node in reversed(outline.nodes):
        if not node.node.is_leaf:
            _close(sums, node)
        if node.parent is not None:
            sums.add(node.number, node.parent)
        if node.number in of_one_channel:
            sums.add(node.number, outline.row_number[f"channel:{of_one_channel[node.number]}"])
    for row in range(len(outline.nodes), len(outline.row_ids) - 1):
        sums.put(row, exact.normalised(sums.row(row)))


def _put_marks(sums: Sums, leaf: OutlineNode, mark: LeafMarks) -> None:
    if mark.standing is not None and sums.block is not None and sums.missing_leaves is not None:
        sums.block[leaf.number] = blocking(leaf, mark.standing)
        sums.missing_leaves[leaf.number] = (mark.standing == MISSING) | (mark.standing == WITHHELD)
    if mark.excluded is not None and sums.excluded is not None and sums.excluded_leaves is not None:
        sums.excluded[leaf.number] = mark.excluded * units_of_points(leaf.node.max)
        sums.excluded_leaves[leaf.number] = mark.excluded


def _close(sums: Sums, node: OutlineNode) -> None:
    points = exact.normalised(sums.row(node.number))
    if node.node.round is not None:
        points = exact.half_up(points, node.node.round)
    if points.part is not None or sums.part is not None or node.node.round is not None:
        sums.put(node.number, points)


def _nodes_of_one_channel(outline: Outline) -> dict[int, str]:
    """Give the topmost nodes all of whose leaves belong to one channel, with that channel."""
    channels: dict[int, set[str]] = {node.number: set() for node in outline.nodes}
    for node in reversed(outline.nodes):
        if node.node.is_leaf:
            channels[node.number] = {node.channel}
        if node.parent is not None:
            channels[node.parent] |= channels[node.number]
    is_pure = {number for number, names in channels.items() if len(names) == 1}
    return {
        node.number: next(iter(channels[node.number]))
        for node in outline.nodes
        if node.number in is_pure and (node.parent is None or node.parent not in is_pure)
    }


def leaf_counts(outline: Outline) -> IntArray:
    """Give the number of leaves under each row (the total has all of them)."""
    counts = np.zeros(len(outline.row_ids), dtype=np.int64)
    for node in reversed(outline.nodes):
        counts[node.number] += node.node.is_leaf
        if node.parent is not None:
            counts[node.parent] += counts[node.number]
        if node.node.is_leaf:
            counts[outline.row_number[f"channel:{node.channel}"]] += 1
            counts[-1] += 1
    return counts


def standings_of(sums: Sums, outline: Outline, marks: Sequence[LeafMarks]) -> Standings:
    """Give the standing of every row: a leaf's own, a sum's from what blocks it."""
    standing = np.full(sums.whole.shape, MEASURED, dtype=np.uint8)
    if sums.block is None:
        return standing
    nothing_applies = _nothing_applies(sums, outline)
    standing[:] = standing_of_sum(sums.block, nothing_applies)
    for leaf, mark in zip(outline.leaves, marks, strict=True):
        if mark.standing is not None:
            standing[leaf.number] = mark.standing
    return standing


def _nothing_applies(sums: Sums, outline: Outline) -> Mask:
    if sums.excluded_leaves is None:
        return np.zeros(sums.whole.shape, dtype=bool)
    return np.asarray(sums.excluded_leaves == leaf_counts(outline)[:, None])


def has_points(standing: Standings, outline: Outline) -> Mask:
    """Tell which cells have points: measured ones, and leaves that are counted though they do not apply."""
    has = standing == MEASURED
    for leaf in outline.leaves:
        if leaf.node.not_applicable in ("full", "zero"):
            has[leaf.number] |= standing[leaf.number] == NOT_APPLICABLE
    return np.asarray(has)
