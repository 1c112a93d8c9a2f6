"""K3: chance that another program can repeat, and methods that keep their probabilities."""

from bisect import bisect_left
from collections import Counter
from itertools import accumulate, islice
from math import comb, exp, lgamma, log, log1p

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.surveys.sampling.chance import (
    Chance,
    brewer,
    pps_systematic,
    probabilities,
    ranks,
    share_of,
    systematic,
)
from tests.parindex.surveys.sampling.pcg import raws

HASH = "e7ff4c0c358fecbfbcf95e44e7886671a0a5e2aa69dd47ade396972f7325406a"
TIMES = 4000
RARE = 1e-6
SIZES = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=60).map(np.array)


def bounds(times: int, chance: float) -> tuple[int, int]:
    """The counts that a binomial count leaves on either side with probability below RARE."""
    logs = [lgamma(times + 1) - lgamma(k + 1) - lgamma(times - k + 1) for k in range(times + 1)]
    mass = [exp(one + k * log(chance) + (times - k) * log1p(-chance)) for k, one in enumerate(logs)]
    total = list(accumulate(mass))
    return bisect_left(total, RARE), bisect_left(total, 1 - RARE)


def assert_as_often_as(counts: Counter, chances, times: int = TIMES) -> None:
    for unit, chance in enumerate(chances):
        if chance in (0, 1):
            assert counts[unit] == times * chance
        else:
            low, high = bounds(times, float(chance))
            assert low <= counts[unit] <= high, f"unit {unit}: {counts[unit]} outside {low}–{high}"


def stream(seed: int, count: int):
    return Chance(seed, HASH).raws(count)


def test_the_raw_numbers_are_those_of_pcg64_from_the_recorded_state():
    chance = Chance(20261122, HASH)
    before = chance.state()
    taken = [int(one) for one in chance.raws(100)]
    assert taken == list(islice(raws(before), 100))


def test_the_seeding_is_that_of_numpy_with_the_words_of_the_hash():
    words = [int(HASH[at : at + 8], 16) for at in range(0, 64, 8)]
    expected = np.random.PCG64(np.random.SeedSequence([20261122, *words])).random_raw(5)
    assert stream(20261122, 5).tolist() == expected.tolist()


def test_another_frame_or_another_seed_has_another_stream():
    other = "0" + HASH[1:]
    first = [int(one[0]) for one in (stream(1, 1), stream(2, 1), Chance(1, other).raws(1))]
    assert len(set(first)) == 3


def test_a_seed_may_be_of_any_length_and_not_negative():
    assert len(stream(10**40, 3)) == 3
    with pytest.raises(ValueError):
        Chance(-1, HASH)


@given(st.integers(0, 2**64 - 1))
def test_the_share_of_a_raw_number_is_below_one(raw):
    assert 0 <= share_of(raw) < 1


@given(st.lists(st.integers(0, 4), min_size=1, max_size=50), st.integers(0, 2**32))
def test_ranks_are_a_permutation_of_each_cell_in_the_order_of_the_raw_numbers(cells, seed):
    ordered = np.array(sorted(cells), np.int64)
    numbers = stream(seed, len(ordered))
    order = ranks(ordered, numbers)
    for cell in set(cells):
        here = ordered == cell
        assert sorted(order[here]) == list(range(int(here.sum())))
        assert np.argsort(order[here]).tolist() == np.argsort(numbers[here], kind="stable").tolist()


def test_each_unit_is_first_as_often_as_any_other():
    numbers = stream(1, 7 * TIMES).reshape(TIMES, 7)
    cells = np.zeros(7, np.int64)
    counts = Counter(int(np.flatnonzero(ranks(cells, row) < 3)[k]) for row in numbers for k in range(3))
    assert_as_often_as(counts, [3 / 7] * 7)


@given(st.integers(1, 500), st.data())
def test_a_systematic_sample_has_its_size_and_no_unit_twice(population, data):
    size = data.draw(st.integers(1, population))
    found = systematic(population, size, data.draw(st.integers(0, 2**64 - 1)))
    assert len(set(found.tolist())) == size
    assert 0 <= found.min() <= found.max() < population
    assert set(np.diff(found).tolist()) <= {population // size, -(-population // size)}


def test_a_systematic_sample_takes_each_unit_with_n_over_N_also_where_it_is_no_whole_step():
    counts = Counter(int(one) for raw in stream(2, TIMES) for one in systematic(11, 4, int(raw)))
    assert_as_often_as(counts, [4 / 11] * 11)


@given(SIZES, st.data())
def test_probabilities_by_size_sum_to_the_sample_size_and_are_in_proportion_below_one(sizes, data):
    size = data.draw(st.integers(1, len(sizes)))
    found = probabilities(sizes, size)
    assert found.sum() == pytest.approx(size, rel=1e-9)
    assert ((found > 0) & (found <= 1)).all()
    below = found < 1
    if below.any():
        ratios = found[below] / sizes[below]
        assert ratios.max() == pytest.approx(ratios.min(), rel=1e-9)
        assert (found[~below] == 1).all()


@given(SIZES, st.data())
def test_both_methods_by_size_draw_so_many_and_every_certain_unit(sizes, data):
    size = data.draw(st.integers(1, len(sizes)))
    chances = probabilities(sizes, size)
    seed = data.draw(st.integers(0, 2**32))
    for found in (pps_systematic(chances, int(stream(seed, 1)[0])), brewer(chances, stream(seed, size))):
        assert len(set(found.tolist())) == size
        assert set(np.flatnonzero(chances == 1)) <= set(found.tolist())


SKEWED = np.array([1.0, 2.0, 3.0, 5.0, 8.0, 40.0])


def test_systematic_sampling_by_size_keeps_its_probabilities():
    chances = probabilities(SKEWED, 3)
    assert chances[5] == 1
    counts = Counter(int(one) for raw in stream(3, TIMES) for one in pps_systematic(chances, int(raw)))
    assert_as_often_as(counts, chances)


def test_brewers_method_keeps_its_probabilities_and_can_draw_every_pair():
    chances = probabilities(SKEWED, 3)
    samples = [brewer(chances, row) for row in stream(4, 3 * TIMES).reshape(TIMES, 3)]
    assert_as_often_as(Counter(int(one) for found in samples for one in found), chances)
    pairs = {tuple(found.tolist()) for found in samples}
    assert len(pairs) == comb(5, 2)
