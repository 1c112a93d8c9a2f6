"""R17: points taken off for each fault, up to the cap; they are negative."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from parindex.frameworks.rules import Bonus, Penalty
from tests.parindex.scoring.rules.trial import COUNTS, decimals, earned, tried

LATE = Penalty(kind="penalty", each=Decimal("0.1"), cap=Decimal(1))


@pytest.mark.parametrize(("days", "points", "clause"), [(0, 0, 0), (4, -0.4, 0), (10, -1, 0), (11, -1, 1)])
def test_each_day_takes_points_off_down_to_the_cap(days: int, points: float, clause: int):
    assert earned(LATE, 0, value=[days]) == [points]
    assert tried(LATE, 0, value=[days]).clause == [clause]


def test_nothing_filled_in_is_no_penalty():
    assert LATE.inputs(Decimal(0))[0].default == 0


@given(decimals("0.01", 2, 3), decimals("0.25", 20, 3), COUNTS)
def test_a_penalty_is_a_bonus_with_the_sign_changed(each, cap, count):
    penalty = tried(Penalty(kind="penalty", each=each, cap=cap), 0, value=[count])
    bonus = tried(Bonus(kind="bonus", each=each), cap, value=[count])
    assert (penalty.points, penalty.clause) == ([-bonus.points[0]], bonus.clause)
    assert penalty.points == [max(-Fraction(each) * int(count), -Fraction(cap))]
