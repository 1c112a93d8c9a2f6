"""Weights after each step equal those of R's package survey (tests/golden/surveys/weighting/make.R)."""

import math
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from parindex.surveys.weighting.poststratification import poststratify
from parindex.surveys.weighting.raking import rake
from parindex.surveys.weighting.trimming import trim
from parindex.surveys.weighting.weighted import Weighted, given

GOLDEN = Path(__file__).parents[3] / "golden" / "surveys" / "weighting"


def table(name: str) -> pl.DataFrame:
    frame = pl.read_csv(GOLDEN / f"{name}.csv", infer_schema=False)
    numbers = [column for column in frame.columns if column in {"weight", "Freq"} or name == "weights"]
    return frame.with_columns(pl.col(numbers).str.strip_chars().cast(pl.Float64)).rename(
        {"Freq": "population"}, strict=False
    )


ANSWERS = table("data")
MARGINS = [table("gender"), table("age"), table("area")]
WAYS = {
    "poststratified": lambda start: poststratify(start, ANSWERS, table("gender_age")),
    "raked": lambda start: rake(start, ANSWERS, MARGINS),
    "rake": lambda start: rake(start, ANSWERS, MARGINS),
    "limited": lambda start: rake(start, ANSWERS, MARGINS, limits=(0.7, 2.2)),
    "trimmed": lambda start: trim(start, upper=110.0, lower=60.0, is_strict=False),
    "trimmed_strictly": lambda start: trim(start, upper=105.0),
}


@pytest.mark.parametrize("way", WAYS)
def test_weights_equal_those_of_r(way: str):
    found: Weighted = WAYS[way](given(ANSWERS["weight"]))
    wanted = table("weights")[way].to_numpy()
    tolerance = 1e-9 if way == "rake" else 1e-10  # rake() of R stops at a change of 1e-9 of the sum
    assert np.max(np.abs(found.weights / wanted - 1)) < tolerance


def test_limits_bind_in_the_golden_case_and_are_kept():
    found = WAYS["limited"](given(ANSWERS["weight"]))
    factors = found.weights / ANSWERS["weight"].to_numpy()
    assert (factors.min(), factors.max()) == (pytest.approx(0.7), pytest.approx(2.2))
    assert found.steps[-1].settings["at_limits"] == 83


def test_the_golden_files_name_the_versions_they_were_made_with():
    assert (GOLDEN / "versions.txt").read_text().splitlines() == [
        "R version 4.2.2 Patched (2022-11-10 r83330)",
        "survey 4.1.1",
    ]
    assert math.isclose(table("weights")["plain"].sum(), ANSWERS["weight"].sum())
