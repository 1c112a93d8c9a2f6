"""R6: a word of quality is worth its share of the points."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from parindex.frameworks.rules import Levels
from tests.parindex.scoring.rules.trial import MAXIMA, earned, tried

QUALITY = Levels.model_validate(
    {
        "kind": "levels",
        "levels": [
            {"value": 3, "label": "Xuất sắc", "share": 100},
            {"value": 2, "label": "Tốt", "share": 75},
            {"value": 1, "label": "Hoàn thành", "share": 50},
            {"value": 0, "label": "Không hoàn thành", "share": 0},
        ],
    }
)


@pytest.mark.parametrize(
    ("level", "points", "clause"), [(3, 0.75, 0), (2, 0.5625, 1), (1, 0.375, 2), (0, 0, 3)]
)
def test_each_level_gives_its_share_of_the_maximum(level: int, points: float, clause: int):
    assert earned(QUALITY, "0.75", value=[level]) == [points]
    assert tried(QUALITY, "0.75", value=[level]).clause == [clause]


@pytest.mark.parametrize("level", [4, -1, 1.5])
def test_a_number_that_is_no_level_has_no_points(level: float):
    assert tried(QUALITY, 1, value=[level, 2]).undefined == [True, False]


def test_the_numbers_of_the_levels_need_not_be_in_a_row():
    rule = Levels.model_validate(
        {
            "kind": "levels",
            "levels": [{"value": "1.5", "label": "B", "share": 40}, {"value": 9, "label": "A", "share": 90}],
        }
    )
    assert earned(rule, 10, value=[1.5, 9]) == [4, 9]


@given(MAXIMA)
def test_a_better_level_never_earns_less_and_every_share_is_exact(most: Decimal):
    found = tried(QUALITY, most, value=[0, 1, 2, 3])
    assert found.points == [Fraction(most) * share / 100 for share in (0, 50, 75, 100)]
