"""R5: points by band; the lower bound belongs to a band, the upper bound to the next."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.frameworks.rules import Bands
from tests.parindex.scoring.rules.trial import PERCENTS, decimals, earned, never_falls, tried

ON_TIME = Bands.model_validate(
    {
        "kind": "bands",
        "bands": [
            {"from": 100, "points": 2},
            {"from": 95, "below": 100, "points": "1.75"},
            {"from": 80, "below": 95, "points": "1.5"},
            {"from": 70, "below": 80, "points": 1},
            {"from": 60, "below": 70, "points": "0.5"},
            {"below": 60, "points": 0},
        ],
    }
)


@pytest.mark.parametrize(
    ("percent", "points", "clause"),
    [
        (100, 2, 5),
        (99.9999999999, 1.75, 4),
        (95, 1.75, 4),
        (94.99, 1.5, 3),
        (92.5, 1.5, 3),
        (80, 1.5, 3),
        (79.99, 1, 2),
        (70, 1, 2),
        (60, 0.5, 1),
        (59.99, 0, 0),
        (0, 0, 0),
        (-3, 0, 0),
    ],
)
def test_a_quantity_on_a_bound_belongs_to_the_band_above(percent: float, points: float, clause: int):
    found = tried(ON_TIME, 2, quantity=[percent])
    assert ([float(found.points[0])], found.clause) == ([points], [clause])


def test_the_order_in_which_bands_are_written_does_not_matter():
    risen = ON_TIME.model_copy(update={"bands": ON_TIME.bands[::-1]})
    assert tried(risen, 2, quantity=[59, 60, 92.5, 100]) == tried(ON_TIME, 2, quantity=[59, 60, 92.5, 100])


def test_one_band_gives_its_points_to_everybody():
    alone = Bands.model_validate({"kind": "bands", "bands": [{"points": 1}]})
    assert earned(alone, 1, quantity=[-5, 0, 1000]) == [1, 1, 1]


@st.composite
def rising_bands(draw: st.DrawFn) -> Bands:
    starts = sorted(draw(st.sets(decimals(1, 99, 3), min_size=1, max_size=6)))
    worth = sorted(draw(st.lists(decimals(0, 5, 3), min_size=len(starts) + 1, max_size=len(starts) + 1)))
    bounds = zip([None, *starts], [*starts, None], worth, strict=True)
    bands = [{"from": low, "below": high, "points": points} for low, high, points in bounds]
    return Bands.model_validate({"kind": "bands", "bands": draw(st.permutations(bands))})


@given(rising_bands(), st.lists(PERCENTS, min_size=2, max_size=8))
def test_every_quantity_has_the_points_of_the_one_band_it_lies_in(rule: Bands, quantities: list[Decimal]):
    rising = sorted([*quantities, *(band.from_ for band in rule.bands if band.from_ is not None)])
    found = tried(rule, 5, quantity=rising)
    for quantity, points in zip(rising, found.points, strict=True):
        (mine,) = [
            band
            for band in rule.bands
            if (band.from_ is None or quantity >= band.from_)
            and (band.below is None or quantity < band.below)
        ]
        assert points == Fraction(mine.points)
    assert never_falls(found.points)
