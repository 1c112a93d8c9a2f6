"""K2: a sample shared among strata in whole numbers, with floors and caps."""

from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from parindex.errors import ProblemsFound
from parindex.surveys.sampling.allocation import RULES, allocate, shares

STRATA = st.lists(
    st.tuples(st.integers(1, 50_000), st.integers(0, 40), st.integers(0, 500)), min_size=1, max_size=40
)


@given(STRATA, st.sampled_from(RULES), st.data())
def test_the_numbers_sum_to_the_total_and_keep_floors_and_caps(strata, rule, data):
    populations = [one for one, _, _ in strata]
    floors = [low for _, low, _ in strata]
    caps = [low + more for _, low, more in strata]
    deviations = data.draw(st.lists(st.floats(0.01, 2), min_size=len(strata), max_size=len(strata)))
    low = [min(pair) for pair in zip(floors, populations, strict=True)]
    high = [max(bottom, min(pair)) for bottom, *pair in zip(low, caps, populations, strict=True)]
    total = data.draw(st.integers(sum(low), sum(high)))
    numbers = allocate(total, populations, shares(rule, populations, deviations), floors, caps)
    assert sum(numbers) == total
    assert all(bottom <= one <= top for bottom, one, top in zip(low, numbers, high, strict=True))


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=30), st.data())
def test_without_bounds_each_number_is_its_exact_part_rounded_up_or_down(populations, data):
    total = data.draw(st.integers(0, sum(populations)))
    for one, population in zip(allocate(total, populations), populations, strict=True):
        assert abs(one - Fraction(total * population, sum(populations))) < 1


@given(st.lists(st.integers(1, 10_000), min_size=2, max_size=20), st.data())
def test_a_larger_stratum_never_gets_less_than_a_smaller_one(populations, data):
    total = data.draw(st.integers(0, sum(populations)))
    numbers = allocate(total, populations, shares("power", populations))
    pairs = sorted(zip(populations, numbers, strict=True))
    assert all(small <= large for (one, small), (two, large) in pairwise(pairs) if one < two)


def test_equal_remainders_go_to_the_larger_population_then_to_the_first():
    assert allocate(1, [10, 10]) == [1, 0]
    assert allocate(2, [3, 3, 3]) == [1, 1, 0]


def test_a_floor_is_taken_from_the_others_in_proportion():
    """Seed of the problem: 382 over communes leaves the small ones with nothing to say."""
    assert allocate(382, [6000, 1200, 980]) == [280, 56, 46]
    assert allocate(382, [6000, 1200, 980], floors=100) == [182, 100, 100]


def test_neyman_gives_more_where_answers_differ_more():
    parts = shares("neyman", [1000, 1000], [0.1, 0.4])
    assert allocate(100, [1000, 1000], parts) == [20, 80]


def test_the_power_rule_lies_between_equal_and_proportional():
    populations = [10_000, 100]
    assert [
        allocate(110, populations, shares(rule, populations))[1]
        for rule in ("proportional", "power", "equal")
    ] == [1, 10, 55]


def test_a_stratum_without_deviation_keeps_its_floor_alone():
    parts = shares("neyman", [100, 100], [0.0, 1.0])
    assert allocate(50, [100, 100], parts, floors=5) == [5, 45]


@pytest.mark.parametrize(("total", "floors"), [(201, 0), (5, 10)])
def test_a_total_that_no_allocation_reaches_is_refused_with_the_bounds(total, floors):
    with pytest.raises(ProblemsFound) as caught:
        allocate(total, [100, 100], floors=floors)
    (problem,) = caught.value.problems
    assert problem.code == "SV324"
    assert problem.details == {"total": total, "floors": 2 * floors, "caps": 200}


def test_a_neyman_rule_without_deviations_is_refused():
    with pytest.raises(ValueError, match="standard deviation"):
        shares("neyman", [1, 2])


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=10), st.data())
def test_more_in_all_takes_nothing_from_a_stratum_whose_bounds_do_not_bind_by_more_than_one(
    populations, data
):
    total = data.draw(st.integers(0, sum(populations)))
    assume(total < sum(populations))
    before, after = allocate(total, populations), allocate(total + 1, populations)
    assert all(new >= old - 1 for old, new in zip(before, after, strict=True))


def _variance(numbers, populations, deviations) -> float:
    """What a stratified mean varies by, but for the part that no allocation changes."""
    return sum(
        (size * spread) ** 2 / n for n, size, spread in zip(numbers, populations, deviations, strict=True)
    )


def _every_allocation(total: int, low, high):
    for first in range(low[0], high[0] + 1):
        for second in range(low[1], high[1] + 1):
            third = total - first - second
            if low[2] <= third <= high[2]:
                yield first, second, third


def test_neyman_within_floors_and_caps_comes_close_to_the_best_of_all_whole_numbers():
    populations, worst, tried = [5, 9, 14], 1.0, 0
    for deviations in product((0.5, 1.0, 3.0), repeat=3):
        for floors, caps in (((1, 1, 1), (5, 9, 14)), ((2, 1, 3), (3, 9, 6)), ((1, 4, 1), (5, 5, 5))):
            for total in range(sum(floors), sum(caps) + 1):
                parts = shares("neyman", populations, deviations)
                ours = allocate(total, populations, parts, floors, caps)
                every = _every_allocation(total, floors, caps)
                best = min(_variance(one, populations, deviations) for one in every)
                worst = max(worst, _variance(ours, populations, deviations) / best)
                tried += 1
    assert tried > 1000
    assert worst < 1.025
