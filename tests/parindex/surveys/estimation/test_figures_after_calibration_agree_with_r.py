"""Figures and standard errors after post-stratification and raking equal those of R's package survey.

Expected numbers: tests/golden/surveys/weighting/make.R (postStratify, calibrate(calfun="raking", bounds=), rake).
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from parindex.surveys.estimation.calibrated import calibrate, calibrated_figures
from parindex.surveys.estimation.design import SurveyDesign
from parindex.surveys.estimation.linearised import means, total, totals
from parindex.surveys.estimation.measures import Mean, Ratio
from parindex.surveys.estimation.statistics import SurveyStatistics, statistics_of
from parindex.surveys.weighting.raking import rake
from parindex.surveys.weighting.weighted import given

GOLDEN = Path(__file__).parents[3] / "golden" / "surveys" / "weighting"
EQUAL = 1e-8

DESIGNS = {
    "clustered": SurveyDesign(weights="weight", strata="stratum", psu="psu"),
    "finite": SurveyDesign(weights="weight", strata="stratum", psu="psu", fpc="villages"),
    "people": SurveyDesign(weights="weight", psu="id"),
    "equal_weights": SurveyDesign(weights="one", strata="stratum", psu="psu"),
}
MEASURES = [
    Mean("satisfied", "satisfied"),
    Mean("score", "score"),
    Mean("minutes", "minutes"),
    Ratio("score_minutes", "score", "minutes"),
]
MARGIN_COLUMNS = ("gender", "age", "area")


def read(name: str) -> pl.DataFrame:
    texts = {"age": pl.String, "psu": pl.String, "id": pl.String}
    numbers = dict.fromkeys(("weight", "villages", "minutes", "population"), pl.Float64)
    frame = pl.read_csv(GOLDEN / f"{name}.csv", infer_schema=False).rename(
        {"Freq": "population"}, strict=False
    )
    kinds = {**texts, **numbers, "score": pl.Int16, "satisfied": pl.Int16}
    return frame.with_columns(
        pl.col(column).str.strip_chars().cast(kinds.get(column, pl.String)) for column in frame.columns
    )


ANSWERS = read("data").with_columns(one=pl.lit(20.0))
MARGINS = [read(name) for name in MARGIN_COLUMNS]
EXPECTED = pl.read_csv(GOLDEN / "expected.csv", infer_schema_length=None)


def expected(**of: str) -> Iterator[tuple[str, str, float, float]]:
    rows = EXPECTED.filter(pl.col(column) == value for column, value in of.items())
    yield from rows.select("statistic", "domain", "estimate", "se").iter_rows()


def table_of(design: str) -> SurveyStatistics:
    return statistics_of(ANSWERS, DESIGNS[design], MEASURES, ["stratum", *MARGIN_COLUMNS])


def found_in(figures: pl.DataFrame, statistic: str) -> tuple[float, float]:
    row = figures.filter(measure=statistic.split("_", 1)[1])
    return row["estimate"].item(), row["se"].item()


@pytest.mark.parametrize("design", ["clustered", "finite", "people"])
@pytest.mark.parametrize("way", ["poststratified", "raked", "limited"])
def test_estimates_and_errors_equal_those_of_r_for_everybody_and_in_domains(design: str, way: str):
    margins = [read("gender_age")] if way == "poststratified" else MARGINS
    limits = (0.7, 2.2) if way == "limited" else (0.0, float("inf"))
    calibrated = calibrate(table_of(design), margins, limits=limits)
    figures = {
        "all": calibrated_figures(calibrated),
        "A": calibrated_figures(calibrated, by=["stratum"]).filter(stratum="A"),
        "urban": calibrated_figures(calibrated, by=["area"]).filter(area="urban"),
        "total": calibrated_figures(calibrated, total),
    }
    wanted = list(expected(design=design, way=way))
    assert len(wanted) == 14
    for statistic, domain, estimate, se in wanted:
        part = "total" if statistic.startswith("total") else domain
        assert found_in(figures[part], statistic) == pytest.approx((estimate, se), rel=EQUAL), statistic


def test_raking_of_equal_weights_has_the_error_of_r_s_rake():
    figures = calibrated_figures(calibrate(table_of("equal_weights"), MARGINS))
    for statistic, _, estimate, se in expected(design="equal_weights"):
        assert found_in(figures, statistic) == pytest.approx((estimate, se), rel=EQUAL), statistic


@pytest.mark.parametrize("design", ["clustered", "finite", "people"])
def test_without_calibration_the_figures_are_those_of_r_too(design: str):
    table = table_of(design)
    figures = {"all": means(table), "total": totals(table)}
    for statistic, domain, estimate, se in expected(design=design, way="plain", domain="all"):
        part = "total" if statistic.startswith("total") else domain
        assert found_in(figures[part], statistic) == pytest.approx((estimate, se), rel=EQUAL), statistic


def test_the_table_gives_the_weights_that_raking_the_answers_gives():
    calibrated = calibrate(table_of("clustered"), MARGINS)
    raked = rake(given(ANSWERS["weight"]), ANSWERS, MARGINS)
    assert calibrated.weighted.diagnostics.total == pytest.approx(raked.diagnostics.total, rel=1e-12)
    by_age = ANSWERS.with_columns(w=raked.weights).group_by("stratum").agg(pl.col("w").sum()).sort("stratum")
    cells = calibrated.table.cells.group_by("stratum").agg(pl.col("weights").sum()).sort("stratum")
    assert cells["weights"].to_numpy() == pytest.approx(by_age["w"].to_numpy(), rel=1e-12)


def test_what_the_margins_know_has_no_error_left():
    answers = ANSWERS.with_columns(is_female=(pl.col("gender") == "f").cast(pl.Int16))
    table = statistics_of(answers, DESIGNS["clustered"], [Mean("f", "is_female")], MARGIN_COLUMNS)
    figures = calibrated_figures(calibrate(table, MARGINS))
    people = MARGINS[0]["population"]
    assert figures["estimate"].item() == pytest.approx(people[0] / people.sum(), rel=1e-12)
    assert figures["se"].item() < 1e-12
    assert means(table)["se"].item() > 0.01


def test_residuals_of_answers_have_the_variance_that_the_table_gives():
    raked = rake(given(ANSWERS["weight"]), ANSWERS, MARGINS)
    y = ANSWERS["satisfied"].to_numpy().astype(float)
    estimate = (raked.weights * y).sum() / raked.weights.sum()
    left = raked.residuals(((y - estimate) / raked.weights.sum())[:, None])[:, 0]
    by_unit = ANSWERS.with_columns(left=left).group_by("stratum", "psu").agg(pl.col("left").sum())
    strata = by_unit.group_by("stratum").agg(v=pl.col("left").var() * pl.len())
    figures = calibrated_figures(calibrate(table_of("clustered"), MARGINS))
    assert found_in(figures, "mean_satisfied")[1] == pytest.approx(np.sqrt(strata["v"].sum()), rel=1e-11)
