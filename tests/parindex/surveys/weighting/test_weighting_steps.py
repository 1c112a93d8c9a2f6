"""What each step of weighting does, keeps, records and refuses."""

import json
import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from parindex.errors import ProblemsFound
from parindex.surveys.weighting.calibration import Calibration
from parindex.surveys.weighting.design import design_weights
from parindex.surveys.weighting.diagnostics import diagnose
from parindex.surveys.weighting.nonresponse import FIELDWORK_CODES, adjust_nonresponse
from parindex.surveys.weighting.poststratification import poststratify
from parindex.surveys.weighting.raking import rake
from parindex.surveys.weighting.trimming import trim
from parindex.surveys.weighting.weighted import Weighted, given


def population(column: str, **people: float) -> pl.DataFrame:
    return pl.DataFrame({column: list(people), "population": list(people.values())}, strict=False)


def codes_of(refused: pytest.ExceptionInfo[ProblemsFound]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


ANSWERS = pl.DataFrame({"gender": ["f", "f", "m", "m"], "age": ["young", "old", "young", "old"]})
EVEN = given(np.ones(4))


# ---- design weights


def test_the_design_weight_is_one_over_the_product_of_the_stages():
    sample = pl.DataFrame({"p1": [0.5, 0.1], "p2": [0.5, 1.0], "p3": [0.25, 0.5]})
    found = design_weights(sample, ["p1", "p2", "p3"])
    assert found.weights.tolist() == [16.0, 20.0]
    assert found.as_data()[0]["settings"] == {"probabilities": ["p1", "p2", "p3"]}


def test_probabilities_out_of_range_or_empty_are_refused_column_by_column_with_their_rows():
    sample = pl.DataFrame({"p1": [0.5, 0.0, 1.2], "p2": [None, 0.5, 0.5]})
    with pytest.raises(ProblemsFound) as refused:
        design_weights(sample, ["p1", "p2"])
    assert [(p.code, p.place.column, p.details["rows"]) for p in refused.value.problems] == [
        ("SV451", "p1", "2, 3"),
        ("SV451", "p2", "1"),
    ]


def test_a_column_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(ProblemsFound) as refused:
        design_weights(pl.DataFrame({"p": [0.5]}), ["p1"])
    assert codes_of(refused) == ["SV450"]
    assert "p1" in str(refused.value)


@pytest.mark.parametrize("weights", [[1.0, -1.0], [1.0, math.nan], [math.inf, 1.0]])
def test_weights_that_are_negative_empty_or_infinite_are_refused(weights: list[float]):
    with pytest.raises(ProblemsFound) as refused:
        given(np.array(weights))
    assert codes_of(refused) == ["SV463"]


def test_weights_that_are_all_zero_are_refused_in_words_of_their_own():
    with pytest.raises(ProblemsFound) as refused:
        given(np.array([0.0, 0.0]))
    assert codes_of(refused) == ["SV449"]


# ---- diagnostics


def test_diagnostics_say_what_unequal_weights_cost():
    found = diagnose(np.array([1.0, 1.0, 2.0, 4.0, 0.0]))
    assert (found.count, found.zeros, found.total, found.smallest, found.largest) == (4, 1, 8.0, 1.0, 4.0)
    assert found.deff == pytest.approx(4 * 22 / 64)
    assert found.cv == pytest.approx(np.std([1, 1, 2, 4]) / 2)
    assert found.effective_count == pytest.approx(64 / 22)


# ---- non-response


_AREA_A = [
    ("a", "respondent"),
    ("a", "respondent"),
    ("a", "nonrespondent"),
    ("a", "ineligible"),
    ("a", "unknown"),
]
_AREA_B = [("b", "respondent"), ("b", "nonrespondent"), ("b", "respondent")]
SAMPLE = pl.DataFrame([*_AREA_A, *_AREA_B], schema=["area", "outcome"], orient="row")


def test_unknown_eligibility_goes_to_all_known_and_silence_to_those_who_answered():
    found = adjust_nonresponse(given(np.full(8, 10.0)), SAMPLE, ["area"], least=2)
    unknown, silent = 50 / 40, 30 / 20
    assert found.weights[:5].tolist() == pytest.approx([10 * unknown * silent] * 2 + [0, 10 * unknown, 0])
    assert found.weights[5:].tolist() == pytest.approx([15.0, 0.0, 15.0])
    assert found.diagnostics.total == pytest.approx(80.0)


def test_the_record_of_non_response_counts_outcomes_and_gives_factors_by_cell():
    found = adjust_nonresponse(given(np.full(8, 10.0)), SAMPLE, ["area"], least=2)
    step = found.as_data()[-1]
    assert step["settings"]["outcomes"] == {
        "respondent": 4,
        "nonrespondent": 2,
        "ineligible": 1,
        "unknown": 1,
    }
    first = step["cells"][0]
    assert (first["area"], first["respondent"], first["merged"]) == ("a", 2, None)
    assert first["factor"] == pytest.approx(1.875)


def test_a_cell_with_too_few_respondents_is_merged_with_its_smaller_neighbour_of_the_same_district():
    rows = [("x", "1", 5, 1), ("x", "2", 1, 1), ("x", "3", 4, 0), ("y", "1", 1, 1), ("y", "2", 6, 0)]
    sample = pl.DataFrame(
        [
            {"district": district, "age": age, "outcome": outcome}
            for district, age, answered, silent in rows
            for outcome in ["respondent"] * answered + ["nonrespondent"] * silent
        ]
    )
    found = adjust_nonresponse(given(np.ones(sample.height)), sample, ["district", "age"], least=3)
    merged = {(row["district"], row["age"]): row["merged"] for row in found.steps[-1].cells.to_dicts()}
    assert merged["x", "1"] is None
    assert merged["x", "2"] == merged["x", "3"] == "district=x, age=2; district=x, age=3"
    assert merged["y", "1"] == merged["y", "2"] == "district=y, age=1; district=y, age=2"
    assert found.weights.sum() == pytest.approx(sample.height)


def test_a_district_too_small_as_a_whole_is_merged_with_the_next_district():
    sample = pl.DataFrame({"district": ["x", "x", "y", "y"], "outcome": ["respondent"] * 4})
    found = adjust_nonresponse(given(np.ones(4)), sample, ["district"], least=3)
    assert found.steps[-1].cells["merged"].unique().to_list() == ["district=x; district=y"]


def test_a_factor_over_the_limit_merges_cells_too():
    outcomes = ["respondent"] + ["nonrespondent"] * 3 + ["respondent"] * 4
    sample = pl.DataFrame({"area": ["a"] * 4 + ["b"] * 4, "outcome": outcomes})
    found = adjust_nonresponse(given(np.ones(8)), sample, ["area"], least=1, largest_factor=3.0)
    assert found.steps[-1].cells["factor"].to_list() == pytest.approx([8 / 5] * 2)


def test_too_few_respondents_in_all_is_refused_and_every_cell_named():
    with pytest.raises(ProblemsFound) as refused:
        adjust_nonresponse(given(np.ones(8)), SAMPLE, ["area"], least=5)
    [problem] = refused.value.problems
    assert (problem.code, problem.details["cells"], problem.details["count"]) == (
        "SV454",
        "area=a; area=b",
        4,
    )


def test_an_outcome_nobody_explained_is_refused_and_one_that_is_explained_is_taken():
    sample = SAMPLE.with_columns(pl.col("outcome").replace({"unknown": "9"}))
    with pytest.raises(ProblemsFound) as refused:
        adjust_nonresponse(given(np.ones(8)), sample, ["area"], least=1)
    assert codes_of(refused) == ["SV453"]
    meanings = {"9": "unknown", **{n: n for n in ("respondent", "nonrespondent", "ineligible")}}
    same = adjust_nonresponse(given(np.ones(8)), sample, ["area"], codes=meanings, least=1)
    assert same.weights.sum() == pytest.approx(8)


def test_the_codes_of_fieldwork_are_understood_by_their_first_digit():
    sample = pl.DataFrame({"area": ["a"] * 6, "outcome": ["1.1", "1.2", "2.1", "2.9", "3.1", "4.7"]})
    found = adjust_nonresponse(given(np.ones(6)), sample, ["area"], codes=FIELDWORK_CODES, least=2)
    assert found.weights.tolist() == pytest.approx([2.4, 2.4, 0, 0, 0, 1.2])


# ---- post-stratification


def test_cells_add_up_to_their_people_after_post_stratification():
    found = poststratify(EVEN, ANSWERS, population("gender", f=30, m=10))
    assert found.weights.tolist() == [15.0, 15.0, 5.0, 5.0]
    assert found.steps[-1].cells.to_dicts()[0] == {
        "gender": "f",
        "answers": 2,
        "population": 30.0,
        "factor": 15.0,
    }


def test_a_population_that_does_not_fit_is_refused_with_every_cell_named_at_once():
    people = pl.DataFrame({"gender": ["f", "x", "f", "y"], "population": [10, 5, 10, -1]})
    with pytest.raises(ProblemsFound) as refused:
        poststratify(EVEN, ANSWERS, people)
    assert {problem.code: problem.details["cells"] for problem in refused.value.problems} == {
        "SV459": "gender=f",
        "SV457": "gender=y",
        "SV455": "gender=m",
        "SV456": "gender=x; gender=y",
    }


def test_an_empty_adjusting_value_is_refused_where_the_row_has_weight_and_let_be_where_it_has_none():
    answers = ANSWERS.with_columns(gender=pl.Series(["f", None, "m", "m"]))
    with pytest.raises(ProblemsFound) as refused:
        poststratify(EVEN, answers, population("gender", f=1, m=1))
    assert [(p.code, p.details["rows"]) for p in refused.value.problems] == [("SV452", "2")]
    silent = Weighted(np.array([1.0, 0.0, 1.0, 1.0]))
    assert poststratify(silent, answers, population("gender", f=9, m=8)).weights.tolist() == [9, 0, 4, 4]


def test_numbers_and_texts_of_the_same_cell_meet():
    answers = pl.DataFrame({"level": [1, 1, 2]}, schema={"level": pl.Int16})
    found = poststratify(given(np.ones(3)), answers, population("level", **{"1": 4, "2": 3}))
    assert found.weights.tolist() == [2.0, 2.0, 3.0]


# ---- raking


def test_margins_of_different_totals_are_refused_and_the_totals_said():
    with pytest.raises(ProblemsFound) as refused:
        rake(EVEN, ANSWERS, [population("gender", f=6, m=4), population("age", young=5, old=6)])
    assert codes_of(refused) == ["SV458"]
    assert refused.value.problems[0].details["totals"] == "gender: 10; age: 11"


def test_margins_that_contradict_each_other_are_refused_with_the_worst_cell_and_what_it_reaches():
    answers = pl.DataFrame({"gender": ["f", "m"], "age": ["young", "old"]})
    with pytest.raises(ProblemsFound) as refused:
        rake(given(np.ones(2)), answers, [population("gender", f=9, m=1), population("age", young=5, old=5)])
    [problem] = refused.value.problems
    assert problem.code == "SV461"
    assert problem.details["wanted"] != problem.details["reached"]


def test_limits_that_put_a_cell_out_of_reach_are_refused_with_the_factor_it_needs():
    margins = [population("gender", f=3, m=1), population("age", young=2, old=2)]
    with pytest.raises(ProblemsFound) as refused:
        rake(EVEN, ANSWERS, margins, limits=(0.6, 1.4))
    said = [(p.code, p.details["cells"], float(p.details["needed"])) for p in refused.value.problems]
    assert said == [("SV460", "gender=f", 1.5), ("SV460", "gender=m", 0.5)]


@pytest.mark.parametrize("limits", [(1.1, 2.0), (-0.5, 2.0), (0.5, 0.9)])
def test_limits_that_do_not_hold_one_between_them_are_refused(limits: tuple[float, float]):
    with pytest.raises(ProblemsFound) as refused:
        rake(EVEN, ANSWERS, [population("gender", f=2, m=2)], limits=limits)
    assert codes_of(refused) == ["SV462"]


def test_raking_one_margin_is_post_stratification():
    people = population("gender", f=30, m=10)
    start = given(np.array([1.0, 2.0, 3.0, 4.0]))
    assert rake(start, ANSWERS, [people]).weights.tolist() == pytest.approx(
        poststratify(start, ANSWERS, people).weights.tolist(), rel=1e-13
    )


CELLS = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.floats(0.2, 5.0)), min_size=12, max_size=60
)


@settings(max_examples=60, deadline=None)
@for_all(CELLS, st.tuples(*[st.floats(0.5, 3.0)] * 2), st.tuples(*[st.floats(0.5, 3.0)] * 3))
def test_margins_are_met_and_factors_are_products_of_the_cells_after_raking(rows, by_row, by_column):
    rows = [*rows, *[(g, a, 1.0) for g in "ab" for a in "xyz"]]
    answers = pl.DataFrame({"g": [r[0] for r in rows], "a": [r[1] for r in rows]})
    start = given(np.array([r[2] for r in rows]))
    total = 1000.0
    shares = [np.array(by_row) / sum(by_row) * total, np.array(by_column) / sum(by_column) * total]
    margins = [
        population("g", **dict(zip("ab", shares[0], strict=True))),
        population("a", **dict(zip("xyz", shares[1], strict=True))),
    ]
    found = rake(start, answers, margins)
    for margin, column in zip(margins, "ga", strict=True):
        sums = answers.with_columns(w=found.weights).group_by(column).agg(pl.col("w").sum()).sort(column)
        assert sums["w"].to_numpy() == pytest.approx(margin.sort(column)["population"].to_numpy(), rel=1e-9)
    logs = np.log(found.weights / start.weights)
    by_cell = {row[:2]: logs[at] for at, row in enumerate(rows)}
    left = by_cell["a", "x"] - by_cell["b", "x"]
    assert left == pytest.approx(by_cell["a", "z"] - by_cell["b", "z"], abs=1e-8)


# ---- trimming


def test_trimming_keeps_the_sum_and_ends_within_the_limits():
    found = trim(given(np.array([1.0, 2.0, 3.0, 9.0, 0.0])), upper=5.0)
    assert found.weights.sum() == pytest.approx(15.0)
    assert found.weights.max() <= 5.0
    assert found.weights[-1] == 0.0
    assert found.steps[-1].cells.to_dicts() == [{"cut": 1, "cut_share": pytest.approx(0.6)}]


@settings(max_examples=60, deadline=None)
@for_all(st.lists(st.floats(0.1, 50), min_size=3, max_size=40), st.floats(1.05, 3), st.floats(0, 0.9))
def test_trimming_never_changes_the_sum_of_weights(weights, times_up, times_down):
    mean = float(np.mean(weights))
    found = trim(given(np.array(weights)), upper=mean * times_up, lower=mean * times_down)
    assert found.weights.sum() == pytest.approx(sum(weights), rel=1e-9)
    assert found.weights.max() <= mean * times_up * (1 + 1e-12)
    assert found.weights.min() >= mean * times_down * (1 - 1e-12)


def test_limits_that_the_weights_together_cannot_keep_are_refused():
    with pytest.raises(ProblemsFound) as refused:
        trim(EVEN, upper=0.9)
    assert codes_of(refused) == ["SV462"]


# ---- the record, and what is left for the variance


def test_every_step_is_recorded_as_plain_data_in_its_order():
    made = trim(
        rake(EVEN, ANSWERS, [population("gender", f=6, m=4), population("age", young=5, old=5)]), upper=9.0
    )
    data = json.loads(json.dumps(made.as_data()))
    assert [step["step"] for step in data] == ["given", "raking", "trimming"]
    assert data[1]["settings"] == {"margins": [["gender"], ["age"]], "limits": [0.0, None], "at_limits": 0}
    assert data[1]["weights"]["total"] == pytest.approx(10.0)
    assert [cell["weight_after"] for cell in data[1]["cells"]] == pytest.approx([6, 4, 5, 5])


def test_residuals_of_what_the_margins_know_are_zero():
    made = rake(EVEN, ANSWERS, [population("gender", f=6, m=4), population("age", young=5, old=5)])
    known = (ANSWERS["gender"] == "f").to_numpy() * 3.0 + (ANSWERS["age"] == "old").to_numpy()
    assert made.residuals(known[:, None]) == pytest.approx(np.zeros((4, 1)), abs=1e-12)


def test_residuals_are_those_of_weighted_least_squares():
    rng = np.random.default_rng(7)
    first, second = rng.integers(0, 3, 200), rng.integers(0, 4, 200)
    before, scores = rng.uniform(1, 5, 200), rng.normal(size=(200, 2))
    design = np.column_stack([first == at for at in range(3)] + [second == at for at in range(1, 4)]) * 1.0
    root = np.sqrt(before)[:, None]
    wanted = scores - design @ np.linalg.lstsq(design * root, scores * root, rcond=None)[0]
    found = Calibration((first, second), (3, 4), before).residuals(scores)
    assert found == pytest.approx(wanted, abs=1e-12)
