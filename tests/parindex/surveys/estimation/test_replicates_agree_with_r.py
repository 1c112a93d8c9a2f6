"""Estimates and standard errors from replicates equal those of R's package survey to 1e-8.

Expected numbers: tests/golden/surveys/replicates/make.R (as.svrepdesign JK1, JKn, BRR, Fay; svrepdesign with our
bootstrap factors; postStratify and calibrate of replicates).
"""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from parindex.surveys.estimation.calibrated import calibrate
from parindex.surveys.estimation.design import SurveyDesign
from parindex.surveys.estimation.linearised import total
from parindex.surveys.estimation.measures import Mean, Ratio
from parindex.surveys.estimation.replicated import replicate_figures
from parindex.surveys.estimation.replicates import (
    Replicates,
    balanced,
    bootstrap,
    jackknife,
    replicate_weights,
)
from parindex.surveys.estimation.statistics import SurveyStatistics, statistics_of

GOLDEN = Path(__file__).parents[3] / "golden" / "surveys" / "replicates"
ANSWERS = pl.read_csv(GOLDEN / "data.csv", infer_schema_length=None)
GENDER, AGE = (
    pl.read_csv(GOLDEN / f"{name}.csv").rename({"Freq": "population"}) for name in ("gender", "age")
)
EXPECTED = pl.read_csv(GOLDEN / "expected.csv", infer_schema_length=None)
EQUAL = 1e-8
MEASURES = [
    Mean("satisfied", "satisfied"),
    Mean("score", "score"),
    Mean("minutes", "minutes"),
    Ratio("score_minutes", "score", "minutes"),
]
STRATA = SurveyDesign(weights="weight", strata="stratum", psu="psu")
DESIGNS = {
    "JK1": SurveyDesign(weights="weight", psu="psu"),
    "JK1_people": SurveyDesign(weights="weight", psu="id"),
    "JKn_finite": SurveyDesign(weights="weight", strata="stratum", psu="psu", fpc="villages"),
}
MARGINS = {"poststratified": [GENDER], "raked": [GENDER, AGE]}


def table_of(name: str) -> SurveyStatistics:
    return statistics_of(ANSWERS, DESIGNS.get(name, STRATA), MEASURES, ["unit", "gender", "age"])


def our_bootstrap(table: SurveyStatistics) -> Replicates:
    return bootstrap(table, 60, np.random.default_rng(20260103))


def replicates_of(name: str, table: SurveyStatistics) -> Replicates:
    match name.split("_", maxsplit=1)[0]:
        case "BRR":
            return balanced(table)
        case "Fay":
            return balanced(table, rho=0.3)
        case "bootstrap":
            return our_bootstrap(table)
        case _:
            return jackknife(table)


@pytest.mark.parametrize("name", EXPECTED["design"].unique(maintain_order=True))
def test_estimates_and_errors_equal_those_of_r_for_everybody_and_in_domains(name: str):
    table = table_of(name)
    replicates = replicates_of(name, table)
    margins = MARGINS.get(name.rsplit("_", maxsplit=1)[-1])
    asked = calibrate(table, margins) if margins else table
    centre = "estimate" if name.endswith("mse") else "mean"
    everybody = replicate_figures(asked, replicates, centre=centre).with_columns(domain=pl.lit("all"))
    by_unit = replicate_figures(asked, replicates, by=["unit"], centre=centre).rename({"unit": "domain"})
    figures = pl.concat([everybody, by_unit.select(everybody.columns)])
    totals = replicate_figures(asked, replicates, total, centre=centre)
    wanted = EXPECTED.filter(design=name)
    assert wanted.height == 13
    for _, statistic, domain, estimate, se in wanted.iter_rows():
        kind, measure = statistic.split("_", 1)
        found = totals if kind == "total" else figures.filter(domain=domain)
        row = found.filter(measure=measure)
        said = (row["estimate"].item(), row["se"].item())
        assert said == pytest.approx((estimate, se), rel=EQUAL), (statistic, domain)


def test_the_bootstrap_factors_given_to_r_are_those_that_the_seed_draws():
    wanted = pl.read_csv(GOLDEN / "bootstrap.csv")
    found = our_bootstrap(table_of("bootstrap")).as_table()
    assert found.equals(wanted)


def test_weights_of_replicates_for_other_programs_are_weight_times_factor():
    table = table_of("JKn")
    made = replicate_weights(ANSWERS, STRATA, jackknife(table))
    first = made.filter(psu="v01")
    others = made.filter(psu="v02")
    assert first["r1"].sum() == 0.0
    assert others["r1"].to_list() == pytest.approx((others["weight"] * 2).to_list())
    assert made["r28"].to_list()[:3] == made["weight"].to_list()[:3]
    assert made.width == 3 + 1 + 28
