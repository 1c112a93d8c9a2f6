"""R14. Người thẩm định chấm điểm, đơn vị không tự chấm."""

from __future__ import annotations

from parindex.frameworks.model import Node
from parindex.frameworks.rules import Appraised
from parindex.language import N_
from parindex.scoring.marks import Clause, LeafInputs, Marks, only_clause


def points(rule: Appraised, leaf: LeafInputs) -> Marks:  # noqa: ARG001  # the signature of all rules
    """Give the points as the appraiser gave them.

    >>> from parindex.exact import to_floats
    >>> from parindex.scoring.marks import leaf_inputs
    >>> to_floats(points(Appraised(kind="appraised"), leaf_inputs(1, value=[0.85])).points).tolist()
    [0.85]
    """
    return Marks(leaf["value"], only_clause(leaf.size))


def clauses(rule: Appraised, node: Node) -> tuple[Clause, ...]:  # noqa: ARG001  # the signature of all rules
    """Name the clause."""
    return (Clause(N_("người thẩm định chấm")),)
