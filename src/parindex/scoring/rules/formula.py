"""R11. Biến có tên, nhiều công thức: áp dụng công thức đầu tiên đúng điều kiện, hoặc người thẩm định chọn."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from parindex import exact
from parindex.exact import Mask
from parindex.expressions.columns import evaluate, holds
from parindex.expressions.parsing import parse
from parindex.frameworks.model import Node
from parindex.frameworks.rules import Formula, FormulaCase
from parindex.language import N_
from parindex.scoring.marks import Clause, LeafInputs, Marks


def points(rule: Formula, leaf: LeafInputs) -> Marks:
    """Give the points of the case that applies, between 0 and the maximum.

    A unit for which no case applies, or whose formula divides by zero, is undefined.
    """
    columns = {**leaf.columns, "full": exact.constant(leaf.max_points)}
    earned, undefined = exact.zeros(leaf.size), np.ones(leaf.size, dtype=bool)
    clause = np.full(leaf.size, -1, dtype=np.int8)
    for number, (case, applies, unclear) in enumerate(_cases(rule, leaf)):
        outcome = evaluate(parse(case.points), columns)
        takes = (clause < 0) & (applies | unclear)
        earned = exact.where(takes, outcome.value, earned)
        undefined = np.where(takes, outcome.undefined | unclear, undefined)
        clause[takes] = number
    earned = exact.smaller(exact.larger(earned, exact.constant(0)), exact.constant(leaf.max_points))
    return Marks(earned, clause, undefined)


def _cases(rule: Formula, leaf: LeafInputs) -> Iterator[tuple[FormulaCase, Mask, Mask]]:
    """Give each case with who it applies to, and for whom that cannot be said."""
    never = np.zeros(leaf.size, dtype=bool)
    for case in rule.cases:
        if rule.choose == "appraiser":
            yield case, exact.equal(leaf["case"], exact.constant(case.value)), never
        elif case.when is None:
            yield case, ~never, never
        else:
            truth = holds(parse(case.when), leaf.columns)
            yield case, truth.holds & ~truth.undefined, truth.undefined | never


def clauses(rule: Formula, node: Node) -> tuple[Clause, ...]:  # noqa: ARG001  # the signature of all rules
    """Name the cases, in the order of the edition."""
    return tuple(
        Clause(N_("trường hợp “{case}”: {formula}"), {"case": case.label, "formula": case.points})
        for case in rule.cases
    )
