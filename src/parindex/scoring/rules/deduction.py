"""R7. Trừ điểm theo từng lỗi, theo mức độ; không thấp hơn điểm sàn."""

from __future__ import annotations

from parindex import exact
from parindex.frameworks.model import Node
from parindex.frameworks.rules import Deduction
from parindex.language import N_
from parindex.scoring.marks import Clause, LeafInputs, Marks, clause_of


def points(rule: Deduction, leaf: LeafInputs) -> Marks:
    """Give the maximum less ``each`` per fault, not below the floor.

    >>> from parindex.scoring.marks import leaf_inputs
    >>> late = {"name": "late", "label": "Trả chậm", "each": 0.25}
    >>> lost = {"name": "lost", "label": "Làm mất", "each": 1}
    >>> rule = Deduction(kind="deduction", faults=(late, lost))
    >>> marks = points(rule, leaf_inputs(2, late=[3, 5], lost=[0, 1]))
    >>> exact.to_floats(marks.points).tolist(), marks.clause.tolist()
    ([1.25, 0.0], [0, 1])
    """
    lost = exact.total(
        [exact.times_over(leaf[fault.name], exact.constant(fault.each)) for fault in rule.faults]
    )
    left = exact.subtract(exact.constant(leaf.max_points), lost)
    floor = exact.constant(rule.floor)
    return Marks(exact.larger(left, floor), clause_of(~exact.at_least(left, floor)))


def clauses(rule: Deduction, node: Node) -> tuple[Clause, ...]:  # noqa: ARG001  # the signature of all rules
    """Name the two clauses: deducted, and the floor."""
    return (
        Clause(N_("trừ điểm theo từng lỗi")),
        Clause(N_("trừ quá số điểm, tính điểm sàn {floor}"), {"floor": rule.floor}),
    )
