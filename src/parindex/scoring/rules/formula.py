"""R11. Biến có tên, nhiều công thức: áp dụng công thức đầu tiên đúng điều kiện, hoặc người thẩm định chọn."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

import numpy as np

from parindex import exact
from parindex.exact import Exact
from parindex.expressions import rows
from parindex.expressions.columns import Truth, between, chosen, evaluate, holds, nothing
from parindex.expressions.parsing import parse
from parindex.frameworks.model import Node
from parindex.frameworks.rules import Formula, FormulaCase
from parindex.language import N_
from parindex.scoring.marks import Clause, LeafInputs, Marks

_ZERO: Final = Decimal(0)


def points(rule: Formula, leaf: LeafInputs) -> Marks:
    """Give the points of the case that applies, between 0 and the maximum.

    A unit for which no case applies, or whose formula divides by zero, is undefined.

    >>> from parindex.scoring.marks import leaf_inputs
    >>> names = ({"name": "late", "label": "Việc chậm"}, {"name": "tasks", "label": "Việc được giao"})
    >>> none = {"value": 1, "label": "Không chậm", "when": "late == 0", "points": "full"}
    >>> some = {"value": 2, "label": "Có chậm", "points": "full * (1 - late / tasks)"}
    >>> rule = Formula(kind="formula", variables=names, cases=(none, some))
    >>> marks = points(rule, leaf_inputs(2, late=[0, 30, 1], tasks=[120, 120, 0]))
    >>> exact.to_floats(marks.points)[:2].tolist(), marks.clause.tolist(), marks.undefined.tolist()
    ([2.0, 1.5], [0, 1, 1], [False, False, True])
    """
    columns = {**leaf.columns, "full": exact.constant(leaf.max_points)}
    values = nothing(leaf.size)
    clause = np.full(leaf.size, -1, dtype=np.int8)
    for number, (case, truth) in enumerate(_cases(rule, leaf)):
        takes = (clause < 0) & (truth.holds | truth.undefined | truth.lost)
        found = evaluate(parse(case.points), columns)
        found = found._replace(undefined=found.undefined | truth.undefined, lost=found.lost | truth.lost)
        values = chosen(takes, found, values)
        clause[takes] = number
    earned, lost = between(values, _ZERO, leaf.max_points)
    marks = Marks(earned, clause, values.undefined)
    return _with_lost_rows(rule, leaf, np.flatnonzero(lost), marks) if lost.any() else marks


def _cases(rule: Formula, leaf: LeafInputs) -> Iterator[tuple[FormulaCase, Truth]]:
    """Give each case with who it applies to, and for whom that cannot be said."""
    never = np.zeros(leaf.size, dtype=bool)
    for case in rule.cases:
        if rule.choose == "appraiser":
            yield case, Truth(exact.equal(leaf["case"], exact.constant(case.value)), never, never)
        elif case.when is None:
            yield case, Truth(~never, never, never)
        else:
            yield case, holds(parse(case.when), leaf.columns)


class _Found(NamedTuple):
    points: Fraction | None
    clause: int


def _with_lost_rows(rule: Formula, leaf: LeafInputs, lost: np.ndarray, marks: Marks) -> Marks:
    """Work the rows that outgrew the columns out one by one."""
    found = [_first_case(rule, leaf, row) for row in lost.tolist()]
    units = [(one.points or Fraction(0)) * 10**exact.PLACES for one in found]
    earned = exact.at_places(marks.points, exact.PLACES)
    whole = np.broadcast_to(earned.whole, (leaf.size,)).copy()
    part = np.zeros(leaf.size) if earned.part is None else np.broadcast_to(earned.part, (leaf.size,)).copy()
    whole[lost] = [unit.numerator // unit.denominator for unit in units]
    part[lost] = [float(unit % 1) for unit in units]
    undefined = np.zeros(leaf.size, dtype=bool) | marks.undefined
    undefined[lost] = [one.points is None for one in found]
    marks.clause[lost] = [one.clause for one in found]
    return Marks(exact.normalised(Exact(whole, part)), marks.clause, undefined)


def _first_case(rule: Formula, leaf: LeafInputs, row: int) -> _Found:
    numbers = {name: rows.number_at(column, row) for name, column in leaf.columns.items()}
    for number, case in enumerate(rule.cases):
        if rule.choose == "appraiser":
            applies: bool | None = numbers["case"] == Fraction(case.value)
        else:
            applies = case.when is None or rows.holds(parse(case.when), numbers)
        if applies is None:
            return _Found(None, number)
        if applies:
            full = Fraction(leaf.max_points)
            earned = rows.value(parse(case.points), {**numbers, "full": full})
            return _Found(None if earned is None else min(max(earned, Fraction(0)), full), number)
    return _Found(None, -1)


def clauses(rule: Formula, node: Node) -> tuple[Clause, ...]:  # noqa: ARG001  # the signature of all rules
    """Name the cases, in the order of the edition."""
    return tuple(
        Clause(N_("trường hợp “{case}”: {formula}"), {"case": case.label, "formula": case.points})
        for case in rule.cases
    )
