"""R17: points added for each achievement, up to the maximum of the leaf."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from parindex.frameworks.rules import Bonus
from tests.parindex.scoring.rules.trial import COUNTS, MAXIMA, decimals, earned, never_falls, tried

INITIATIVES = Bonus(kind="bonus", each=Decimal(1))


@pytest.mark.parametrize(("count", "points", "clause"), [(0, 0, 0), (1, 1, 0), (2, 2, 0), (3, 2, 1)])
def test_the_bonus_grows_with_each_achievement_up_to_the_cap(count: int, points: float, clause: int):
    assert earned(INITIATIVES, 2, value=[count]) == [points]
    assert tried(INITIATIVES, 2, value=[count]).clause == [clause]


def test_nothing_filled_in_is_no_bonus():
    assert INITIATIVES.inputs(Decimal(2))[0].default == 0


@given(MAXIMA, decimals("0.01", 2, 3), COUNTS)
def test_one_achievement_more_never_earns_less_and_the_cap_holds(most, each, count):
    found = tried(Bonus(kind="bonus", each=each), most, value=[count, count + 1])
    assert found.points == [min(Fraction(each) * int(n), Fraction(most)) for n in (count, count + 1)]
    assert never_falls(found.points)
