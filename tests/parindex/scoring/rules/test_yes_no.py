"""R1: yes gives the maximum, no gives nothing, unless the edition gives other points."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from parindex.frameworks.rules import YesNo
from tests.parindex.scoring.rules.trial import MAXIMA, decimals, earned, tried


def test_yes_gives_the_maximum_and_no_gives_nothing():
    assert earned(YesNo(kind="yes_no"), "0.5", value=[1, 0]) == [0.5, 0]


@pytest.mark.parametrize(("answer", "points", "clause"), [(1, 1.5, 1), (0, 0.5, 0)])
def test_an_edition_can_give_other_points_for_both_answers(answer: int, points: float, clause: int):
    rule = YesNo(kind="yes_no", yes=Decimal("1.5"), no=Decimal("0.5"))
    assert earned(rule, 2, value=[answer]) == [points]
    assert tried(rule, 2, value=[answer]).clause == [clause]


def test_no_can_cost_points():
    assert earned(YesNo(kind="yes_no", no=Decimal(-1)), 2, value=[0, 1]) == [-1, 2]


@given(MAXIMA, decimals(0, 20, 9))
def test_there_are_two_outcomes_and_both_are_exact(most: Decimal, no: Decimal):
    found = tried(YesNo(kind="yes_no", no=no), most, value=[1, 0, 1])
    assert found.points == [Fraction(most), Fraction(no), Fraction(most)]
