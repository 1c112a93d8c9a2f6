"""Nội suy tuyến tính giữa các mốc; ngoài mốc đầu và mốc cuối điểm giữ nguyên."""

from __future__ import annotations

import numpy as np

from parindex import exact
from parindex.exact import Exact
from parindex.frameworks.model import Node
from parindex.frameworks.rules import Knot, Linear
from parindex.language import N_
from parindex.scoring.marks import QUANTITY, Clause, LeafInputs, Marks


def points(rule: Linear, leaf: LeafInputs) -> Marks:
    """Give the points on the broken line through the knots (at rising quantities).

    >>> from parindex.scoring.marks import leaf_inputs
    >>> knots = ({"at": 0, "points": 0}, {"at": 12, "points": 0.25}, {"at": 24, "points": 0.5})
    >>> rule = Linear(kind="linear", knots=knots)
    >>> exact.to_floats(points(rule, leaf_inputs("0.5", quantity=[6, 12, 18, 30])).points).tolist()
    [0.125, 0.25, 0.375, 0.5]
    """
    quantity = leaf[QUANTITY]
    earned = exact.constant(rule.knots[0].points)
    clause = np.zeros(leaf.size, dtype=np.int8)
    for low, high in zip(rule.knots, rule.knots[1:], strict=False):
        is_above = exact.at_least(quantity, exact.constant(low.at))
        earned = exact.where(is_above, _between(quantity, low, high), earned)
        clause += is_above
    last = rule.knots[-1]
    is_past = exact.at_least(quantity, exact.constant(last.at))
    return Marks(exact.where(is_past, exact.constant(last.points), earned), clause + is_past)


def _between(quantity: Exact, low: Knot, high: Knot) -> Exact:
    way = exact.subtract(quantity, exact.constant(low.at))
    rise = exact.times_over(way, exact.constant(high.points - low.points), exact.constant(high.at - low.at))
    return exact.add(exact.constant(low.points), rise)


def clauses(rule: Linear, node: Node) -> tuple[Clause, ...]:  # noqa: ARG001  # the signature of all rules
    """Name the stretches of the line, from below the first knot to past the last."""
    first, last = rule.knots[0], rule.knots[-1]
    below = Clause(N_("dưới mốc {at}, {points} điểm"), {"at": first.at, "points": first.points})
    past = Clause(N_("đạt từ mốc {at} trở lên, {points} điểm"), {"at": last.at, "points": last.points})
    inner = (
        Clause(N_("nội suy giữa mốc {low} và mốc {high}"), {"low": a.at, "high": b.at})
        for a, b in zip(rule.knots, rule.knots[1:], strict=False)
    )
    return (below, *inner, past)
