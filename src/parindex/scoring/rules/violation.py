"""R8. Có vi phạm thì 0 điểm, và có thể bị trừ thêm (tiêu chí có thể âm)."""

from __future__ import annotations

from parindex import exact
from parindex.frameworks.model import Node
from parindex.frameworks.rules import Violation
from parindex.language import N_
from parindex.scoring.marks import Clause, LeafInputs, Marks, clause_of


def points(rule: Violation, leaf: LeafInputs) -> Marks:
    """Give the maximum without violations; with any, 0 less ``extra`` (once or for each), not below floor.

    >>> from parindex.scoring.marks import leaf_inputs
    >>> rule = Violation(kind="violation", extra=0.5, per="each", floor=-1)
    >>> exact.to_floats(points(rule, leaf_inputs(1, value=[0, 1, 3])).points).tolist()
    [1.0, -0.5, -1.0]
    """
    count = leaf["value"]
    is_hit = count.whole > 0
    times = count if rule.per == "each" else exact.where(is_hit, exact.constant(1), exact.constant(0))
    lost = exact.negative(exact.times_over(times, exact.constant(rule.extra)))
    if rule.floor is not None:
        lost = exact.larger(lost, exact.constant(rule.floor))
    return Marks(exact.where(is_hit, lost, exact.constant(leaf.max_points)), clause_of(is_hit))


def clauses(rule: Violation, node: Node) -> tuple[Clause, ...]:  # noqa: ARG001  # the signature of all rules
    """Name the two clauses: none, and any."""
    hit = Clause(N_("có vi phạm, 0 điểm"))
    if rule.extra:
        text = {
            "once": N_("có vi phạm, 0 điểm và trừ thêm {extra} điểm"),
            "each": N_("có vi phạm, 0 điểm và trừ thêm {extra} điểm cho mỗi vi phạm"),
        }[rule.per]
        hit = Clause(text, {"extra": rule.extra})
    return Clause(N_("không có vi phạm, đủ điểm")), hit
