"""R13. Hội đồng hoặc lãnh đạo chấm điểm."""

from __future__ import annotations

from parindex.frameworks.model import Node
from parindex.frameworks.rules import Graded
from parindex.language import N_
from parindex.scoring.marks import Clause, LeafInputs, Marks, only_clause


def points(rule: Graded, leaf: LeafInputs) -> Marks:  # noqa: ARG001  # the signature of all rules
    """Give the points as the council or the leader gave them.

    >>> from parindex.exact import to_floats
    >>> from parindex.scoring.marks import leaf_inputs
    >>> to_floats(points(Graded(kind="graded"), leaf_inputs("1.5", value=[1.2])).points).tolist()
    [1.2]
    """
    return Marks(leaf["value"], only_clause(leaf.size))


def clauses(rule: Graded, node: Node) -> tuple[Clause, ...]:  # noqa: ARG001  # the signature of all rules
    """Name the clause."""
    return (Clause(N_("hội đồng hoặc lãnh đạo chấm")),)
