"""A unit beside its league: mean, best, neighbours, domains above the mean, domains to be remedied."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex import exact
from parindex.ranking.comparison import (
    below_threshold,
    compare_with_league,
    domains_above_mean,
    league_means,
)
from tests.parindex.ranking.leagues import by_unit, card, edition

HUNDRED = {"1": "100"}
TWO = {"1": "60", "2": "40"}


def test_distances_are_exact_decimals():
    table = compare_with_league(card(edition(HUNDRED), {"A": [87.747], "B": [84.7], "C": [80.1]}), ["total"])
    assert 87.747 - 84.7 != 3.047
    assert by_unit(table, "to_next_below") == {"A": 3.047, "B": 4.6, "C": None}
    assert by_unit(table, "to_next_above") == {"A": None, "B": 3.047, "C": 4.6}
    assert by_unit(table, "to_best") == {"A": 0, "B": 3.047, "C": 7.647}
    assert set(by_unit(table, "best").values()) == {87.747}


def test_the_neighbour_of_a_tied_unit_is_the_next_different_value():
    table = compare_with_league(
        card(edition(HUNDRED), {"A": [90], "B": [80], "C": [80], "D": [75]}), ["total"]
    )
    assert by_unit(table, "to_next_above") == {"A": None, "B": 10, "C": 10, "D": 5}
    assert by_unit(table, "to_next_below") == {"A": 10, "B": 5, "C": 5, "D": None}


def test_the_mean_of_nine_districts_is_exact_until_it_is_printed():
    totals = [84.58, 82.00, 80.27, 79.04, 78.06, 77.83, 76.22, 76.03, 71.46]
    scored = card(edition(HUNDRED), {f"u{number}": [total] for number, total in enumerate(totals)})
    mean = league_means(scored)["—"]
    assert exact.units_of(mean, 2).tolist() == [7839]
    assert exact.to_floats(mean)[0] == pytest.approx(float(Fraction(70549, 900)), abs=1e-14)


def test_a_unit_on_the_mean_is_not_above_it():
    table = compare_with_league(card(edition(HUNDRED), {"A": [0.3], "B": [0.1], "C": [0.2]}), ["total"])
    assert by_unit(table, "mean") == {"A": 0.2, "B": 0.2, "C": 0.2}
    assert by_unit(table, "above_mean") == {"A": True, "B": False, "C": False}


def test_units_without_points_take_no_part_and_get_no_distances():
    table = compare_with_league(card(edition(HUNDRED), {"A": [90], "B": ["missing"], "C": [80]}), ["total"])
    assert by_unit(table, "mean") == {"A": 85, "B": 85, "C": 85}
    for column in ("points", "value", "above_mean", "to_mean", "to_best", "to_next_above", "to_next_below"):
        assert by_unit(table, column)["B"] is None


def test_a_group_in_which_nobody_has_points_has_no_mean_and_no_best():
    scored = card(edition(HUNDRED), {"A": [90], "B": ["missing"]}, league=["x", "y"])
    table = compare_with_league(scored, ["total"])
    assert by_unit(table, "mean") == {"A": 90, "B": None}
    assert by_unit(table, "best") == {"A": 90, "B": None}
    assert list(league_means(scored)) == ["x"]


def test_groups_are_compared_within_themselves():
    scored = card(edition(HUNDRED), {"A": [90], "B": [80], "C": [60]}, region=["n", "s", "s"])
    table = compare_with_league(scored, ["total"], "region")
    assert by_unit(table, "mean") == {"A": 90, "B": 70, "C": 70}
    assert by_unit(table, "to_best") == {"A": 0, "B": 0, "C": 20}
    assert by_unit(table, "peer_group") == {"A": "region=n", "B": "region=s", "C": "region=s"}


def test_all_nodes_and_the_total_are_compared_unless_some_are_named():
    scored = card(edition(TWO), {"A": [60, 40], "B": [30, 20]})
    assert compare_with_league(scored)["criterion_id"].unique(maintain_order=True).to_list() == [
        "1",
        "2",
        "total",
    ]
    assert by_unit(compare_with_league(scored), "to_best", "2") == {"A": 0, "B": 20}


def test_units_with_different_maxima_are_compared_by_percent_and_the_table_says_so():
    scored = card(edition(TWO), {"A": [48, "not_applicable"], "B": [30, 30]})
    table = compare_with_league(scored, ["2", "total"])
    assert by_unit(table, "basis") == {"A": "points", "B": "points"}
    assert by_unit(table, "value", "2") == {"A": None, "B": 75}
    assert by_unit(table, "basis", "2") == {"A": "percent", "B": "percent"}
    assert by_unit(table, "points", "2") == {"A": None, "B": 30}


def test_domains_above_the_mean_are_counted_as_people_publish_them():
    eight = {str(number): "10" for number in range(1, 9)}
    scored = card(
        edition(eight),
        {"Hoài Đức": [9, 9, 9, 9, 9, 9, 5, 5], "Khác": [8, 8, 8, 8, 8, 8, 8, 5]},
    )
    table = domains_above_mean(scored)
    assert table.rows() == [("Hoài Đức", 6, 8), ("Khác", 1, 8)]


def test_exactly_the_remedy_threshold_is_not_below_it():
    of = edition({"1": "15", "2": "7"}, remedy={"threshold": 75})
    table = below_threshold(card(of, {"A": [11.25, 5], "B": [11.24, 5.25], "C": [15, "missing"]}))
    assert [(row[0], row[1], row[3]) for row in table.rows()] == [("B", "1", 75), ("A", "2", 75)]
    assert table["percent"].round(2).to_list() == [74.93, 71.43]


def test_an_edition_without_a_threshold_asks_for_no_remedy():
    assert below_threshold(card(edition(HUNDRED), {"A": [0]})).is_empty()


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=25))
def test_mean_best_and_neighbours_agree_with_an_oracle_in_fractions(hundredths: list[int]):
    values = {f"u{number}": Fraction(h, 100) for number, h in enumerate(hundredths)}
    table = compare_with_league(
        card(edition(HUNDRED), {unit: [float(value)] for unit, value in values.items()}), ["total"]
    )
    mean = sum(values.values()) / len(values)
    for row in table.iter_rows(named=True):
        mine = values[row["unit_id"]]
        higher = [value for value in values.values() if value > mine]
        lower = [value for value in values.values() if value < mine]
        assert row["mean"] == pytest.approx(float(mean), rel=1e-15)
        assert row["above_mean"] == (mine > mean)
        assert row["to_mean"] == pytest.approx(float(mine - mean), rel=1e-15, abs=0)
        assert row["to_best"] == float(max(values.values()) - mine)
        assert row["to_next_above"] == (float(min(higher) - mine) if higher else None)
        assert row["to_next_below"] == (float(mine - max(lower)) if lower else None)
