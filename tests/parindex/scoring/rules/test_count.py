"""R2: so many points each, up to the cap."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from parindex.frameworks.rules import Count
from tests.parindex.scoring.rules.trial import COUNTS, MAXIMA, decimals, earned, never_falls, tried

HALF_EACH = Count(kind="count", each=Decimal("0.5"))


@pytest.mark.parametrize(("count", "points"), [(0, 0), (1, 0.5), (3, 1.5), (4, 2), (5, 2), (900, 2)])
def test_half_a_point_each_and_at_most_two(count: int, points: float):
    assert earned(HALF_EACH, 2, value=[count]) == [points]


def test_reaching_the_cap_is_not_passing_it():
    assert tried(HALF_EACH, 2, value=[4, 5]).clause == [0, 1]


def test_a_stated_cap_below_the_maximum_holds():
    assert earned(Count(kind="count", each=Decimal("0.5"), cap=Decimal(1)), 2, value=[1, 2, 4]) == [0.5, 1, 1]


def test_ten_tenths_are_the_maximum_and_not_a_hair_less():
    assert tried(Count(kind="count", each=Decimal("0.1")), 1, value=[10]) == ([1], [0], [False])


@given(MAXIMA, decimals("0.001", 2, 3), COUNTS, COUNTS)
def test_more_never_earns_less_and_nothing_passes_the_cap(most, each, one, other):
    found = tried(Count(kind="count", each=each), most, value=sorted([one, other]))
    assert never_falls(found.points)
    assert found.points == [min(Fraction(each) * int(n), Fraction(most)) for n in sorted([one, other])]
