"""Every kind of design, small and awkward, as R's survey gives it: tests/golden/surveys/designs/make.R."""

import csv
from pathlib import Path

import polars as pl
import pytest

from parindex.surveys.estimation.design import SurveyDesign
from parindex.surveys.estimation.linearised import means, totals
from parindex.surveys.estimation.measures import Mean, Ratio, Share
from parindex.surveys.estimation.statistics import statistics_of

FOLDER = Path("tests/golden/surveys/designs")
with (FOLDER / "designs.csv").open() as file:
    DESIGNS = {row["case"]: row for row in csv.DictReader(file)}
TEXTS = dict.fromkeys(("case", "st", "st2", "psu", "hh", "per", "id", "u"), pl.String)
ANSWERS = pl.read_csv(FOLDER / "data.csv", schema_overrides=TEXTS, infer_schema_length=None)
EXPECTED = pl.read_csv(
    FOLDER / "expected.csv", schema_overrides={"domain": pl.String}, infer_schema_length=None
).with_columns(pl.col("domain").fill_null(""))
MEASURES = (Share("s", "q"), Mean("y", "y"), Ratio("r", "t", "x"))


def figures(case: str) -> dict[tuple[str, str, str], dict]:
    asked = DESIGNS[case]
    design = SurveyDesign(
        weights=asked["weights"] or None,
        probabilities=asked["probabilities"].split(),
        strata=asked["strata"].split(),
        psu=asked["units"].split(),
        fpc=asked["fpc"].split(),
        pps="brewer" if asked["brewer"] == "true" else "replacement",
        nest=asked["nest"] == "true",
    )
    table = statistics_of(ANSWERS.filter(case=case), design, MEASURES, ["u"])
    return {
        (statistic, row["measure"], row.get("u", "")): row
        for statistic, estimate in (("mean", means), ("total", totals))
        for by in ([], ["u"])
        for row in estimate(table, by, asked["lonely"]).iter_rows(named=True)
    }


@pytest.mark.parametrize("case", DESIGNS)
def test_estimates_errors_and_design_effects_of_everybody_and_of_domains_are_those_of_r(case: str):
    ours = figures(case)
    compared = 0
    for row in EXPECTED.filter(case=case).iter_rows(named=True):
        mine = ours[row["statistic"], row["measure"], row["domain"]]
        assert (mine["n"], mine["df"]) == (row["n"], row["df"])
        assert mine["estimate"] == pytest.approx(row["estimate"], rel=1e-8)
        if row["se"] is None or row["se"] < 1e-9 * abs(row["estimate"]):
            assert mine["se"] is None or mine["se"] < 1e-9 * abs(row["estimate"])
            continue
        assert mine["se"] == pytest.approx(row["se"], rel=1e-8)
        for name in ("deff", "deff_replace"):
            # R divides by a spread of 0, or of binary noise, where all answered alike
            known = row[name] if row[name] is not None and abs(row[name]) < 1e12 else None
            assert mine[name] == (None if known is None else pytest.approx(known, rel=1e-8))
        compared += 1
    assert compared >= 5
