"""R5. Điểm theo mức; cận dưới của mức được tính vào mức, cận trên thì không."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from parindex import exact
from parindex.frameworks.model import Node
from parindex.frameworks.rules import Band, Bands
from parindex.language import N_
from parindex.scoring.marks import QUANTITY, Clause, LeafInputs, Marks, clause_of

_LOWEST = Decimal("-Infinity")


def _rising(rule: Bands) -> list[Band]:
    return sorted(rule.bands, key=lambda band: _LOWEST if band.from_ is None else band.from_)


def points(rule: Bands, leaf: LeafInputs) -> Marks:
    """Give the points of the highest band whose lower bound is reached; below all of them, the lowest's.

    >>> from parindex.scoring.marks import leaf_inputs
    >>> low, middle = {"below": 80, "points": 0}, {"from": 80, "below": 95, "points": 1.5}
    >>> rule = Bands(kind="bands", bands=({"from": 95, "points": 2}, middle, low))
    >>> marks = points(rule, leaf_inputs(2, quantity=[79.99, 80, 92.5, 95]))
    >>> exact.to_floats(marks.points).tolist(), marks.clause.tolist()
    ([0.0, 1.5, 1.5, 2.0], [0, 1, 1, 2])
    """
    bands = _rising(rule)
    clause = np.zeros(leaf.size, dtype=np.int8)
    for band in bands[1:]:
        clause += clause_of(exact.at_least(leaf[QUANTITY], exact.constant(band.from_ or 0)))
    return Marks(exact.lookup(tuple(band.points for band in bands), clause), clause)


def clauses(rule: Bands, node: Node) -> tuple[Clause, ...]:  # noqa: ARG001  # the signature of all rules
    """Name the bands, the lowest first."""
    return tuple(_clause(band) for band in _rising(rule))


def _clause(band: Band) -> Clause:
    details = {"low": band.from_, "high": band.below}
    if band.from_ is None:
        return Clause(N_("thuộc mức dưới {high}"), details)
    if band.below is None:
        return Clause(N_("thuộc mức từ {low} trở lên"), details)
    return Clause(N_("thuộc mức {low}–<{high}"), details)
