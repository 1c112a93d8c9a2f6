"""Differences and their errors, p-values and adjusted p-values equal those of R.

Expected numbers: tests/golden/surveys/comparing/make.R (svyby(covmat=TRUE), svycontrast, pt, p.adjust).
"""

from functools import cache
from pathlib import Path

import polars as pl
import pytest

from parindex.surveys.estimation.calibrated import calibrate
from parindex.surveys.estimation.comparing import differences, differences_from_everybody
from parindex.surveys.estimation.design import SurveyDesign
from parindex.surveys.estimation.measures import Mean
from parindex.surveys.estimation.statistics import SurveyStatistics, statistics_of
from parindex.surveys.estimation.years import stack_years

GOLDEN = Path(__file__).parents[3] / "golden" / "surveys"
MEASURES = [Mean("satisfied", "satisfied"), Mean("score", "score")]
DOMAINS = ["gender", "age", "area", "stratum"]
CLUSTERED = SurveyDesign(weights="weight", strata="stratum", psu="psu")
FINITE = SurveyDesign(weights="weight", strata="stratum", psu="psu", fpc="villages")
EXPECTED = pl.read_csv(
    GOLDEN / "comparing" / "expected.csv", schema_overrides={"a": pl.String, "b": pl.String}
)
FAMILIES = EXPECTED.select("case", "by").unique(maintain_order=True).rows()
NUMBERS = ["difference", "se", "p", "p_holm", "p_bh"]


def read(path: Path) -> pl.DataFrame:
    numbers = {"weight": pl.Float64, "villages": pl.Float64, "minutes": pl.Float64, "Freq": pl.Float64}
    return pl.read_csv(path, schema_overrides=numbers).rename({"Freq": "population"}, strict=False)


@cache
def answers() -> pl.DataFrame:
    return read(GOLDEN / "weighting" / "data.csv")


def of_years(*, shares_units: bool) -> SurveyStatistics:
    years = {"2025": answers(), "2026": read(GOLDEN / "comparing" / "next_year.csv")}
    table, design = stack_years(years, CLUSTERED, ["satisfied", "score"], shares_units=shares_units)
    return statistics_of(table, design, MEASURES, ["year"])


def found_in(case: str, by: str) -> pl.DataFrame:
    match case:
        case "panel" | "apart":
            return differences(of_years(shares_units=case == "panel"), ["year"])
        case "everybody":
            table = statistics_of(answers(), CLUSTERED, MEASURES[:1], ["stratum"])
            return differences_from_everybody(table, [by]).with_columns(stratum_b=pl.lit(None, pl.String))
    table = statistics_of(answers(), FINITE if case == "finite" else CLUSTERED, MEASURES, DOMAINS)
    if case != "raked":
        return differences(table, [by])
    margins = [read(GOLDEN / "weighting" / f"{name}.csv") for name in ("gender", "age", "area")]
    return differences(calibrate(table, margins), [by])


@pytest.mark.parametrize(("case", "by"), FAMILIES)
def test_differences_their_errors_and_tests_equal_those_of_r(case: str, by: str):
    wanted = EXPECTED.filter(case=case, by=by).sort("a", "b", "measure")
    found = found_in(case, by).sort(f"{by}_a", f"{by}_b", "measure")
    assert found[f"{by}_a"].to_list() == wanted["a"].to_list()
    assert found[f"{by}_b"].to_list() == wanted["b"].to_list()
    assert found["df"].to_list() == wanted["df"].to_list()
    for name in NUMBERS:
        assert found[name].to_numpy() == pytest.approx(wanted[name].to_numpy(), rel=1e-8), name


def test_villages_asked_again_make_the_difference_of_two_years_surer_than_new_villages():
    same, new = (differences(of_years(shares_units=shared), ["year"]) for shared in (True, False))
    assert same["difference"].to_list() == pytest.approx(new["difference"].to_list(), rel=1e-12)
    assert (same["se"] < 0.9 * new["se"]).all()
    assert (same["df"][0], new["df"][0]) == (33, 66)
