"""R10: judged against the other units of the league, in four ways."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.frameworks.rules import Relative
from tests.parindex.scoring.rules.trial import MAXIMA, NEAR, decimals, earned, is_near, tried

BEST, LEADER, MEAN, RANK = (
    Relative(kind="relative", to=way, target=Decimal(5) if way == "leader" else None)
    for way in ("best", "leader", "mean", "rank")
)
WAYS = st.sampled_from([BEST, LEADER, MEAN, RANK])
LEAGUES = st.lists(decimals(0, 100, 3), min_size=1, max_size=9)


def test_against_the_best_the_points_are_the_share_of_the_best():
    assert tried(BEST, 1, quantity=[40, 30, 0]) == ([1, Fraction(3, 4), 0], [1, 0, 0], [False] * 3)


def test_where_the_best_is_nothing_nobody_has_points():
    assert earned(BEST, 1, quantity=[0, 0, -3]) == [0, 0, 0]


def test_against_the_leader_the_target_earns_half_and_the_leader_all():
    found = tried(LEADER, 1, quantity=[15, 10, 5, 4.9])
    assert ([float(points) for points in found.points], found.clause) == ([1, 0.75, 0.5, 0], [2, 1, 1, 0])


def test_a_leader_below_the_target_has_nothing():
    assert earned(LEADER, 1, quantity=[4.9, 3]) == [0, 0]


def test_a_leader_on_the_target_has_all():
    assert earned(LEADER, 1, quantity=[5, 4]) == [1, 0]


def test_two_leaders_both_have_all():
    assert earned(LEADER, 1, quantity=[15, 15, 10]) == [1, 1, 0.75]


def test_from_the_mean_up_the_points_are_full():
    found = tried(MEAN, "1.5", quantity=[30, 20, 10])
    assert ([float(points) for points in found.points], found.clause) == ([1.5, 1.5, 0.75], [1, 1, 0])


def test_where_all_have_nothing_all_have_reached_the_mean():
    assert earned(MEAN, 1, quantity=[0, 0]) == [1, 1]


def test_by_rank_the_steps_are_equal_and_ties_share_one():
    assert earned(RANK, 1, quantity=[80, 60, 60, 20]) == [1, 0.5, 0.5, 0]


@pytest.mark.parametrize("quantities", [[7], [7, 7, 7]])
def test_by_rank_one_place_for_all_is_the_first(quantities: list[float]):
    assert earned(RANK, 1, quantity=quantities) == [1] * len(quantities)


def test_a_unit_without_a_value_is_not_compared():
    assert earned(BEST, 1, quantity=[None, 30, 20])[1:] == earned(BEST, 1, quantity=[30, 20])
    assert earned(MEAN, 1, quantity=[None, 30, 20])[1:] == earned(MEAN, 1, quantity=[30, 20])
    assert earned(RANK, 1, quantity=[None, 30, 20])[1:] == [1, 0]


def test_equal_tenths_reach_their_own_mean():
    assert earned(MEAN, 1, quantity=[0.1, 0.1, 0.1]) == [1, 1, 1]


@given(WAYS, MAXIMA, LEAGUES)
def test_points_stay_between_nothing_and_the_maximum_and_the_best_has_the_most(rule, most, quantities):
    found = tried(rule, most, quantity=quantities).points
    assert all(-NEAR <= points <= Fraction(most) + NEAR for points in found)
    assert is_near(max(found), found[quantities.index(max(quantities))])


@given(WAYS, MAXIMA, LEAGUES, decimals(0, 60, 3))
def test_a_unit_that_does_better_while_the_others_stay_never_earns_less(rule, most, quantities, more):
    before = tried(rule, most, quantity=quantities).points
    after = tried(rule, most, quantity=[quantities[0] + more, *quantities[1:]]).points
    assert after[0] >= before[0] - NEAR


@given(st.sampled_from([BEST, LEADER, MEAN]), MAXIMA, LEAGUES, decimals(0, 60, 3))
def test_except_by_rank_nobody_gains_when_another_does_better(rule, most, quantities, more):
    before = tried(rule, most, quantity=quantities).points
    after = tried(rule, most, quantity=[quantities[0] + more, *quantities[1:]]).points
    assert all(one <= other + NEAR for one, other in zip(after[1:], before[1:], strict=True))


def test_by_rank_a_tie_that_breaks_below_lifts_the_places_above_it():
    assert earned(RANK, 1, quantity=[2, 1, 0, 0]) == [1, 0.5, 0, 0]
    assert [round(points, 3) for points in earned(RANK, 1, quantity=[2, 1, 0.1, 0])] == [1, 0.667, 0.333, 0]


@given(WAYS, MAXIMA, LEAGUES, LEAGUES)
def test_leagues_do_not_see_each_other(rule, most, one, other):
    together = tried(rule, most, [0] * len(one) + [1] * len(other), quantity=[*one, *other])
    apart = [tried(rule, most, quantity=league) for league in (one, other)]
    assert all(map(is_near, together.points, apart[0].points + apart[1].points))
    assert together.clause == apart[0].clause + apart[1].clause


@given(st.sampled_from([BEST, MEAN, RANK]), MAXIMA, LEAGUES, st.integers(2, 50))
def test_the_unit_of_measurement_does_not_matter(rule, most, quantities, times):
    found = tried(rule, most, quantity=quantities)
    scaled = tried(rule, most, quantity=[times * quantity for quantity in quantities])
    assert all(map(is_near, found.points, scaled.points))
    assert found.clause == scaled.clause


@given(WAYS, MAXIMA, LEAGUES, st.randoms(use_true_random=False))
def test_the_order_of_the_units_does_not_matter(rule, most, quantities, random):
    order = list(range(len(quantities)))
    random.shuffle(order)
    found = tried(rule, most, quantity=quantities).points
    shuffled = tried(rule, most, quantity=[quantities[number] for number in order]).points
    assert [found[number] for number in order] == shuffled
