"""Decision 766/QĐ-TTg: maxima, thresholds of full points and empty denominators of the published metrics."""

import polars as pl
import pytest

from parindex import find_edition, score
from tests.golden.published import exactly, published

LOADED = find_edition("index-766@2022")
LEAVES = {leaf.code: leaf for leaf in LOADED.edition.leaves()}
METRICS = published("index_766_metrics")
SCORED = [row for row in METRICS if row["max_points"] not in ("", "0") and row["id"] in LEAVES]
CERTAIN = [row for row in SCORED if row["verification"] == "verified"]
THRESHOLDS = [row for row in METRICS if row["full_score_from_pct"].isdigit()]
EMPTY = [row for row in METRICS if "denominator 0" in row["score_rule"]]


def points_at(metric: dict[str, str], numerator: float, denominator: float):
    """The scorecard of a metric at one ratio; all others are missing."""
    values = {"numerator": numerator, "denominator": denominator}
    rows = [
        {"unit_id": "u", "criterion_id": metric["id"], "input": name, "value": float(value)}
        for name, value in values.items()
    ]
    return score(LOADED, pl.DataFrame(rows))


def test_every_metric_whose_maximum_was_published_has_it_in_the_edition():
    got = {row["id"]: LEAVES[row["id"]].max for row in SCORED if row["id"] != "3.x"}
    assert {code: f"{points:f}" for code, points in got.items()} == {
        row["id"]: row["max_points"] for row in SCORED if row["id"] != "3.x"
    }
    assert len(CERTAIN) == 16


def test_metrics_that_are_not_scored_are_no_leaves():
    unscored = {row["id"] for row in METRICS if row["score_rule"] == "not scored"}
    assert unscored == {"2.2", "5.1"}
    assert unscored & set(LEAVES) == set()


def test_all_other_metrics_and_no_more_are_leaves_of_the_edition():
    assert set(LEAVES) == {row["id"] for row in METRICS} - {"2.2", "5.1"}


def test_the_online_group_has_12_points_whose_split_is_marked_illustrative():
    [group] = [row for row in METRICS if row["id"] == "3.x"]
    online = [LEAVES[code] for code in ("3.1", "3.2", "3.3", "3.x")]
    assert sum(leaf.max for leaf in online) == int(group["max_points"])
    assert all(leaf.illustrative for leaf in online)


@pytest.mark.parametrize("metric", THRESHOLDS, ids=lambda row: row["id"])
def test_from_the_published_percentage_on_the_points_are_full_and_half_of_it_gives_half(metric):
    threshold, most = int(metric["full_score_from_pct"]), LEAVES[metric["id"]].max
    for numerator, points in ((threshold, most), (100, most), (threshold / 2, most / 2)):
        card = points_at(metric, numerator, 100)
        assert exactly(card.points(metric["id"]), card, "u", str(points))


def test_six_metrics_have_a_certain_threshold_of_full_points():
    thresholds = {row["id"]: int(row["full_score_from_pct"]) for row in THRESHOLDS}
    assert thresholds == {"3.1": 80, "3.3": 50, "3.5a": 80, "3.5b": 80, "4.3": 80, "5.4": 90}


@pytest.mark.parametrize(
    "metric", [row for row in CERTAIN if row["score_rule"] == "linear"], ids=lambda row: row["id"]
)
def test_a_linear_metric_gives_its_points_in_proportion_up_to_100_percent(metric):
    most = LEAVES[metric["id"]].max
    for numerator in (0, 25, 80, 100):
        card = points_at(metric, numerator, 100)
        assert exactly(card.points(metric["id"]), card, "u", str(most * numerator / 100))


@pytest.mark.parametrize("metric", EMPTY, ids=lambda row: row["id"])
def test_an_empty_denominator_gives_the_points_that_were_published_for_it(metric):
    card = points_at(metric, 0, 0)
    said = metric["score_rule"].rpartition("-> ")[2]
    assert card.valid(metric["id"]).tolist() == [True]
    assert exactly(card.points(metric["id"]), card, "u", said)


def test_without_petitions_a_unit_has_full_points_and_without_dossiers_none():
    assert {row["id"]: row["score_rule"].rpartition("-> ")[2] for row in EMPTY} == {
        "5.2": "6",
        "5.3": "6",
        "5.4": "0",
    }
