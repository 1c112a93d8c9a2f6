"""Intervals near 0 and 1, quantiles, and the labels that thresholds give."""

import math
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from parindex.surveys.estimation.intervals import with_intervals
from parindex.surveys.estimation.quantiles import beta_quantile, t_quantile
from parindex.surveys.estimation.reliability import (
    LABELS,
    NCHS_2017,
    REASONS,
    STANDARDS,
    STATISTICS_CANADA,
    with_labels,
)

METHODS = ["wald", "logit", "wilson", "korn_graubard"]


def figure(estimate: float, se: float | None, n: int, df: int) -> pl.DataFrame:
    types = {"estimate": pl.Float64, "se": pl.Float64, "n": pl.Int64, "df": pl.Int64}
    return pl.DataFrame({"estimate": [estimate], "se": [se], "n": [n], "df": [df]}, schema=types)


def ends(method: str, *of: float, level: float = 0.95) -> tuple[float, float]:
    return with_intervals(figure(*of), method, level).select("lower", "upper").row(0)


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.99])
def test_quantiles_of_t_with_1_and_2_degrees_of_freedom_have_their_closed_forms(level: float):
    assert t_quantile(level, [1])[0] == pytest.approx(math.tan(math.pi * level / 2), rel=1e-13)
    assert t_quantile(level, [2])[0] == pytest.approx(level * math.sqrt(2 / (1 - level**2)), rel=1e-13)


def test_the_quantile_of_t_approaches_the_normal_one():
    assert t_quantile(0.95, [1e6])[0] == pytest.approx(
        1.9599639845400545 * (1 + (1.96**2 + 1) / 4e6), rel=1e-9
    )


@pytest.mark.parametrize("b", [0.3, 1.0, 7.5, 4e5])
def test_the_quantile_of_beta_with_a_of_1_has_its_closed_form(b: float):
    p = np.array([1e-6, 0.025, 0.5, 0.975])
    assert np.allclose(beta_quantile(p, 1.0, b), -np.expm1(np.log1p(-p) / b), rtol=1e-10, atol=0)


@pytest.mark.parametrize(("a", "b"), [(3.0, 5.0), (0.4, 60.0), (36000.5, 0.7), (2e5, 5e5)])
def test_quantiles_of_beta_mirror_each_other(a: float, b: float):
    assert beta_quantile(0.025, a, b) == pytest.approx(1 - beta_quantile(0.975, b, a), rel=1e-9)


def test_quantiles_without_degrees_of_freedom_or_shape_do_not_exist():
    assert np.isnan(t_quantile(0.95, [0, -1, np.nan])).all()
    assert np.isnan(beta_quantile(0.5, [0, 1], [1, -2])).all()


def test_korn_graubard_of_a_simple_sample_is_clopper_pearson():
    # 8 of 10; Clopper & Pearson 1934: 0.4439, 0.9748
    found = ends("korn_graubard", 0.8, math.sqrt(0.16 / 10), 10, 9)
    assert found == pytest.approx((0.4439045376923585, 0.9747892736731666), rel=1e-12)


def test_wilson_of_a_simple_sample_with_many_degrees_of_freedom_is_wilsons():
    z, n, p = 1.9599639845400545, 50.0, 0.9
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    found = ends("wilson", p, math.sqrt(p * (1 - p) / n), 50, 10**9)
    assert found == pytest.approx(
        ((middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)), rel=1e-8
    )


@pytest.mark.parametrize("method", ["wilson", "korn_graubard"])
def test_where_everybody_is_satisfied_the_interval_still_says_how_sure_that_is(method: str):
    few, many = ends(method, 1.0, 0.0, 20, 19), ends(method, 1.0, 0.0, 2000, 1999)
    assert few[1] == many[1] == 1.0
    assert 0.8 < few[0] < 0.87
    assert 0.998 < many[0] < 0.9985


@pytest.mark.parametrize("method", ["wilson", "korn_graubard"])
def test_nobody_satisfied_is_the_mirror_of_everybody(method: str):
    none, everybody = ends(method, 0.0, 0.0, 40, 12), ends(method, 1.0, 0.0, 40, 12)
    assert none[0] == 0.0
    assert none[1] == pytest.approx(1 - everybody[0], rel=1e-12)


def test_all_of_ten_people_give_clopper_pearsons_lower_end():
    assert ends("korn_graubard", 1.0, 0.0, 10, 9)[0] == pytest.approx(0.025 ** (1 / 10), rel=1e-12)


def test_fewer_villages_make_the_same_answers_less_sure():
    lows = [ends("korn_graubard", 1.0, 0.0, 100, df)[0] for df in (99, 20, 4, 1)]
    assert all(more > fewer for more, fewer in pairwise(lows))


def test_the_wald_interval_of_everybody_satisfied_is_a_point_and_the_logit_one_does_not_exist():
    assert ends("wald", 1.0, 0.0, 50, 20) == (1.0, 1.0)
    assert ends("logit", 1.0, 0.0, 50, 20) == (None, None)


@pytest.mark.parametrize("method", ["logit", "wilson", "korn_graubard"])
def test_no_interval_of_a_share_leaves_0_and_1(method: str):
    low, high = ends(method, 0.99, 0.009, 120, 6)
    assert 0 < low < 0.99 < high <= 1
    assert ends("wald", 0.99, 0.009, 120, 6)[1] > 1


@pytest.mark.parametrize("method", METHODS)
def test_a_wider_level_gives_a_wider_interval(method: str):
    inner, outer = (ends(method, 0.8, 0.03, 200, 15, level=level) for level in (0.9, 0.99))
    assert outer[0] < inner[0] < 0.8 < inner[1] < outer[1]


@pytest.mark.parametrize("method", METHODS)
def test_without_degrees_of_freedom_or_an_error_there_is_no_interval(method: str):
    assert ends(method, 0.8, 0.03, 20, 0) == (None, None)
    assert ends(method, 0.8, None, 20, 5) == (None, None)


def test_a_mean_outside_0_and_1_has_a_wald_interval_only():
    assert ends("wald", 3.9, 0.1, 100, 30) == pytest.approx((3.9 - 0.204227, 3.9 + 0.204227), abs=1e-6)
    assert ends("korn_graubard", 3.9, 0.1, 100, 30) == (None, None)


def label(standard, estimate: float, se: float | None, n: int, df: int) -> tuple[str, list[str]]:
    made = figure(estimate, se, n, df).with_columns(cv=pl.col("se") / pl.col("estimate"))
    return with_labels(with_intervals(made), standard).select("label", "reasons").row(0)


def test_a_figure_of_many_people_and_villages_is_reliable():
    assert label(NCHS_2017, 0.85, 0.01, 1300, 60) == ("reliable", [])


def test_29_people_are_too_few_and_30_are_not():
    assert label(NCHS_2017, 0.9, 0.03, 29, 20)[0] == "not_published"
    assert "few_people" in label(NCHS_2017, 0.9, 0.03, 29, 20)[1]
    assert label(NCHS_2017, 0.9, 0.03, 30, 20) == ("reliable", [])


def test_a_wide_interval_is_not_published():
    assert label(NCHS_2017, 0.5, 0.08, 400, 30) == ("not_published", ["wide"])


def test_a_small_share_with_an_interval_wide_for_its_size_is_not_published():
    assert label(NCHS_2017, 0.03, 0.014, 300, 30) == ("not_published", ["wide_for_its_size"])


def test_few_villages_and_answers_all_alike_ask_for_care():
    assert label(NCHS_2017, 0.9, 0.01, 900, 7) == ("care", ["few_units"])
    assert label(NCHS_2017, 1.0, 0.0, 900, 60) == ("care", ["no_variation"])


def test_a_figure_without_error_is_never_published():
    for standard in STANDARDS.values():
        found, reasons = label(standard, 0.9, None, 5000, 0)
        assert found == "not_published"
        assert reasons[0] == "no_error"


def test_the_coefficient_of_variation_has_two_thresholds_in_canada():
    assert label(STATISTICS_CANADA, 0.5, 0.5 * 0.165, 100, 20) == ("reliable", [])
    assert label(STATISTICS_CANADA, 0.5, 0.5 * 0.166, 100, 20) == ("care", ["high_cv"])
    assert label(STATISTICS_CANADA, 0.5, 0.5 * 0.334, 100, 20) == ("not_published", ["high_cv"])


def test_every_standard_names_its_source_and_every_label_and_reason_has_words():
    assert all(standard.source and not standard.is_illustrative for standard in STANDARDS.values())
    assert list(LABELS) == ["reliable", "care", "not_published"]
    assert all(REASONS.values())


def test_the_effective_size_is_never_over_the_number_of_people():
    made = with_labels(
        with_intervals(pl.concat([figure(0.9, 0.01, 500, 40), figure(0.9, 0.03, 500, 40)])).with_columns(
            cv=0.1
        )
    )
    assert made["n_effective"].to_list() == pytest.approx([500, 100])
