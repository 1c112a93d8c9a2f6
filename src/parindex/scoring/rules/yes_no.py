"""R1. Có: điểm tối đa; Không: 0 điểm."""

from __future__ import annotations

from parindex import exact
from parindex.frameworks.model import Node
from parindex.frameworks.rules import YesNo
from parindex.language import N_
from parindex.scoring.marks import Clause, LeafInputs, Marks, clause_of


def points(rule: YesNo, leaf: LeafInputs) -> Marks:
    """Give ``yes`` points (the maximum unless stated) where the answer is yes, ``no`` points elsewhere.

    >>> from parindex.scoring.marks import leaf_inputs
    >>> marks = points(YesNo(kind="yes_no"), leaf_inputs("0.5", value=[1, 0]))
    >>> exact.to_floats(marks.points).tolist(), marks.clause.tolist()
    ([0.5, 0.0], [1, 0])
    """
    clause = clause_of(leaf["value"].whole != 0)
    worth = (rule.no, leaf.max_points if rule.yes is None else rule.yes)
    return Marks(exact.lookup(worth, clause), clause)


def clauses(rule: YesNo, node: Node) -> tuple[Clause, ...]:  # noqa: ARG001  # the signature of all rules
    """Name the two clauses."""
    return Clause(N_("trả lời Không")), Clause(N_("trả lời Có"))
