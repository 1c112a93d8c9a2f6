"""R9. Danh mục việc: mỗi việc đạt được số điểm của việc đó, cộng lại."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from parindex import exact
from parindex.frameworks.model import Node
from parindex.frameworks.rules import Checklist
from parindex.language import N_
from parindex.scoring.marks import Clause, LeafInputs, Marks


def points(rule: Checklist, leaf: LeafInputs) -> Marks:
    """Give the sum of the points of the items that are done; the clause counts them.

    >>> from parindex.scoring.marks import leaf_inputs
    >>> plan = {"name": "plan", "label": "Kế hoạch", "points": 0.3}
    >>> funds = {"name": "funds", "label": "Kinh phí", "points": 0.2}
    >>> rule = Checklist(kind="checklist", items=(plan, funds))
    >>> marks = points(rule, leaf_inputs("0.5", plan=[1, 1], funds=[0, 1]))
    >>> exact.to_floats(marks.points).tolist(), marks.clause.tolist()
    ([0.3, 0.5], [1, 2])
    """
    done = [leaf[item.name].whole != 0 for item in rule.items]
    worth = [
        exact.lookup((Decimal(0), item.points), is_done.astype(np.int8))
        for item, is_done in zip(rule.items, done, strict=True)
    ]
    return Marks(exact.total(worth), np.sum(done, axis=0, dtype=np.int8))


def clauses(rule: Checklist, node: Node) -> tuple[Clause, ...]:  # noqa: ARG001  # the signature of all rules
    """Name the clauses: so many items done."""
    of = len(rule.items)
    return tuple(Clause(N_("đạt {done}/{of} nội dung"), {"done": done, "of": of}) for done in range(of + 1))
