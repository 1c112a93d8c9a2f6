"""R17. Điểm phạt: mỗi lỗi trừ một số điểm, tối đa bằng mức trừ của tiêu chí; điểm ghi số âm."""

from __future__ import annotations

from parindex import exact
from parindex.frameworks.model import Node
from parindex.frameworks.rules import Penalty
from parindex.language import N_
from parindex.scoring.marks import Clause, LeafInputs, Marks, clause_of


def points(rule: Penalty, leaf: LeafInputs) -> Marks:
    """Give minus the count times ``each``, at least minus the cap.

    >>> from parindex.scoring.marks import leaf_inputs
    >>> rule = Penalty(kind="penalty", each=1, cap=3)
    >>> exact.to_floats(points(rule, leaf_inputs(0, value=[0, 2, 5])).points).tolist()
    [0.0, -2.0, -3.0]
    """
    floor = exact.constant(-rule.cap)
    lost = exact.negative(exact.times_over(leaf["value"], exact.constant(rule.each)))
    return Marks(exact.larger(lost, floor), clause_of(~exact.at_least(lost, floor)))


def clauses(rule: Penalty, node: Node) -> tuple[Clause, ...]:  # noqa: ARG001  # the signature of all rules
    """Name the two clauses: so much for each, and the cap."""
    details = {"each": rule.each, "cap": rule.cap}
    return (
        Clause(N_("trừ {each} điểm mỗi lần"), details),
        Clause(N_("trừ {each} điểm mỗi lần, tối đa {cap} điểm"), details),
    )
