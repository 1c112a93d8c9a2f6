"""The table of sums: batches add up, the order of people says nothing, a domain keeps the whole design."""

from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.errors import ProblemsFound
from parindex.surveys.estimation.design import SurveyDesign
from parindex.surveys.estimation.linearised import means, totals
from parindex.surveys.estimation.measures import AllCounted, Mean, Pooled, Share
from parindex.surveys.estimation.statistics import N, W, X, Y, statistics_of
from tests.parindex.surveys.estimation.slow_survey import number, variance_of_share, weighted_share

DESIGN = SurveyDesign(weights="w", strata="stratum", psu="psu")
MEASURES = (Share("q", "q"), Mean("score", "score"))


def made(people: int, seed: int) -> pl.DataFrame:
    draw = np.random.default_rng(seed)
    psu = draw.integers(0, 12, people)
    return pl.DataFrame(
        {
            "response_id": [f"r{place}" for place in range(people)],
            "psu": psu,
            "stratum": psu // 4,
            "unit": draw.choice(["a", "b", "c"], people),
            "w": draw.integers(1, 9, people) / 2,
            "score": draw.integers(0, 40, people) / 4,
            "q": draw.choice([1, 2, 3, 4, 5, 9], people),
        }
    ).with_columns(q=pl.when(pl.col("q") == 1).then(None).otherwise("q"))


def figures(answers: pl.DataFrame, by: tuple[str, ...] = ("unit",)) -> pl.DataFrame:
    return means(statistics_of(answers, DESIGN, MEASURES, by), by)


@given(seed=st.integers(0, 10_000), cut=st.integers(0, 200))
@settings(max_examples=25, deadline=None)
def test_the_tables_of_two_batches_add_up_to_the_table_of_all(seed: int, cut: int):
    answers = made(200, seed)
    first, second = answers.head(cut), answers.slice(cut)
    whole = statistics_of(answers, DESIGN, MEASURES, ("unit",))
    added = statistics_of(first, DESIGN, MEASURES, ("unit",)) + statistics_of(
        second, DESIGN, MEASURES, ("unit",)
    )
    # Weights and numbers are halves and quarters: binary sums of them are exact, whatever their order.
    assert added.cells.equals(whole.cells)
    assert np.array_equal(added.sums, whole.sums)
    assert means(added, ("unit",)).equals(means(whole, ("unit",)))


@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_the_order_of_answers_changes_nothing(seed: int):
    answers = made(150, seed)
    order = np.random.default_rng(seed + 1).permutation(150)
    assert figures(answers[order]).equals(figures(answers))


def test_new_answers_are_taken_in_without_the_old_ones():
    answers = made(300, 7)
    kept = statistics_of(answers.head(290), DESIGN, MEASURES)
    new = answers.tail(10)
    del answers
    assert means(kept + statistics_of(new, DESIGN, MEASURES)).equals(figures(made(300, 7), ()))


@given(seed=st.integers(0, 10_000), factor=st.sampled_from([0.125, 3.0, 1000.0]))
@settings(max_examples=15, deadline=None)
def test_multiplying_every_weight_leaves_means_and_errors_and_multiplies_totals(seed: int, factor: float):
    answers = made(150, seed)
    heavier = answers.with_columns(w=pl.col("w") * factor)
    kept, got = figures(answers), figures(heavier)
    for name in ("estimate", "se", "cv", "deff_replace"):
        assert np.allclose(
            got[name].to_numpy(), kept[name].to_numpy(), rtol=1e-11, atol=1e-15, equal_nan=True
        )
    assert got["df"].equals(kept["df"])
    before, after = (totals(statistics_of(one, DESIGN, MEASURES)) for one in (answers, heavier))
    assert np.allclose(after["estimate"], before["estimate"] * factor, rtol=1e-12)
    assert np.allclose(after["se"], before["se"] * factor, rtol=1e-11)


def test_rolling_domains_up_gives_the_figures_of_a_table_that_never_had_them():
    answers = made(200, 3)
    fine = statistics_of(answers, DESIGN, MEASURES, ("unit", "stratum"))
    coarse = statistics_of(answers, DESIGN, MEASURES, ("unit",))
    assert means(fine, ("unit",)).equals(means(coarse, ("unit",)))
    assert means(fine).equals(means(statistics_of(answers, DESIGN, MEASURES)))


def test_a_domain_is_a_subset_of_the_design_and_not_of_the_data():
    # Unit "b" has people in two of the six villages; the other four count as 0, so the total varies more.
    answers = pl.DataFrame(
        {
            "response_id": [str(place) for place in range(12)],
            "psu": [place // 2 for place in range(12)],
            "unit": ["b"] * 4 + ["a"] * 8,
            "q": [5, 5, 5, 2] + [4] * 8,
        }
    )
    design = SurveyDesign(psu="psu")
    whole = totals(statistics_of(answers, design, [Share("q", "q")], ["unit"]), ["unit"])
    alone = totals(statistics_of(answers.filter(unit="b"), design, [Share("q", "q")]))
    # Sums by village: 2, 1, 0, 0, 0, 0 around 1/2, times 6/5; alone: 2, 1 around 3/2, times 2.
    assert whole.filter(unit="b")["se"].item() == pytest.approx((6 / 5 * 3.5) ** 0.5, rel=1e-14)
    assert alone["se"].item() == pytest.approx(1.0, rel=1e-14)


@pytest.mark.parametrize("seed", range(6))
def test_shares_and_variances_are_exactly_those_of_the_slow_reference(seed: int):
    draw = np.random.default_rng(seed)
    people, rows = [], []
    for district in range(4):
        for village in range(int(draw.integers(2, 5))):
            for person in range(int(draw.integers(2, 6))):
                code = [None, 9, 2, 3, 4, 5][int(draw.integers(0, 6))]
                weight, unit = str(draw.integers(10, 99) / 10), "ab"[int(draw.integers(0, 2))]
                stratum, psu, name = f"s{district // 2}", f"{district}", f"{district}-{village}-{person}"
                rows.append((stratum, psu, f"{district}-{village}", name, float(weight), unit, code, 9, 12))
                people.append(
                    {
                        "strata": (stratum, psu, f"{district}-{village}"),
                        "units": (psu, f"{district}-{village}", name),
                    }
                    | {"w": number(weight), "unit": unit, "districts": Fraction(9), "villages": Fraction(12)}
                    | {"y": None if code in (None, 9) else Fraction(int(code >= 4))}
                )
    names = ["stratum", "district", "village", "response_id", "w", "unit", "q", "districts", "villages"]
    answers = pl.DataFrame(rows, schema=names, orient="row")
    design = SurveyDesign(
        weights="w",
        strata="stratum",
        psu=("district", "village", "response_id"),
        fpc=("districts", "villages"),
    )
    got = means(statistics_of(answers, design, [Share("q", "q")], ["unit"]), ["unit"])
    for unit in ("a", "b"):
        row = got.filter(unit=unit)
        inside = [person for person in people if person["unit"] == unit]
        share = weighted_share(inside, "y")
        variance = variance_of_share(
            people, "y", lambda one, unit=unit: one["unit"] == unit, ("districts", "villages")
        )
        assert row["estimate"].item() == pytest.approx(float(share), rel=1e-13)
        assert row["se"].item() == pytest.approx(float(variance) ** 0.5, rel=1e-12)
        assert row["n"].item() == sum(person["y"] is not None for person in inside)


def test_no_answer_and_no_opinion_leave_numerator_and_denominator():
    answers = pl.DataFrame({"response_id": list("abcde"), "q": [5, 4, 2, 9, None], "w": [1.0, 2, 4, 8, 16]})
    table = statistics_of(answers, SurveyDesign(weights="w"), [Share("q", "q")])
    assert [table.sums[place].sum() for place in (N, W, X, Y)] == [3, 7, 7, 3]


@pytest.mark.parametrize("kind", [pl.Int8, pl.Int16, pl.UInt8, pl.Int64, pl.Float64])
def test_codes_are_counted_alike_in_every_column_type(kind: pl.DataType):
    answers = pl.DataFrame({"q": pl.Series([1, 5, 9, None, 0, 4, 127], dtype=kind)})
    assert Share("q", "q").marks(answers).tolist() == [1, 2, 0, 0, 0, 2, 0]


def test_all_satisfied_needs_every_given_answer_satisfied_and_at_least_one():
    answers = pl.DataFrame({"a": [5, 5, None, 4, 9], "b": [4, 3, 5, None, None]})
    measure = AllCounted("whole", (Share("a", "a"), Share("b", "b")))
    assert measure.marks(answers).tolist() == [2, 1, 2, 2, 0]


def test_a_pooled_share_counts_answers_and_not_people():
    answers = pl.DataFrame({"response_id": ["x", "y"], "a": [5, 2], "b": [4, None]})
    table = statistics_of(answers, SurveyDesign(), [Pooled("both", (Share("a", "a"), Share("b", "b")))])
    assert means(table).select("n", "estimate").row(0) == (2, pytest.approx(2 / 3))


def test_a_row_of_weight_0_counts_nowhere_but_stays_in_the_design():
    answers = pl.DataFrame({"psu": [1, 1, 2, 3], "w": [1.0, 1, 1, 0], "q": [5, 2, 4, 1]})
    got = means(statistics_of(answers, SurveyDesign(weights="w", psu="psu"), [Share("q", "q")]))
    assert got.select("n", "df").row(0) == (3, 1)
    # z by unit: -1/6·... of three units drawn, one of them 0: 3/2 · 2 · (1/9)²·... = (1/9)·√3
    assert got["se"].item() == pytest.approx((3 / 2 * 2 * (1 / 9) ** 2) ** 0.5, rel=1e-13)


def test_people_of_no_domain_stay_in_the_design_and_get_no_row():
    answers = pl.DataFrame({"response_id": list("abc"), "unit": ["x", "x", None], "q": [5, 2, 4]})
    got = means(statistics_of(answers, SurveyDesign(), [Share("q", "q")], ["unit"]), ["unit"])
    assert got["unit"].to_list() == ["x"]
    assert got["se"].item() == pytest.approx((3 / 2 * 2 * (1 / 4) ** 2) ** 0.5, rel=1e-13)


def test_a_domain_in_which_nobody_answered_has_no_figure():
    answers = pl.DataFrame({"response_id": list("abc"), "unit": ["x", "x", "y"], "q": [5, 2, None]})
    got = means(statistics_of(answers, SurveyDesign(), [Share("q", "q")], ["unit"]), ["unit"])
    assert got.filter(unit="y").select("n", "estimate", "se", "cv").row(0) == (0, None, None, None)


def test_a_share_within_one_village_has_no_standard_error():
    answers = pl.DataFrame({"psu": [1, 1, 2, 2], "unit": ["x", "x", "y", "y"], "q": [5, 2, 4, 4]})
    got = means(statistics_of(answers, SurveyDesign(psu="psu"), [Share("q", "q")], ["unit"]), ["unit"])
    assert got.select("estimate", "se", "df").rows() == [(0.5, None, 0), (1.0, None, 0)]


def test_tables_of_different_questions_do_not_add_up():
    answers = made(20, 1)
    one = statistics_of(answers, DESIGN, [Share("q", "q")])
    other = statistics_of(answers, DESIGN, [Share("q", "q", counted=(5,))])
    with pytest.raises(ValueError, match="do not add up"):
        one + other


def test_no_answers_at_all_give_a_table_without_cells():
    empty = statistics_of(made(5, 1).clear(), DESIGN, MEASURES, ("unit",))
    assert (empty.cells.height, empty.sums.shape) == (0, (7, 0, 2))
    whole = statistics_of(made(50, 1), DESIGN, MEASURES, ("unit",))
    assert np.array_equal((empty + whole).sums, whole.sums)
    assert means(empty)["estimate"].to_list() == [None, None]


def test_a_domain_or_a_measure_that_the_table_lacks_is_named():
    table = statistics_of(made(20, 1), DESIGN, MEASURES, ("unit",))
    with pytest.raises(ProblemsFound) as found:
        means(table, ["field"])
    assert [problem.code for problem in found.value.problems] == ["SV412"]
    assert "“field”" in found.value.text()
    with pytest.raises(ProblemsFound, match="SV412"):
        table.chosen(["nothing"])
