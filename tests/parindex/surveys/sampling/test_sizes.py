"""K1: sample sizes by the official rule and by design, side by side."""

from fractions import Fraction
from math import ceil, sqrt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.surveys.sampling.sizes import (
    SIZES,
    Assumptions,
    cluster_effect,
    design_size,
    invited_for,
    official_size,
    reached_margin,
    size_table,
    weight_effect,
)

POPULATIONS = st.integers(1, 10_000_000)


@pytest.mark.parametrize(
    ("population", "size"),
    [(8180, 382), (62839, 398), (52845, 397), (10_000_000, 400), (400, 200), (399, 200), (1, 1), (0, 0)],
)
def test_the_official_size_of_a_population_is_rounded_up(population, size):
    """8.180 transactions give 382, as the guidance prints; to the nearest it would be 381."""
    assert official_size(population) == size


def test_the_official_size_is_exact_where_a_float_would_be_off():
    assert official_size(400, "0.05") == 200
    assert official_size(900, "0.1") == 90


@given(POPULATIONS)
def test_the_official_size_is_the_smallest_whole_number_not_below_the_formula(population):
    exact = Fraction(population) / (1 + Fraction(population, 400))
    assert 0 <= official_size(population) - exact < 1


@given(POPULATIONS, st.floats(0.01, 0.3), st.floats(0.5, 4))
def test_the_size_by_design_reaches_its_margin_and_one_less_does_not(population, margin, deff):
    wanted = Assumptions(margin=margin, deff=deff)
    size = design_size(population, wanted)
    assert 0 < size <= population
    reached = reached_margin(size, population, wanted)
    assert reached <= margin * (1 + 1e-9)
    if 1 < size < population:
        assert reached_margin(size - 1, population, wanted) > margin * (1 - 1e-9)


@pytest.mark.parametrize("population", [40, 980, 8180, 62839])
def test_the_size_by_design_is_the_textbook_one(population):
    """Cochran 1977, 4.4: n0 = z²pq/e², n = n0/(1 + (n0 − 1)/N)."""
    n0 = 1.959963984540054**2 * 0.25 / 0.05**2
    assert design_size(population, Assumptions()) == ceil(n0 / (1 + (n0 - 1) / population))


def test_a_census_has_no_margin_and_nobody_has_none_to_say():
    assert reached_margin(500, 500, Assumptions()) == 0
    assert reached_margin(0, 500, Assumptions()) is None
    assert design_size(1, Assumptions()) == 1


@given(st.integers(0, 100_000), st.integers(1, 100))
def test_enough_are_invited_for_the_answers_wanted_and_no_more(answers, percent):
    invited = invited_for(answers, percent / 100)
    assert invited * percent >= answers * 100 > (invited - 1) * percent or answers == invited == 0


def test_design_effects_are_those_of_kish():
    assert cluster_effect(20, 0.1) == pytest.approx(2.9)
    assert weight_effect([2, 2, 2, 2]) == 1
    assert weight_effect([1, 1, 4]) == pytest.approx(3 * 18 / 36)


def test_the_table_sets_both_rules_side_by_side_per_unit_and_in_total():
    units = pl.DataFrame(
        {"unit_id": ["a", "b", "c"], "population": [1200, 980, 6000], "planned_n": [60, 60, 262]}
    )
    table = size_table(units, Assumptions(deff=1.5, response_rate=0.8))
    assert table.schema == SIZES
    total = table.row(3, named=True)
    assert table["official_n"].to_list() == [300, 285, 375, 382]
    assert table["share_n"].to_list() == [56, 46, 280, 382]
    assert table["design_n"].to_list() == [390, 364, 526, 1280]
    assert table["design_invited"].to_list() == [488, 455, 658, 1601]
    assert total["unit_id"] is None
    assert total["planned_n"] == 382
    assert table["share_margin"][0] == pytest.approx(
        1.959964 * sqrt(1.5 * 0.25 * (1200 - 44.8) / 1199 / 44.8), rel=1e-6
    )
    assert all(margin <= 0.05 for margin in table["design_margin"])


def test_the_total_margin_is_that_of_the_stratified_estimate():
    units = pl.DataFrame({"unit_id": ["a", "b"], "population": [3000, 1000], "planned_n": [50, 50]})
    wanted = Assumptions()
    table = size_table(units, wanted)
    parts = [reached_margin(50, size, wanted) * size / 4000 for size in (3000, 1000)]
    assert table["planned_margin"][2] == pytest.approx(sqrt(sum(part**2 for part in parts)))


def test_a_unit_with_too_few_people_is_said_not_to_reach_its_margin():
    units = pl.DataFrame({"unit_id": ["small", "large"], "population": [30, 5000]})
    table = size_table(units, Assumptions(response_rate=0.5))
    assert table["design_n"][0] == 28
    assert table["is_reachable"].to_list() == [False, True, False]
    assert table["design_margin"][0] > 0.05


def test_no_plan_leaves_its_columns_blank():
    table = size_table(pl.DataFrame({"unit_id": ["a"], "population": [100]}), Assumptions())
    assert table["planned_n"].to_list() == [None, None]
    assert table["planned_margin"].to_list() == [None, None]


@pytest.mark.parametrize(
    "wrong", [{"margin": 0}, {"confidence": 1}, {"proportion": 0}, {"deff": 0}, {"response_rate": 1.1}]
)
def test_assumptions_that_no_survey_can_have_are_refused(wrong):
    with pytest.raises(ValueError):
        Assumptions(**wrong)
