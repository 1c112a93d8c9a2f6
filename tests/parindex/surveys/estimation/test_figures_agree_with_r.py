"""Every figure and error that R's survey package gives for the same answers, to 1e-8 of its size.

The answers, the R script and its version stand in tests/golden/surveys/estimation.
"""

from functools import cache

import numpy as np
import polars as pl
import pytest

from parindex.surveys.estimation.index import IndexPlan, index_of
from parindex.surveys.estimation.intervals import with_intervals
from parindex.surveys.estimation.linearised import means, totals
from tests.parindex.surveys.estimation.golden import (
    DESIGNS,
    FACTORS,
    by_every_domain,
    expected,
    lonely,
    table,
)

CLOSE = 1e-8
NOISE = 1e-7
"""An error of R below this is 0 but for binary noise: everybody alike, or a ratio within one unit."""
NAMES = list(DESIGNS)
INDEXED = [name for name in NAMES if name != "edge"]
KEYS = ["by", "domain", "measure"]


@cache
def figures(name: str, statistic: str) -> pl.DataFrame:
    made, estimate = table(name), totals if statistic == "total" else means
    return by_every_domain(name, lambda by: estimate(made, by, lonely(name)))


def both(name: str, statistic: str) -> pl.DataFrame:
    theirs = expected("expected.csv", name).filter(statistic=statistic)
    return theirs.join(figures(name, statistic), on=KEYS, nulls_equal=True, suffix="_ours", how="left")


def furthest(table: pl.DataFrame, theirs: str, ours: str) -> float:
    """The largest relative difference; one that only one side has counts as infinite."""
    a, b = (table[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in (theirs, ours))
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = np.where(same, 0, np.abs(a - b) / np.abs(a))
    return float(np.max(np.where(np.isnan(apart), np.inf, apart), initial=0))


def with_error(table: pl.DataFrame) -> pl.DataFrame:
    return table.filter(pl.col("se") > NOISE)


@pytest.mark.parametrize("statistic", ["mean", "total", "ratio"])
@pytest.mark.parametrize("name", NAMES)
def test_estimates_numbers_of_people_and_degrees_of_freedom_are_those_of_r(name: str, statistic: str):
    found = both(name, statistic)
    assert found.height == expected("expected.csv", name).filter(statistic=statistic).height
    assert found.height >= 5 or (statistic == "ratio" and name == "edge")
    assert furthest(found, "estimate", "estimate_ours") < CLOSE
    assert furthest(found, "n", "n_ours") == 0
    assert furthest(found, "df", "df_ours") == 0


@pytest.mark.parametrize("statistic", ["mean", "total", "ratio"])
@pytest.mark.parametrize("name", NAMES)
def test_standard_errors_are_those_of_r(name: str, statistic: str):
    found = both(name, statistic)
    assert furthest(with_error(found), "se", "se_ours") < CLOSE
    noise = found.filter(pl.col("se") <= NOISE)
    assert [error for error in noise["se_ours"].drop_nulls() if error > NOISE] == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("statistic", ["mean", "total", "ratio"])
def test_both_design_effects_are_those_of_r(name: str, statistic: str):
    # Where everybody answered alike R divides noise by noise: there is no design effect.
    found = with_error(both(name, statistic)).filter(
        ~((pl.col("deff") > 1e9) & pl.col("deff_ours").is_null())
    )
    assert furthest(found, "deff", "deff_ours") < CLOSE
    assert furthest(found, "deff_replace", "deff_replace_ours") < CLOSE


@pytest.mark.parametrize("aggregation", ["mean_of_items", "mean_of_factors"])
@pytest.mark.parametrize("name", INDEXED)
def test_means_of_items_and_of_factors_have_the_error_of_rs_delta_method(name: str, aggregation: str):
    plan, made = IndexPlan(FACTORS, aggregation), table(name)
    prefix = aggregation.removeprefix("mean_of_")
    ours = by_every_domain(name, lambda by: index_of(made, plan, by, lonely(name))).with_columns(
        measure=prefix + "_" + pl.col("measure")
    )
    theirs = expected("expected.csv", name).filter(pl.col("measure").str.starts_with(prefix)).drop_nulls("se")
    found = with_error(theirs).join(ours, on=KEYS, nulls_equal=True, suffix="_ours", how="left")
    assert found.height >= (12 if aggregation == "mean_of_items" else 4)
    assert furthest(found, "estimate", "estimate_ours") < CLOSE
    assert furthest(found, "se", "se_ours") < CLOSE


@pytest.mark.parametrize("name", INDEXED)
def test_the_pooled_index_and_its_factors_are_rs_ratios(name: str):
    made = table(name)
    ours = by_every_domain(name, lambda by: index_of(made, IndexPlan(FACTORS), by, lonely(name)))
    theirs = expected("expected.csv", name).filter(pl.col("measure").is_in(["f1", "f2", "f3", "index"]))
    found = with_error(theirs).join(ours, on=KEYS, nulls_equal=True, suffix="_ours", how="left")
    assert furthest(found, "estimate", "estimate_ours") < CLOSE
    assert furthest(found, "se", "se_ours") < CLOSE
    assert furthest(found, "deff", "deff_ours") < CLOSE


@pytest.mark.parametrize("level", [0.95, 0.9])
@pytest.mark.parametrize(
    ("theirs", "method"),
    [("mean", "wald"), ("xlogit", "logit"), ("logit", "logit"), ("beta", "korn_graubard")],
)
@pytest.mark.parametrize("name", NAMES)
def test_intervals_are_those_of_svyciprop(name: str, theirs: str, method: str, level: float):
    ends = expected("intervals.csv", name).filter(method=theirs, level=level).drop_nulls("lower")
    ours = with_intervals(figures(name, "mean"), method, level)
    found = with_error(ends.join(ours, on=KEYS, nulls_equal=True, suffix="_ours", how="left"))
    if theirs == "logit":
        # R takes the quantile as 1 - 2*pnorm(qt): with one degree of freedom no digit is left of it.
        found = found.filter(pl.col("df") > 1)
    assert found.height >= 3 or (theirs == "beta" and name == "pps_brewer")
    assert furthest(found, "lower", "lower_ours") < CLOSE
    assert furthest(found, "upper", "upper_ours") < CLOSE
