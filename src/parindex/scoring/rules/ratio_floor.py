"""R4. Đủ 100 %: tối đa; từ mức sàn đến dưới 100 %: theo tỷ lệ; dưới mức sàn: 0 điểm."""

from __future__ import annotations

from parindex import exact
from parindex.frameworks.model import Node
from parindex.frameworks.rules import RatioFloor
from parindex.language import N_
from parindex.scoring.marks import QUANTITY, Clause, LeafInputs, Marks, clause_of


def points(rule: RatioFloor, leaf: LeafInputs) -> Marks:
    """Give nothing below the floor, in proportion from the floor up, the maximum from ``full_at`` up.

    >>> from parindex.scoring.marks import leaf_inputs
    >>> rule = RatioFloor(kind="ratio_floor", floor=70)
    >>> exact.to_floats(points(rule, leaf_inputs("1.5", quantity=[69.99, 70, 96, 100])).points).tolist()
    [0.0, 1.05, 1.44, 1.5]
    """
    full, full_at = exact.constant(leaf.max_points), exact.constant(rule.full_at)
    quantity = leaf[QUANTITY]
    reaches_floor = exact.at_least(quantity, exact.constant(rule.floor))
    is_full = exact.at_least(quantity, full_at)
    share = exact.smaller(exact.times_over(quantity, full, full_at), full)
    earned = exact.where(reaches_floor, share, exact.constant(0))
    return Marks(earned, clause_of(reaches_floor) + clause_of(is_full))


def clauses(rule: RatioFloor, node: Node) -> tuple[Clause, ...]:  # noqa: ARG001  # the signature of all rules
    """Name the three clauses: below the floor, in proportion, full."""
    details = {"floor": rule.floor, "full_at": rule.full_at}
    return (
        Clause(N_("dưới mức sàn {floor}, 0 điểm"), details),
        Clause(N_("từ {floor} đến dưới {full_at}, tính theo tỷ lệ"), details),
        Clause(N_("đạt từ {full_at} trở lên, đủ điểm"), details),
    )
