"""R2. Mỗi nội dung đạt yêu cầu được một số điểm, tối đa bằng trần."""

from __future__ import annotations

from parindex import exact
from parindex.frameworks.model import Node
from parindex.frameworks.rules import Count
from parindex.language import N_
from parindex.scoring.marks import Clause, LeafInputs, Marks, clause_of


def points(rule: Count, leaf: LeafInputs) -> Marks:
    """Give the count times ``each``, at most the cap (the leaf's maximum unless stated).

    >>> from parindex.scoring.marks import leaf_inputs
    >>> rule = Count(kind="count", each="0.5")
    >>> exact.to_floats(points(rule, leaf_inputs(2, value=[0, 3, 4, 9])).points).tolist()
    [0.0, 1.5, 2.0, 2.0]
    """
    cap = exact.constant(leaf.max_points if rule.cap is None else rule.cap)
    earned = exact.times_over(leaf["value"], exact.constant(rule.each))
    return Marks(exact.smaller(earned, cap), clause_of(~exact.at_least(cap, earned)))


def clauses(rule: Count, node: Node) -> tuple[Clause, ...]:
    """Name the two clauses: so much for each, and the cap."""
    cap = node.max if rule.cap is None else rule.cap
    return (
        Clause(N_("mỗi nội dung {each} điểm"), {"each": rule.each}),
        Clause(N_("mỗi nội dung {each} điểm, tính tối đa {cap} điểm"), {"each": rule.each, "cap": cap}),
    )
