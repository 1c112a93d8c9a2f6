"""One rule tried by hand: inputs as columns, points as fractions."""

import itertools
import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st

from parindex.exact import Exact
from parindex.frameworks.rules import AnyRule
from parindex.scoring.leaves import rule_module
from parindex.scoring.marks import leaf_inputs

NEAR = Fraction(1, 10**20)
"""Points nearer than this are the same number (docs/methods/exactness.md)."""


class Tried(NamedTuple):
    """What a rule gave: points, clauses, and who it leaves without."""

    points: list[Fraction]
    clause: list[int]
    undefined: list[bool]


def tried(rule: AnyRule, max_points: Any, league: Sequence[int] | None = None, **columns: Any) -> Tried:
    """Give a rule its inputs and read what it gives."""
    leaf = leaf_inputs(Decimal(max_points), league, **columns)
    marks = rule_module(rule).points(rule, leaf)
    undefined = np.zeros(leaf.size, dtype=bool) if marks.undefined is None else marks.undefined
    return Tried(fractions(marks.points, leaf.size), marks.clause.tolist(), undefined.tolist())


def fractions(column: Exact, size: int) -> list[Fraction]:
    """Give an exact column as fractions."""
    whole = np.broadcast_to(column.whole, size).tolist()
    part = [0.0] * size if column.part is None else np.broadcast_to(column.part, size).tolist()
    return [(Fraction(a) + Fraction(b)) / 10**column.places for a, b in zip(whole, part, strict=True)]


def earned(
    rule: AnyRule, max_points: Any, league: Sequence[int] | None = None, **columns: Any
) -> list[float]:
    """Give the points as the floats they print as."""
    return [float(points) for points in tried(rule, max_points, league, **columns).points]


def is_near(a: Fraction, b: Fraction) -> bool:
    """Tell whether two points are the same number."""
    return abs(a - b) <= NEAR


def never_falls(points: Sequence[Fraction]) -> bool:
    """Tell whether no number is below the one before it."""
    return all(after - before >= -NEAR for before, after in itertools.pairwise(points))


def decimals(low: str | int, high: str | int, places: int = 4) -> st.SearchStrategy[Decimal]:
    """Draw decimals of at most so many places; whole numbers and tenths often."""
    least, most = Decimal(low), Decimal(high)
    return st.one_of(
        st.integers(math.ceil(least.scaleb(n)), math.floor(most.scaleb(n))).map(_scaled_down(n))
        for n in sorted({0, 1, places})
        if math.ceil(least.scaleb(n)) <= most.scaleb(n)
    )


def _scaled_down(places: int) -> Callable[[int], Decimal]:
    return lambda whole: Decimal(whole).scaleb(-places)


MAXIMA = decimals("0.25", 20, 3)
PERCENTS = decimals(0, 100)
COUNTS = st.integers(0, 5000).map(Decimal)
