"""R8: any violation gives 0, and takes off more."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from parindex.frameworks.rules import Violation
from tests.parindex.scoring.rules.trial import COUNTS, MAXIMA, decimals, earned, tried

BARE = Violation(kind="violation")
ONCE = Violation(kind="violation", extra=Decimal("0.25"))
EACH = Violation(kind="violation", extra=Decimal("0.5"), per="each", floor=Decimal(-1))


def test_one_violation_gives_nothing_and_ten_give_no_less():
    assert earned(BARE, 1, value=[0, 1, 10]) == [1, 0, 0]


def test_an_extra_deduction_once_does_not_grow_with_the_violations():
    assert earned(ONCE, "0.75", value=[0, 1, 2, 50]) == [0.75, -0.25, -0.25, -0.25]


@pytest.mark.parametrize(("violations", "points"), [(0, 1), (1, -0.5), (2, -1), (3, -1)])
def test_an_extra_deduction_for_each_stops_at_the_floor(violations: int, points: float):
    assert earned(EACH, 1, value=[violations]) == [points]
    assert tried(EACH, 1, value=[violations]).clause == [int(violations > 0)]


def test_a_floor_of_zero_takes_the_extra_deduction_back():
    assert earned(Violation(kind="violation", extra=Decimal(2), floor=Decimal(0)), 1, value=[1]) == [0]


@given(MAXIMA, decimals(0, 3, 3), COUNTS)
def test_one_violation_more_never_earns_more(most, extra, count):
    rule = Violation(kind="violation", extra=extra, per="each")
    found = tried(rule, most, value=[count, count + 1])
    assert found.points == [
        Fraction(most) if n == 0 else -Fraction(extra) * int(n) for n in (count, count + 1)
    ]
    assert found.points[1] <= found.points[0]
