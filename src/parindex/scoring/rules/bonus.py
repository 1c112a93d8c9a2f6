"""R17. Điểm thưởng: mỗi thành tích một số điểm, tối đa bằng điểm thưởng của tiêu chí."""

from __future__ import annotations

from parindex import exact
from parindex.frameworks.model import Node
from parindex.frameworks.rules import Bonus
from parindex.language import N_
from parindex.scoring.marks import Clause, LeafInputs, Marks, clause_of


def points(rule: Bonus, leaf: LeafInputs) -> Marks:
    """Give the count times ``each``, at most the leaf's maximum.

    >>> from parindex.scoring.marks import leaf_inputs
    >>> marks = points(Bonus(kind="bonus", each=1), leaf_inputs(2, value=[1, 2, 3]))
    >>> exact.to_floats(marks.points).tolist(), marks.clause.tolist()
    ([1.0, 2.0, 2.0], [0, 0, 1])
    """
    cap = exact.constant(leaf.max_points)
    earned = exact.times_over(leaf["value"], exact.constant(rule.each))
    return Marks(exact.smaller(earned, cap), clause_of(~exact.at_least(cap, earned)))


def clauses(rule: Bonus, node: Node) -> tuple[Clause, ...]:
    """Name the two clauses: so much for each, and the cap."""
    details = {"each": rule.each, "cap": node.max}
    return (
        Clause(N_("thưởng {each} điểm mỗi lần"), details),
        Clause(N_("thưởng {each} điểm mỗi lần, tối đa {cap} điểm"), details),
    )
