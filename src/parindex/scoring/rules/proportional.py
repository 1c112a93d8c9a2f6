"""R3. Điểm bằng tỷ lệ nhân điểm tối đa; đủ điểm khi tỷ lệ đạt mức quy định."""

from __future__ import annotations

from parindex import exact
from parindex.frameworks.model import Node
from parindex.frameworks.rules import Proportional
from parindex.language import N_
from parindex.scoring.marks import QUANTITY, Clause, LeafInputs, Marks, clause_of


def points(rule: Proportional, leaf: LeafInputs) -> Marks:
    """Give quantity / ``full_at`` times the maximum, between 0 and the maximum.

    >>> from parindex.scoring.marks import leaf_inputs
    >>> rule = Proportional(kind="proportional", full_at=70)
    >>> exact.to_floats(points(rule, leaf_inputs("1.5", quantity=[35, 70, 90])).points).tolist()
    [0.75, 1.5, 1.5]
    """
    full, full_at = exact.constant(leaf.max_points), exact.constant(rule.full_at)
    share = exact.times_over(leaf[QUANTITY], full, full_at)
    is_full = exact.at_least(leaf[QUANTITY], full_at)
    return Marks(exact.clamp(share, exact.constant(0), full), clause_of(is_full))


def clauses(rule: Proportional, node: Node) -> tuple[Clause, ...]:  # noqa: ARG001  # the signature of all rules
    """Name the two clauses: in proportion, and full."""
    details = {"full_at": rule.full_at}
    return (
        Clause(N_("tính theo tỷ lệ, đủ điểm khi đạt {full_at}"), details),
        Clause(N_("đạt từ {full_at} trở lên, đủ điểm"), details),
    )
