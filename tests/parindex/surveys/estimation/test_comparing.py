"""What differences, adjusted p-values, letters and breaks between forms say."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.errors import Phrase, ProblemsFound
from parindex.surveys.estimation.adjusting import benjamini_hochberg, holm, indistinguishable
from parindex.surveys.estimation.calibrated import calibrate, calibrated_figures, calibrated_index
from parindex.surveys.estimation.comparing import differences, differences_from_everybody, index_differences
from parindex.surveys.estimation.design import SurveyDesign
from parindex.surveys.estimation.index import IndexPlan, index_of
from parindex.surveys.estimation.linearised import means
from parindex.surveys.estimation.measures import Share
from parindex.surveys.estimation.replicated import replicate_index
from parindex.surveys.estimation.replicates import jackknife
from parindex.surveys.estimation.statistics import SurveyStatistics, statistics_of
from parindex.surveys.estimation.years import mark_breaks, stack_years
from parindex.surveys.instruments.comparing import Comparability

AGGREGATIONS = ("pooled", "mean_of_items", "mean_of_factors")


def plan_of(aggregation: str) -> IndexPlan:
    shares = [Share(f"q{number}", f"q{number}") for number in range(5)]
    return IndexPlan((("A", tuple(shares[:3])), ("B", tuple(shares[3:]))), aggregation)


def answers_of(units: int = 4, villages: int = 6, people: int = 8, seed: int = 3) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    size = units * villages * people
    village = np.repeat(np.arange(units * villages), people)
    lift = rng.normal(0, 0.5, units * villages)[village] + np.repeat(np.arange(units), villages * people) / 4
    levels = np.clip(np.round(3.3 + lift[:, None] + rng.normal(0, 1, (size, 5))), 1, 5).astype(np.int16)
    answered = rng.random((size, 5)) > 0.1
    columns = {f"q{at}": pl.Series(levels[:, at]).set(pl.Series(~answered[:, at]), None) for at in range(5)}
    return pl.DataFrame(
        {
            "unit": [f"u{number}" for number in village // villages],
            "village": [f"v{number:03}" for number in village],
            "gender": rng.choice(["f", "m"], size),
            "w": rng.uniform(1, 4, size),
            **columns,
        }
    )


def table_of(plan: IndexPlan, **sizes: int) -> SurveyStatistics:
    design = SurveyDesign(weights="w", strata="unit", psu="village")
    return statistics_of(answers_of(**sizes), design, plan.measures, ["unit", "gender"])


# ---- differences


def test_units_that_share_no_stratum_have_the_sum_of_their_variances():
    table = table_of(plan_of("pooled")).chosen(["q0"])
    figures = means(table, ["unit"])
    found = differences(table, ["unit"])
    assert found.height == 6
    first = found.row(0, named=True)
    assert (first["unit_a"], first["unit_b"]) == ("u0", "u1")
    assert first["se"] == pytest.approx(np.hypot(*figures["se"][:2]), rel=1e-12)
    assert first["df"] == figures["df"][0] + figures["df"][1] == 10


def test_a_difference_within_a_unit_pairs_only_domains_of_that_unit():
    table = table_of(plan_of("pooled")).chosen(["q0"])
    found = differences(table, ["unit", "gender"], within=["unit"])
    assert found.select("unit_a", "gender_a", "unit_b", "gender_b").rows() == [
        (f"u{at}", "f", f"u{at}", "m") for at in range(4)
    ]


def test_a_unit_that_is_everybody_differs_by_nothing_and_has_no_test():
    table = table_of(plan_of("pooled"), units=1).chosen(["q0"])
    [row] = differences_from_everybody(table, ["unit"]).to_dicts()
    assert row["difference"] == pytest.approx(0, abs=1e-12)
    assert row["se"] == pytest.approx(0, abs=1e-12)


def test_one_domain_alone_is_refused():
    with pytest.raises(ProblemsFound) as refused:
        differences(table_of(plan_of("pooled"), units=1), ["unit"])
    assert refused.value.problems[0].code == "SV470"


@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_differences_of_the_index_are_those_of_its_figures_with_their_errors(aggregation: str):
    plan = plan_of(aggregation)
    table = table_of(plan)
    figures = index_of(table, plan, ["unit"]).filter(measure="index")
    found = index_differences(table, plan, ["unit"]).filter(measure="index")
    assert found["difference"][0] == pytest.approx(figures["estimate"][0] - figures["estimate"][1], rel=1e-12)
    assert found["se"][0] == pytest.approx(np.hypot(*figures["se"][:2]), rel=1e-10)
    names = index_differences(table, plan, ["unit"])["measure"][:4].to_list()
    assert names == ["index", "A", "B", "all_satisfied"]
    assert index_differences(table, plan, ["unit"], against="everybody").height == 4 * 4


# ---- the index after calibration and from replicates


@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_raking_to_what_the_sample_already_has_leaves_the_index_and_lowers_no_factor_of_it(aggregation: str):
    plan = plan_of(aggregation)
    table = table_of(plan)
    totals = table.cells.group_by("gender").agg(population=pl.col("weights").sum())
    plain = index_of(table, plan)
    calibrated = calibrated_index(calibrate(table, [totals]), plan)
    assert calibrated["estimate"].to_list() == pytest.approx(plain["estimate"].to_list(), rel=1e-10)
    assert calibrated["measure"].to_list() == plain["measure"].to_list()
    assert calibrated["se"].to_list() != pytest.approx(plain["se"].to_list(), rel=1e-6)
    assert calibrated["se"].to_list() == pytest.approx(plain["se"].to_list(), rel=0.5)


@pytest.mark.parametrize("aggregation", AGGREGATIONS)
@pytest.mark.parametrize("by", [[], ["unit"]])
def test_the_jackknife_of_the_index_comes_near_its_linearised_error(aggregation: str, by: list[str]):
    plan = plan_of(aggregation)
    table = table_of(plan, villages=12)
    linear = index_of(table, plan, by)
    found = replicate_index(table, jackknife(table.rolled(["unit"])), plan, by)
    assert found["estimate"].to_list() == pytest.approx(linear["estimate"].to_list(), rel=1e-12)
    assert found["se"].to_list() == pytest.approx(linear["se"].to_list(), rel=0.02)


@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_the_jackknife_of_the_index_after_post_stratification_comes_near_the_residuals_error(
    aggregation: str,
):
    plan = plan_of(aggregation)
    table = table_of(plan, villages=12)
    people = pl.DataFrame({"gender": ["f", "m"], "population": [700, 500]})
    calibrated = calibrate(table, [people])
    linear = calibrated_index(calibrated, plan)
    found = replicate_index(calibrated, jackknife(table), plan)
    assert found["se"].to_list() == pytest.approx(linear["se"].to_list(), rel=0.03)
    assert calibrated_figures(calibrated.chosen(["index"]))["n"].item() == linear["n"][0]


# ---- many differences at once


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusted_p_values_are_no_smaller_keep_their_order_and_holm_is_the_stricter(p):
    p = np.array(p)
    strict, mild = holm(p), benjamini_hochberg(p)
    assert (strict >= mild - 1e-12).all()
    assert (mild >= p - 1e-12).all()
    assert (strict <= 1).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(strict[order]) >= -1e-12).all()
    assert (np.diff(mild[order]) >= -1e-12).all()


def pairs_of(p_by_pair: dict[tuple[int, int], float], estimates: list[float]) -> pl.DataFrame:
    rows = [(f"u{a:02}", f"u{b:02}", "q", p, estimates[a], estimates[b]) for (a, b), p in p_by_pair.items()]
    names = ["unit_a", "unit_b", "measure", "p_holm", "estimate_a", "estimate_b"]
    return pl.DataFrame(rows, schema=names, orient="row")


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 9), st.randoms(use_true_random=False))
def test_two_units_share_a_letter_where_they_cannot_be_told_apart_and_only_there(units, chance):
    p = {(a, b): chance.choice([0.01, 0.5]) for a in range(units) for b in range(a + 1, units)}
    found = indistinguishable(pairs_of(p, [chance.random() for _ in range(units)]), ["unit"])
    letters = dict(found.select("unit", "letters").rows())
    for (a, b), value in p.items():
        shared = set(letters[f"u{a:02}"]) & set(letters[f"u{b:02}"])
        assert bool(shared) == (value > 0.05)
    assert all(letters.values())
    groups = dict(found.select("unit", "group").rows())
    assert all(groups[f"u{a:02}"] == groups[f"u{b:02}"] for (a, b), value in p.items() if value > 0.05)


def test_the_highest_unit_has_letter_a_and_groups_are_told_apart_where_no_chain_joins_them():
    p = {(0, 1): 0.6, (0, 2): 0.001, (1, 2): 0.004, (0, 3): 0.001, (1, 3): 0.001, (2, 3): 0.2}
    found = indistinguishable(pairs_of(p, [0.7, 0.72, 0.9, 0.95]), ["unit"])
    assert found.select("unit", "letters", "group", "not_told_from").rows() == [
        ("u03", "a", 1, 1),
        ("u02", "a", 1, 1),
        ("u01", "b", 2, 1),
        ("u00", "b", 2, 1),
    ]


def test_a_pair_without_a_test_cannot_be_told_apart():
    found = indistinguishable(pairs_of({(0, 1): None}, [0.5, 0.9]), ["unit"])
    assert found["letters"].to_list() == ["a", "a"]


# ---- years and forms


def test_a_year_that_lacks_a_column_is_named():
    full = answers_of()
    with pytest.raises(ProblemsFound) as refused:
        stack_years({"2025": full.drop("q0"), "2026": full}, SurveyDesign(psu="village"), ["q0", "unit"])
    [problem] = refused.value.problems
    assert (problem.code, problem.details["year"], problem.details["columns"]) == ("SV471", "2025", "q0")


def test_people_of_a_second_stage_are_drawn_anew_each_year_though_villages_are_the_same():
    year = pl.DataFrame({"response_id": ["1", "2", "3", "4"], "v": list("aabb"), "of": 9, "in": 20, "q": 5})
    design = SurveyDesign(psu=("v", "response_id"), fpc=("of", "in"))
    table, both = stack_years({"x": year, "y": year}, design, ["q"], shares_units=True)
    assert both.psu == ("year_unit1", "year_unit2")
    assert table["year_unit1"].n_unique() == 2
    assert table["year_unit2"].n_unique() == 8
    assert set(table["year_stratum2"]) == {"x", "y"}


def test_a_change_of_form_marks_differences_as_broken_and_takes_their_tests_away():
    plan = plan_of("pooled")
    found = index_differences(table_of(plan), plan, ["unit"])
    form = Comparability(
        is_comparable=False, reason=Phrase("chuỗi số liệu bị ngắt"), factors={"A": "A", "B": "X"}
    )
    marked = mark_breaks(found, form)
    broken = marked.filter(~pl.col("is_comparable"))
    assert broken["measure"].unique().sort().to_list() == ["B", "all_satisfied", "index"]
    assert broken["p_holm"].null_count() == broken.height
    assert broken["break_reason"].unique().to_list() == ["chuỗi số liệu bị ngắt"]
    kept = marked.filter("is_comparable")
    assert kept["p_holm"].null_count() == 0
    assert kept["break_reason"].null_count() == kept.height
    same = mark_breaks(found, Comparability(is_comparable=True, reason=Phrase("")))
    assert same["is_comparable"].all()
    assert same["p"].to_list() == found["p"].to_list()


@pytest.mark.parametrize("by", [[], ["unit"]])
def test_a_margin_given_twice_changes_neither_figures_nor_errors(by: list[str]):
    table = table_of(plan_of("pooled")).chosen(["q0", "index"])
    people = pl.DataFrame({"gender": ["f", "m"], "population": [700, 500]})
    once, twice = (calibrated_figures(calibrate(table, [people] * times), by=by) for times in (1, 2))
    assert once["estimate"].to_list() == pytest.approx(twice["estimate"].to_list(), rel=1e-11)
    assert once["se"].to_list() == pytest.approx(twice["se"].to_list(), rel=1e-9)
