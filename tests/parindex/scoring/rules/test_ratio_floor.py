"""R4: full points at 100 %, in proportion from the floor up, nothing below it."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from parindex.frameworks.rules import RatioFloor
from tests.parindex.scoring.rules.trial import MAXIMA, PERCENTS, decimals, earned, is_near, never_falls, tried

FLOOR_70 = RatioFloor(kind="ratio_floor", floor=Decimal(70))


@pytest.mark.parametrize(
    ("percent", "points", "clause"),
    [
        (0, 0, 0),
        (69.9999999, 0, 0),
        (70, 1.05, 1),
        (96, 1.44, 1),
        (99.99, 1.49985, 1),
        (100, 1.5, 2),
        (104, 1.5, 2),
    ],
)
def test_the_floor_counts_and_full_points_begin_at_100_percent(percent: float, points: float, clause: int):
    found = tried(FLOOR_70, "1.5", quantity=[percent])
    assert ([float(found.points[0])], found.clause) == ([points], [clause])


def test_seven_of_ten_reaches_the_floor_of_70_percent():
    from parindex.exact import constant, times_over
    from parindex.scoring.marks import leaf_inputs
    from parindex.scoring.rules.ratio_floor import points

    leaf = leaf_inputs(1, quantity=[0])
    leaf.columns["quantity"] = times_over(leaf_inputs(1, n=[7])["n"], constant(100), constant(10))
    assert points(FLOOR_70, leaf).points.whole.tolist() == [700_000_000]


def test_full_points_can_begin_earlier():
    rule = RatioFloor(kind="ratio_floor", floor=Decimal(50), full_at=Decimal(80))
    assert earned(rule, 2, quantity=[49.9, 50, 60, 80]) == [0, 1.25, 1.5, 2]


@given(MAXIMA, decimals(1, 99, 2), PERCENTS, PERCENTS)
def test_points_jump_at_the_floor_and_never_fall(most, floor, one, other):
    rising = sorted([one, other])
    found = tried(RatioFloor(kind="ratio_floor", floor=floor), most, quantity=rising)
    expected = [Fraction(most) * Fraction(q) / 100 if q >= floor else Fraction(0) for q in rising]
    assert all(map(is_near, found.points, expected))
    assert never_falls(found.points)
