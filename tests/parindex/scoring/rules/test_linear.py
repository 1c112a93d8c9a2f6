"""A straight line between thresholds, flat outside them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.frameworks.rules import Linear
from tests.parindex.scoring.rules.trial import NEAR, decimals, earned, is_near, never_falls, tried


def line(*knots: tuple[object, object]) -> Linear:
    return Linear.model_validate(
        {"kind": "linear", "knots": [{"at": at, "points": points} for at, points in knots]}
    )


GROWTH = line((0, 0), (10, "1.5"), (20, 2))


@pytest.mark.parametrize(
    ("growth", "points", "clause"),
    [
        (-4, 0, 0),
        (0, 0, 1),
        (7.5, 1.125, 1),
        (10, 1.5, 2),
        (12, 1.6, 2),
        (19.99, 1.9995, 2),
        (20, 2, 3),
        (35, 2, 3),
    ],
)
def test_points_lie_on_the_line_between_the_knots_around(growth: float, points: float, clause: int):
    found = tried(GROWTH, 2, quantity=[growth])
    assert ([float(found.points[0])], found.clause) == ([points], [clause])


def test_a_line_may_fall():
    assert earned(line((2, 1), (12, 0)), 1, quantity=[0, 2, 4.5, 12, 30]) == [1, 1, 0.75, 0, 0]


def test_a_part_of_the_way_is_not_rounded():
    assert is_near(tried(line((0, 0), (3, 1)), 1, quantity=[1]).points[0], Fraction(1, 3))


@st.composite
def rising_lines(draw: st.DrawFn) -> Linear:
    at = sorted(draw(st.sets(decimals(0, 100, 2), min_size=2, max_size=5)))
    points = sorted(draw(st.lists(decimals(0, 5, 2), min_size=len(at), max_size=len(at))))
    return line(*zip(at, points, strict=True))


@given(rising_lines(), st.lists(decimals(-10, 110, 3), min_size=2, max_size=8))
def test_points_pass_through_the_knots_and_never_fall_between_them(rule: Linear, quantities: list[Decimal]):
    at = [knot.at for knot in rule.knots]
    found = tried(rule, 5, quantity=at)
    assert all(
        is_near(points, Fraction(knot.points)) for points, knot in zip(found.points, rule.knots, strict=True)
    )
    between = tried(rule, 5, quantity=sorted(quantities)).points
    assert never_falls(between)
    least, most = Fraction(rule.knots[0].points), Fraction(rule.knots[-1].points)
    assert all(least - NEAR <= points <= most + NEAR for points in between)
