"""R6. Mức chất lượng: mỗi mức được một phần trăm của điểm tối đa."""

from __future__ import annotations

import numpy as np

from parindex import exact
from parindex.frameworks.model import Node
from parindex.frameworks.rules import Levels
from parindex.language import N_
from parindex.scoring.marks import Clause, LeafInputs, Marks, clause_of


def points(rule: Levels, leaf: LeafInputs) -> Marks:
    """Give the share of the maximum of the level that was chosen; a number that is no level is undefined.

    >>> from parindex.scoring.marks import leaf_inputs
    >>> words = ({"value": 2, "label": "Tốt", "share": 75}, {"value": 1, "label": "Hoàn thành", "share": 50})
    >>> marks = points(Levels(kind="levels", levels=words), leaf_inputs("0.75", value=[2, 1, 7]))
    >>> exact.to_floats(marks.points)[:2].tolist(), marks.undefined.tolist()
    ([0.5625, 0.375], [False, False, True])
    """
    clause = np.full(leaf.size, -1, dtype=np.int8)
    for number, level in enumerate(rule.levels, start=1):
        clause += number * clause_of(exact.equal(leaf["value"], exact.constant(level.value)))
    worth = tuple(level.share * leaf.max_points / 100 for level in rule.levels)
    is_none = clause < 0
    return Marks(exact.lookup(worth, clause * ~is_none), clause, is_none if is_none.any() else None)


def clauses(rule: Levels, node: Node) -> tuple[Clause, ...]:  # noqa: ARG001  # the signature of all rules
    """Name the levels, in the order of the edition."""
    return tuple(
        Clause(N_("mức “{level}”, {share} số điểm"), {"level": level.label, "share": level.share})
        for level in rule.levels
    )
