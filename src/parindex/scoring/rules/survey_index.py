"""R12. Chỉ số khảo sát (tỷ lệ hài lòng, %) nhân điểm tối đa: 91,17 % của 10 điểm là 9,117."""

from __future__ import annotations

from parindex import exact
from parindex.frameworks.model import Node
from parindex.frameworks.rules import SurveyIndex
from parindex.language import N_
from parindex.scoring.marks import QUANTITY, Clause, LeafInputs, Marks, only_clause


def points(rule: SurveyIndex, leaf: LeafInputs) -> Marks:  # noqa: ARG001  # the signature of all rules
    """Give the index times the maximum, over 100, between 0 and the maximum.

    >>> from parindex.scoring.marks import leaf_inputs
    >>> rule = SurveyIndex(kind="survey_index")
    >>> exact.to_floats(points(rule, leaf_inputs(10, quantity=[91.17])).points).tolist()
    [9.117]
    """
    full = exact.constant(leaf.max_points)
    share = exact.times_over(leaf[QUANTITY], full, exact.constant(100))
    return Marks(exact.clamp(share, exact.constant(0), full), only_clause(leaf.size))


def clauses(rule: SurveyIndex, node: Node) -> tuple[Clause, ...]:  # noqa: ARG001  # the signature of all rules
    """Name the clause."""
    return (Clause(N_("chỉ số khảo sát nhân điểm tối đa")),)
