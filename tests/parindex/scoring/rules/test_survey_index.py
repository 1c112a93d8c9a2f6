"""R12: the index of a survey, in percent, of the maximum."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from parindex.frameworks.rules import SurveyIndex
from tests.parindex.scoring.rules.trial import MAXIMA, PERCENTS, earned, is_near, never_falls, tried

INDEX = SurveyIndex(kind="survey_index")


@pytest.mark.parametrize(
    ("index", "most", "points"), [(91.17, 10, 9.117), (91.17, 5, 4.5585), (0, 10, 0), (100, 10, 10)]
)
def test_the_index_is_a_share_of_the_maximum(index: float, most: int, points: float):
    assert earned(INDEX, most, quantity=[index]) == [points]


@given(MAXIMA, PERCENTS, PERCENTS)
def test_a_higher_index_never_earns_less_and_never_more_than_the_maximum(most: Decimal, one, other):
    rising = sorted([one, other])
    found = tried(INDEX, most, quantity=rising)
    assert all(
        is_near(points, Fraction(most) * Fraction(q) / 100)
        for points, q in zip(found.points, rising, strict=True)
    )
    assert never_falls([Fraction(0), *found.points, Fraction(most)])
