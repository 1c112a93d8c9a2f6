"""R12: answers counted by option, weighted, averaged."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from parindex.frameworks.rules import SurveyLikert
from tests.parindex.scoring.rules.trial import MAXIMA, earned, is_near, tried

WEIGHTS = {"good": 100, "fair": 60, "average": 20, "poor": 0}
OPINION = SurveyLikert.model_validate(
    {
        "kind": "survey_likert",
        "options": [{"name": name, "label": name, "weight": weight} for name, weight in WEIGHTS.items()],
    }
)
ANSWERS = st.tuples(*(st.integers(0, 2000) for _ in WEIGHTS))


def sheets(*answers: tuple[int, ...]) -> dict[str, list[int]]:
    return {name: [sheet[number] for sheet in answers] for number, name in enumerate(WEIGHTS)}


@pytest.mark.parametrize(
    ("answers", "points"),
    [((60, 25, 10, 5), 1.54), ((0, 40, 0, 0), 1.2), ((7, 0, 0, 0), 2), ((0, 0, 0, 9), 0)],
)
def test_the_mean_weight_of_the_answers_is_a_share_of_the_maximum(answers, points: float):
    assert earned(OPINION, 2, **sheets(answers)) == [points]


def test_a_survey_without_answers_has_no_points():
    assert tried(OPINION, 2, **sheets((0, 0, 0, 0), (1, 0, 0, 0))).undefined == [True, False]


@given(MAXIMA, ANSWERS, st.integers(2, 9))
def test_only_the_shares_of_the_answers_count(most: Decimal, answers: tuple[int, ...], times: int):
    assume(any(answers))
    found = tried(OPINION, most, **sheets(answers, tuple(times * count for count in answers)))
    weighed = sum(weight * count for weight, count in zip(WEIGHTS.values(), answers, strict=True))
    assert is_near(found.points[0], Fraction(weighed, 100 * sum(answers)) * Fraction(most))
    assert is_near(*found.points)


@given(MAXIMA, ANSWERS)
def test_a_better_answer_in_place_of_a_worse_one_never_earns_less(most: Decimal, answers: tuple[int, ...]):
    good, fair, average, poor = answers
    found = tried(OPINION, most, **sheets((good, fair, average, poor + 1), (good, fair + 1, average, poor)))
    assert 0 <= found.points[0] <= found.points[1] <= Fraction(most)
