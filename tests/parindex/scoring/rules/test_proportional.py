"""R3: points in proportion to the quantity, full from a stated percentage up."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from parindex.frameworks.rules import Proportional
from tests.parindex.scoring.rules.trial import MAXIMA, PERCENTS, decimals, earned, is_near, never_falls, tried

FULL_AT_70 = Proportional(kind="proportional", full_at=Decimal(70))


def test_the_share_of_the_maximum_is_the_percentage():
    assert earned(Proportional(kind="proportional"), 2, quantity=[0, 50, 92.5, 100]) == [0, 1, 1.85, 2]


@pytest.mark.parametrize(
    ("percent", "points", "clause"), [(35, 0.75, 0), (69.99, 1.499786, 0), (70, 1.5, 1), (90, 1.5, 1)]
)
def test_from_70_percent_up_the_points_are_full(percent: float, points: float, clause: int):
    found = tried(FULL_AT_70, "1.5", quantity=[percent])
    assert (round(float(found.points[0]), 6), found.clause) == (points, [clause])


def test_a_result_above_the_plan_earns_no_more_than_the_maximum():
    assert earned(Proportional(kind="proportional"), 1, quantity=[125]) == [1]


def test_a_fall_below_zero_earns_nothing_and_costs_nothing():
    assert earned(Proportional(kind="proportional"), 1, quantity=[-4]) == [0]


def test_a_third_is_not_rounded():
    third = tried(Proportional(kind="proportional", full_at=Decimal(3)), 1, quantity=[1]).points[0]
    assert third != Fraction("0.333333333")
    assert is_near(third, Fraction(1, 3))


@given(MAXIMA, decimals(1, 100, 2), PERCENTS, PERCENTS)
def test_points_are_the_proportion_in_bounds_and_never_fall(most, full_at, one, other):
    rising = sorted([one, other])
    found = tried(Proportional(kind="proportional", full_at=full_at), most, quantity=rising)
    expected = [min(Fraction(q) * Fraction(most) / Fraction(full_at), Fraction(most)) for q in rising]
    assert all(map(is_near, found.points, expected))
    assert never_falls(found.points)
