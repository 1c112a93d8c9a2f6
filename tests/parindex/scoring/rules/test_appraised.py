"""R14: points stand as the appraiser gave them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from parindex.frameworks.rules import Appraised
from tests.parindex.scoring.rules.trial import decimals, earned, tried

GIVEN = Appraised(kind="appraised")


@pytest.mark.parametrize("points", [0, 0.85, 1.2, 13.215])
def test_the_points_of_the_appraiser_are_not_touched(points: float):
    assert earned(GIVEN, 15, value=[points]) == [points]


def test_there_is_one_clause():
    assert tried(GIVEN, 2, value=[0, 1, 2]).clause == [0, 0, 0]


@given(decimals(0, 100, 9), decimals(0, 100, 9))
def test_every_decimal_stays_what_it_is(one: Decimal, other: Decimal):
    assert tried(GIVEN, 100, value=[one, other]).points == [Fraction(one), Fraction(other)]
