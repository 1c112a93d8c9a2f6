"""Ranks that survey errors leave possible, and points at the ends of intervals."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
import pytest

from parindex.frameworks import rules
from parindex.frameworks.model import Edition
from parindex.ranking.estimates import contradicted, direction_of, read_estimates, widened, with_points
from parindex.ranking.ranks import rank
from parindex.ranking.sure_ranks import possible_ranks, sure_ranks
from parindex.scoring.pipeline import score
from parindex.surveys.estimation.intervals import with_intervals
from parindex.tables import ESTIMATES, VALUES

OPTIONS = [
    {"name": "good", "label": "Tốt", "weight": 100},
    {"name": "fair", "label": "Khá", "weight": 60},
    {"name": "poor", "label": "Kém", "weight": 0},
]


def edition(rule: dict[str, Any], **settings: Any) -> Edition:
    survey = {"code": "2", "label": "Hài lòng", "max": 10, "rule": rule, "scored_by": "survey"}
    return Edition.model_validate(
        {
            "id": "sure-test",
            "year": 2026,
            "title": "Bộ tiêu chí thử",
            "channels": {"points": {"label": "Điểm", "max": 100}},
            "settings": settings,
            "tree": [
                {"code": "1", "label": "Khác", "max": 90, "rule": {"kind": "appraised"}, "scored_by": "appraiser"},
                survey,
            ],
        }
    )  # fmt: skip


def values(rows: dict[str, tuple[float, dict[str, float]]]) -> pl.DataFrame:
    """Of each unit its appraised points, and the inputs of its survey leaf."""
    found = [
        row
        for unit, (points, inputs) in rows.items()
        for row in (
            (unit, "1", "value", points, "measured", "appraisal1"),
            *((unit, "2", name, value, "measured", "survey") for name, value in inputs.items()),
        )
    ]
    return pl.DataFrame(found, schema=VALUES, orient="row")


def estimates(given: pl.DataFrame, laid_out: Any, se: float, method: str = "wald") -> pl.DataFrame:
    """The estimates of all units with the same error, 400 answers and 399 degrees of freedom."""
    keys = (
        given.filter(source="survey").select("unit_id", "criterion_id", "source").unique(maintain_order=True)
    )
    told = {"standard_error": se, "level": 0.95, "method": method, "respondents": 400, "df": 399}
    bare = keys.with_columns(pl.lit(value).alias(name) for name, value in told.items())
    nulls = [pl.lit(None, dtype).alias(name) for name, dtype in ESTIMATES.items() if name not in bare.columns]
    whole = bare.with_columns(nulls).select(ESTIMATES.names()).cast(ESTIMATES)
    read = read_estimates(laid_out, given, whole)
    return widened(read, 0.95).select(ESTIMATES.names())


INDEX = {"kind": "survey_index"}
CLOSE = {"a": (80.0, {"value": 90.0}), "b": (79.9, {"value": 90.5}), "c": (60.0, {"value": 70.0})}


def test_points_of_an_index_lie_between_its_ends_times_the_maximum() -> None:
    given = values(CLOSE)
    card = score(edition(INDEX), given)
    table = estimates(given, card.outline, 1.5)
    row = with_points(card, given, table).row(0, named=True)
    share = pl.DataFrame({"estimate": [0.9], "se": [0.015], "n": [400], "df": [399]})
    expected = with_intervals(share, "wald").row(0, named=True)
    assert row["low"] == pytest.approx(100 * expected["lower"])
    assert (row["points_low"], row["points_high"]) == (
        pytest.approx(10 * expected["lower"]),
        pytest.approx(10 * expected["upper"]),
    )


def test_answers_by_option_move_to_the_mean_weight_at_the_ends() -> None:
    given = values({"a": (80.0, {"good": 50.0, "fair": 30.0, "poor": 20.0})})
    card = score(edition({"kind": "survey_likert", "options": OPTIONS}), given)
    table = estimates(given, card.outline, 2.0)
    read = read_estimates(card.outline, given, table)
    assert read["estimate"].to_list() == [68.0]
    row = with_points(card, given, table).row(0, named=True)
    assert row["points_low"] == pytest.approx(row["low"] / 10)
    assert row["points_high"] == pytest.approx(row["high"] / 10)


def test_a_step_rule_gives_the_points_of_the_bands_that_the_ends_fall_into() -> None:
    bands = [{"from": 90, "points": 10}, {"from": 80, "below": 90, "points": 6}, {"below": 80, "points": 1}]
    given = values({"a": (80.0, {"value": 89.5}), "b": (70.0, {"value": 85.0})})
    card = score(edition({"kind": "bands", "bands": bands}), given)
    found = with_points(card, given, estimates(given, card.outline, 1.0))
    assert found.select("points_low", "points_high").rows() == [(6.0, 10.0), (6.0, 6.0)]


def test_where_less_is_better_the_upper_end_gives_the_fewest_points() -> None:
    falling = {"kind": "linear", "knots": [{"at": 10, "points": 10}, {"at": 60, "points": 0}]}
    given = values({"a": (80.0, {"value": 40.0})})
    card = score(edition(falling), given)
    row = with_points(card, given, estimates(given, card.outline, 2.0)).row(0, named=True)
    assert row["points_low"] == pytest.approx((60 - row["high"]) / 5)
    assert row["points_high"] == pytest.approx((60 - row["low"]) / 5)


def test_a_rule_that_rises_and_falls_gets_no_interval_of_points_and_leaves_ranks_alone() -> None:
    bent = {"kind": "linear", "knots": [{"at": at, "points": p} for at, p in ((0, 0), (80, 10), (100, 5))]}
    given = values(CLOSE)
    card = score(edition(bent), given)
    table = estimates(given, card.outline, 2.0)
    assert with_points(card, given, table).select("points_low", "points_high").null_count().row(0) == (3, 3)
    assert sure_ranks(card, given, table).is_empty()
    assert direction_of(rules.Linear.model_validate(bent)) == 0


def test_units_that_errors_cannot_tell_apart_share_their_possible_ranks() -> None:
    given = values(CLOSE)
    card = score(edition(INDEX), given)
    found = sure_ranks(card, given, estimates(given, card.outline, 1.5))
    assert found.select("unit_id", "best", "worst", "alike").rows() == [
        ("a", 1, 2, 1),
        ("b", 1, 2, 1),
        ("c", 3, 3, 0),
    ]


def test_in_a_peer_group_a_unit_is_set_beside_the_units_of_its_group_alone() -> None:
    given = values(CLOSE | {"d": (80.0, {"value": 40.0})})
    groups = {"a": "đồng bằng", "b": "miền núi", "c": "miền núi", "d": "đồng bằng"}
    units = pl.DataFrame({"unit_id": list(groups), "name": list(groups), "vùng": list(groups.values())})
    card = score(edition(INDEX), given, units)
    table = estimates(given, card.outline, 1.5)
    both = sure_ranks(card, given, table, peer_groups=("league", "vùng"))
    league = both.filter(~pl.col("peer_group").str.contains("="))
    assert league.equals(sure_ranks(card, given, table))
    assert both.filter(pl.col("peer_group").str.contains("=")).select(
        "unit_id", "peer_group", "best", "worst", "alike"
    ).rows() == [
        ("a", "vùng=đồng bằng", 1, 1, 0),
        ("b", "vùng=miền núi", 1, 1, 0),
        ("c", "vùng=miền núi", 2, 2, 0),
        ("d", "vùng=đồng bằng", 2, 2, 0),
    ]
    ends = ["unit_id", "points_low", "points_high"]
    assert both[4:].select(ends).equals(league.select(ends))


def test_intervals_of_all_units_hold_at_once_and_are_wider_than_one_alone() -> None:
    given = values(CLOSE)
    card = score(edition(INDEX), given)
    table = estimates(given, card.outline, 1.5)
    alone = with_points(card, given, table)
    jointly = sure_ranks(card, given, table)
    width = (alone["points_high"] - alone["points_low"]).to_list()
    joint_width = (jointly["points_high"] - jointly["points_low"]).to_list()
    share = pl.DataFrame({"estimate": [0.9], "se": [0.015], "n": [400], "df": [399]})
    expected = with_intervals(share, "wald", 1 - 0.05 / 3).row(0, named=True)
    assert joint_width[0] == pytest.approx(10 * (expected["upper"] - expected["lower"]))
    assert all(wide > narrow for wide, narrow in zip(joint_width, width, strict=True))


def test_without_errors_there_are_no_possible_ranks() -> None:
    given = values(CLOSE)
    card = score(edition(INDEX), given)
    table = estimates(given, card.outline, 1.5)
    assert sure_ranks(card, given, table.clear()).is_empty()
    unknown = table.with_columns(pl.lit(None, pl.UInt32).alias("df"))
    assert sure_ranks(card, given, unknown).is_empty()


def test_the_printed_rank_lies_between_the_possible_ones_under_every_tie_policy() -> None:
    random = np.random.default_rng(7)
    rows = {
        f"u{n}": (float(random.integers(70, 74)), {"value": float(random.integers(80, 84))})
        for n in range(40)
    }
    for ties in ("dense", "competition", "ordinal"):
        given = values(rows)
        card = score(edition(INDEX, ranking={"ties": ties}), given)
        some = estimates(given, card.outline, 0.2)[::2]
        both = sure_ranks(card, given, some).join(rank(card, criteria=["total"]), on="unit_id")
        assert (
            both.filter((pl.col("rank") < pl.col("best")) | (pl.col("rank") > pl.col("worst"))).rows() == []
        )


@pytest.mark.parametrize("seed", range(8))
def test_no_choice_of_points_inside_the_intervals_gives_a_rank_outside_the_possible_ones(seed: int) -> None:
    random = np.random.default_rng(seed)
    middle = random.integers(0, 6, 7).astype(float)
    half = random.integers(0, 3, 7) / 2.0
    low, high = middle - half, middle + half
    best, worst, _alike = possible_ranks(low, middle, high, "competition")
    for _draw in range(500):
        corner = np.where(random.random(7) < 0.5, low, high)
        points = np.where(random.random(7) < 0.5, corner, random.uniform(low, high))
        rank_ = 1 + np.array([(points > one).sum() for one in points])
        assert (rank_ >= best).all()
        assert (rank_ <= worst).all()
    for at in range(7):  # both are reached: everybody else at their worst, and at their best
        others = np.arange(7) != at
        assert best[at] == 1 + (low[others] > high[at]).sum()
        assert worst[at] == 1 + (high[others] > low[at]).sum()


@pytest.mark.parametrize("seed", range(20))
def test_dense_ranks_count_units_with_equal_points_once(seed: int) -> None:
    random = np.random.default_rng(seed)
    middle = random.integers(0, 5, 9).astype(float)
    half = random.choice([0.0, 0.4, 1.2, 2.5], 9)
    low, high = middle - half, middle + half
    best, worst, _alike = possible_ranks(low, middle, high, "dense")
    for at in range(9):
        others = np.arange(9) != at
        assert best[at] == 1 + len(np.unique(middle[others & (low > high[at])]))
        assert worst[at] == 1 + len(np.unique(middle[others & (high > low[at])]))
        assert best[at] <= 1 + len(np.unique(middle[middle > middle[at]])) <= worst[at]


def test_the_joint_statement_holds_at_least_as_often_as_it_says() -> None:
    """600 surveys of ten units: all true ranks lie inside in at least 95 % of them."""
    random = np.random.default_rng(11)
    truth, se, surveys = np.linspace(70, 79, 10), 1.2, 600
    order = 1 + np.array([(truth > one).sum() for one in truth])
    z = 2.807  # of 1 - 0.05/10/2
    held = 0
    for _survey in range(surveys):
        seen = random.normal(truth, se)
        best, worst, _alike = possible_ranks(seen - z * se, seen, seen + z * se)
        held += bool(((best <= order) & (order <= worst)).all())
    assert held / surveys >= 0.95


def test_an_end_that_is_not_the_estimates_own_is_named() -> None:
    given = values(CLOSE)
    card = score(edition(INDEX), given)
    for method in ("wald", "korn_graubard", "wilson", "logit"):
        read = read_estimates(card.outline, given, estimates(given, card.outline, 1.5, method))
        assert contradicted(read).rows() == []
        bent = read.with_columns(high=pl.when(pl.col("unit_id") == "b").then(99.0).otherwise("high"))
        [row] = contradicted(bent).rows(named=True)
        assert (row["unit_id"], row["column"], row["recorded"]) == ("b", "high", 99.0)
        assert row["computed"] == pytest.approx(read["high"][1])


def test_directions_of_rules_follow_their_knots_and_bands() -> None:
    for points, expected in (((0, 1, 2), 1), ((2, 1, 1), -1), ((0, 2, 1), 0)):
        knots = [{"at": at, "points": one} for at, one in enumerate(points)]
        assert direction_of(rules.Linear.model_validate({"kind": "linear", "knots": knots})) == expected
        ends = [None, 10, 20, None]
        bands = [
            {"from": low, "below": high, "points": one}
            for (low, high), one in zip(pairwise(ends), points, strict=True)
        ]
        assert direction_of(rules.Bands.model_validate({"kind": "bands", "bands": bands})) == expected
