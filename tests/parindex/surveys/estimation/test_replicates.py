"""Laws of replicate weights, and what cannot be replicated."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.errors import ProblemsFound
from parindex.surveys.estimation.calibrated import calibrate
from parindex.surveys.estimation.design import SurveyDesign
from parindex.surveys.estimation.hadamard import hadamard
from parindex.surveys.estimation.linearised import means, total, totals
from parindex.surveys.estimation.measures import Mean
from parindex.surveys.estimation.replicated import replicate_figures
from parindex.surveys.estimation.replicates import balanced, bootstrap, jackknife
from parindex.surveys.estimation.statistics import SurveyStatistics, statistics_of

STRATIFIED = SurveyDesign(weights="w", strata="stratum", psu="psu", fpc="people")


def table_of(sizes: list[int], seed: int = 1, design: SurveyDesign = STRATIFIED) -> SurveyStatistics:
    rng = np.random.default_rng(seed)
    stratum = np.repeat(np.arange(len(sizes)), sizes)
    answers = pl.DataFrame(
        {
            "stratum": [f"s{number}" for number in stratum],
            "psu": [f"v{number:03}" for number in range(len(stratum))],
            "w": np.repeat(rng.uniform(1, 9, len(sizes)), sizes),
            "people": np.repeat(np.array(sizes) * 3.0 + 1, sizes),
            "gender": rng.choice(["f", "m"], len(stratum)),
            "y": rng.normal(5, 2, len(stratum)),
            "one": 1.0,
        }
    )
    return statistics_of(answers, design, [Mean("y", "y"), Mean("one", "one")], ["gender"])


@pytest.mark.parametrize("least", [1, 2, 3, 5, 13, 21, 29, 33, 45, 53, 65, 101, 121])
def test_rows_of_a_hadamard_matrix_are_orthogonal_and_its_first_row_and_column_are_one(least: int):
    matrix = hadamard(least)
    order = len(matrix)
    assert order >= least
    assert order - least < 8
    assert np.array_equal(matrix @ matrix.T, order * np.eye(order, dtype=int))
    assert (matrix[0] == 1).all()
    assert (matrix[:, 0] == 1).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(2, 7), min_size=2, max_size=6), st.integers(0, 10_000))
def test_the_jackknife_of_a_total_is_its_linearised_error_for_stratified_samples(sizes, seed):
    table = table_of(sizes, seed)
    found = replicate_figures(table, jackknife(table), total, centre="estimate")["se"][0]
    assert found == pytest.approx(totals(table)["se"][0], rel=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 9), st.floats(0, 0.9), st.integers(0, 10_000))
def test_balanced_half_samples_of_a_total_give_its_linearised_error(strata, rho, seed):
    table = table_of([2] * strata, seed, SurveyDesign(weights="w", strata="stratum", psu="psu"))
    found = replicate_figures(table, balanced(table, rho), total, centre="estimate")["se"][0]
    assert found == pytest.approx(totals(table)["se"][0], rel=1e-9)


def test_the_bootstrap_of_a_mean_comes_near_its_linearised_error():
    table = table_of([8, 12, 20, 30])
    made = bootstrap(table, 4000, np.random.default_rng(5))
    found = replicate_figures(table, made)["se"][0]
    assert found == pytest.approx(means(table)["se"][0], rel=0.04)


def test_every_bootstrap_replicate_keeps_the_number_of_units_of_each_stratum():
    made = bootstrap(table_of([3, 5, 9]), 50, np.random.default_rng(2))
    for stratum, size in enumerate([3, 5, 9]):
        sums = made.factors[made.stratum_by_unit == stratum].sum(axis=0)
        assert sums == pytest.approx(np.full(50, size), rel=1e-12)


def test_one_generator_gives_the_same_replicates_again_and_another_seed_others():
    table = table_of([4, 6])
    first, again, other = (bootstrap(table, 20, np.random.default_rng(seed)).factors for seed in (3, 3, 4))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("by", [[], ["gender"]])
def test_a_jackknife_written_out_gives_the_same_as_one_that_is_not(by: list[str]):
    table = table_of([2, 5, 3, 4])
    brief = replicate_figures(table, jackknife(table), by=by)
    written = replicate_figures(table, jackknife(table).dense(), by=by)
    assert brief["se"].to_numpy() == pytest.approx(written["se"].to_numpy(), rel=1e-12, abs=1e-15)


def test_strata_drawn_as_a_whole_give_no_replicate_and_no_variance():
    answers = pl.DataFrame(
        {"s": ["a", "a", "b", "b"], "v": list("1234"), "of": [2, 2, 9, 9], "y": [1.0, 2.0, 4.0, 8.0]}
    )
    design = SurveyDesign(strata="s", psu="v", fpc="of")
    table = statistics_of(answers, design, [Mean("y", "y")])
    made = jackknife(table)
    assert made.count == 2
    drawn = bootstrap(table, 30, np.random.default_rng(1))
    assert (drawn.factors[:2] == 1.0).all()
    assert replicate_figures(table, made, total, centre="estimate")["se"].item() == pytest.approx(
        totals(table)["se"].item()
    )


def test_replicates_in_which_a_domain_is_empty_are_left_out_and_counted():
    answers = pl.DataFrame({"v": list("abc"), "unit": ["x", "y", "y"], "y": [1.0, 2.0, 4.0]})
    table = statistics_of(answers, SurveyDesign(psu="v"), [Mean("y", "y")], ["unit"])
    figures = replicate_figures(table, jackknife(table), by=["unit"])
    assert figures["left_out"].to_list() == [1, 0]


def test_margins_are_met_in_every_replicate_so_their_totals_have_no_error():
    table = table_of([6, 8, 10])
    people = pl.DataFrame({"gender": ["f", "m"], "population": [300, 200]})
    heads = calibrate(table.chosen(["one"]), [people])
    figures = replicate_figures(heads, jackknife(table), total, by=["gender"])
    assert figures["estimate"].to_list() == pytest.approx([300, 200])
    assert figures["se"].to_numpy() == pytest.approx([0, 0], abs=1e-9)
    raw = replicate_figures(table.chosen(["one"]), jackknife(table), total, by=["gender"])
    assert raw["se"].min() > 1


# ---- refused


def test_a_stratum_of_one_unit_is_refused_by_name_unless_it_is_called_certain():
    table = table_of([1, 4], design=SurveyDesign(weights="w", strata="stratum", psu="psu"))
    for make in (jackknife, lambda t: bootstrap(t, 10, np.random.default_rng(1))):
        with pytest.raises(ProblemsFound) as refused:
            make(table)
        [problem] = refused.value.problems
        assert (problem.code, problem.details["strata"]) == ("SV464", "s0")
    assert jackknife(table, single="certainty").count == 4


def test_half_samples_of_a_stratum_with_an_odd_number_of_units_are_refused():
    with pytest.raises(ProblemsFound) as refused:
        balanced(table_of([2, 3, 4]))
    [problem] = refused.value.problems
    assert (problem.code, problem.details["strata"], problem.details["count"]) == ("SV465", "s1", 1)


@pytest.mark.parametrize("rho", [-0.1, 1.0])
def test_a_fay_factor_out_of_range_is_refused(rho: float):
    with pytest.raises(ProblemsFound) as refused:
        balanced(table_of([2, 2]), rho)
    assert refused.value.problems[0].code == "SV468"


def test_one_bootstrap_replicate_is_refused():
    with pytest.raises(ProblemsFound) as refused:
        bootstrap(table_of([2, 2]), 1, np.random.default_rng(1))
    assert refused.value.problems[0].code == "SV467"


def test_a_design_without_any_two_units_has_no_replicates():
    table = table_of([1], design=SurveyDesign(weights="w", psu="psu"))
    with pytest.raises(ProblemsFound) as refused:
        jackknife(table, single="certainty")
    assert refused.value.problems[0].code == "SV466"


def test_replicates_of_other_units_are_refused():
    with pytest.raises(ProblemsFound) as refused:
        replicate_figures(table_of([4, 4]), jackknife(table_of([3, 5])))
    assert refused.value.problems[0].code == "SV469"
