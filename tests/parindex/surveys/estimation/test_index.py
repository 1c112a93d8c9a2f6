"""The index of satisfaction in its three aggregations, worked by hand."""

import polars as pl
import pytest

from parindex.surveys.estimation.design import SurveyDesign
from parindex.surveys.estimation.index import IndexPlan, index_of, plan_of
from parindex.surveys.estimation.linearised import means
from parindex.surveys.estimation.measures import Share
from parindex.surveys.estimation.statistics import statistics_of
from parindex.surveys.instruments.registry import load_instrument

A, B, C = (Share(name, name) for name in "abc")
FACTORS = (("F", (A, B)), ("G", (C,)))
# Satisfied of answered: a 3 of 4, b 1 of 2 (9 is no opinion), c 4 of 4.
ANSWERS = pl.DataFrame(
    {
        "response_id": ["1", "2", "3", "4"],
        "unit": ["x", "x", "y", "y"],
        "a": [5, 4, 4, 1],
        "b": [5, 3, None, 9],
        "c": [4, 4, 5, 5],
    }
)


def index(aggregation: str, answers: pl.DataFrame = ANSWERS, by: tuple[str, ...] = ()) -> pl.DataFrame:
    plan = IndexPlan(FACTORS, aggregation)
    return index_of(statistics_of(answers, SurveyDesign(), plan.measures, by), plan, by)


@pytest.mark.parametrize(
    ("aggregation", "whole", "factor"),
    [
        ("pooled", 8 / 10, 4 / 6),
        ("mean_of_items", (3 / 4 + 1 / 2 + 1) / 3, (3 / 4 + 1 / 2) / 2),
        ("mean_of_factors", (4 / 6 + 1) / 2, 4 / 6),
    ],
)
def test_the_three_aggregations_give_three_numbers_of_the_same_answers(
    aggregation: str, whole: float, factor: float
):
    got = index(aggregation)
    assert got["measure"].to_list() == ["index", "F", "G", "all_satisfied"]
    assert got["estimate"].to_list() == pytest.approx([whole, factor, 1.0, 2 / 4])
    assert got["aggregation"].unique().to_list() == [aggregation]
    assert got["n"].to_list() == [4, 4, 4, 4]


def test_all_three_agree_where_everybody_answers_everything_of_factors_of_one_size():
    answers = ANSWERS.with_columns(b=pl.Series([5, 3, 2, 4]))
    plans = [
        IndexPlan((("F", (A,)), ("G", (B,)), ("H", (C,))), kind)
        for kind in ("pooled", "mean_of_items", "mean_of_factors")
    ]
    found = [index_of(statistics_of(answers, SurveyDesign(), plan.measures), plan) for plan in plans]
    for name in ("estimate", "se"):
        assert found[1][name].to_list() == pytest.approx(found[0][name].to_list(), rel=1e-12)
        assert found[2][name].to_list() == pytest.approx(found[0][name].to_list(), rel=1e-12)


def test_the_error_of_a_mean_of_items_is_that_of_each_persons_linearised_value():
    # z of a person: 1/3 of (satisfied - share) over the answers, for each item that the person answered.
    z = [
        (1 / 4 / 4 + 1 / 2 / 2) / 3,
        (1 / 4 / 4 - 1 / 2 / 2) / 3,
        (1 / 4 / 4) / 3,
        (-3 / 4 / 4) / 3,
    ]
    assert sum(z) == pytest.approx(0, abs=1e-16)
    assert index("mean_of_items")["se"][0] == pytest.approx(
        (4 / 3 * sum(one**2 for one in z)) ** 0.5, rel=1e-13
    )


def test_an_item_that_nobody_of_a_unit_answered_leaves_the_mean_of_that_unit():
    got = index("mean_of_items", by=("unit",))
    y = got.filter(unit="y", measure="index")
    assert y["estimate"].item() == pytest.approx((1 / 2 + 1) / 2)
    assert got.filter(unit="x", measure="index")["estimate"].item() == pytest.approx((1 + 1 / 2 + 1) / 3)


def test_figures_come_unit_by_unit_in_the_order_of_the_form():
    got = index("mean_of_factors", by=("unit",))
    assert got.select("unit", "measure").rows() == [
        (unit, name) for unit in ("x", "y") for name in ("index", "F", "G", "all_satisfied")
    ]


def test_a_unit_where_nobody_answered_has_no_index():
    nobody = ANSWERS.with_columns(
        pl.when(pl.col("unit") == "y").then(None).otherwise(pl.col("a", "b", "c")).name.keep()
    )
    for aggregation in ("pooled", "mean_of_items", "mean_of_factors"):
        row = index(aggregation, nobody, ("unit",)).filter(unit="y", measure="index")
        assert row.select("n", "estimate", "se").row(0) == (0, None, None)


def test_the_index_is_no_mean_of_codes():
    # Four "satisfied" answers of 4 are 100 %, and not 80 %.
    answers = ANSWERS.with_columns(a=4, b=4, c=4)
    assert index("pooled", answers)["estimate"].to_list() == [1.0, 1.0, 1.0, 1.0]


def test_the_population_form_of_2026_has_39_items_in_9_factors():
    plan = plan_of(load_instrument("sipas-population@2026"))
    assert [len(shares) for _, shares in plan.factors] == [2, 2, 9, 10, 3, 4, 3, 3, 3]
    codes = {share.column: [4] for share in plan.items}
    answers = pl.DataFrame({"response_id": ["1", "2", "3"]} | {name: [4, 3, 5] for name in codes})
    got = index_of(statistics_of(answers, SurveyDesign(), plan.measures), plan)
    assert got.height == 11
    assert got["estimate"].to_list() == pytest.approx([2 / 3] * 11)


def test_an_item_alone_is_the_same_by_the_index_and_by_its_share():
    plan = IndexPlan((("G", (C,)),), "mean_of_items")
    table = statistics_of(ANSWERS.with_columns(c=pl.Series([4, 2, 5, 3])), SurveyDesign(), plan.measures)
    share, whole = means(table.chosen(["c"])), index_of(table, plan)
    assert whole.filter(measure="index")["se"].item() == pytest.approx(share["se"].item(), rel=1e-14)


def test_a_form_without_an_index_has_no_plan():
    with pytest.raises(ValueError, match="has no index"):
        plan_of(load_instrument("sipas-population@2026").model_copy(update={"index": None}))
