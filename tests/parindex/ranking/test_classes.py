"""Classes: half-open bands in percent or points, and shares of the ranking."""

import pytest

from parindex.ranking.classes import class_codes, class_label
from parindex.ranking.ranks import rank
from tests.parindex.ranking.leagues import by_unit, card, edition

PERCENT = {
    "basis": "percent",
    "bands": [
        {"code": "A", "label": {"vi": "Nhóm A", "en": "Group A"}, "from": 90},
        {"code": "B", "label": "Nhóm B", "from": 80, "below": 90},
        {"code": "C", "label": "Nhóm C", "from": 70, "below": 80},
    ],
}
POINTS = {
    "basis": "points",
    "bands": [
        {"code": "tot", "label": "Tốt", "from": 55},
        {"code": "kha", "label": "Khá", "from": 45, "below": 55},
        {"code": "tb", "label": "Trung bình", "from": 35, "below": 45},
        {"code": "yeu", "label": "Yếu", "from": 0, "below": 35},
    ],
}
TENTHS = {
    "basis": "quantile",
    "bands": [
        {"code": "top", "label": "10 % đầu", "from": 0, "below": 10},
        {"code": "mid", "label": "giữa", "from": 10, "below": 90},
        {"code": "end", "label": "10 % cuối", "from": 90},
    ],
}


def classes_of(given, maxima=None, **settings) -> dict[str, str | None]:
    scored = card(edition(maxima or {"1": "100"}, **settings), given)
    return dict(zip(given, class_codes(scored), strict=True))


@pytest.mark.parametrize(
    ("points", "code"),
    [(100, "A"), (90, "A"), (89.999999999, "B"), (80, "B"), (79.99, "C"), (70, "C"), (69.99, None)],
)
def test_the_lower_bound_belongs_to_the_class_and_below_the_last_band_there_is_none(points, code):
    assert classes_of({"A": [points]}, classes=PERCENT) == {"A": code}


@pytest.mark.parametrize(
    ("points", "code"), [(70, "tot"), (55, "tot"), (54.99, "kha"), (45, "kha"), (44.99, "tb"), (0, "yeu")]
)
def test_bands_in_points_do_not_ask_for_the_maximum(points, code):
    assert classes_of({"A": [points]}, {"1": "70"}, classes=POINTS) == {"A": code}


def test_a_sum_that_floats_put_below_the_bound_is_in_the_class():
    parts = [29.2, 24.9, 29.1, 6.8]
    assert sum(parts) < 90
    maxima = {"1": "30", "2": "30", "3": "30", "4": "10"}
    assert classes_of({"A": parts}, maxima, classes=PERCENT) == {"A": "A"}


def test_seven_tenths_of_a_maximum_reach_seventy_percent():
    assert classes_of({"A": [7]}, {"1": "10"}, classes=PERCENT) == {"A": "C"}


def test_a_unit_without_a_total_has_no_class():
    assert classes_of({"A": [95], "B": ["missing"]}, classes=PERCENT) == {"A": "A", "B": None}


def test_an_edition_without_classes_gives_none():
    assert classes_of({"A": [95]}) == {"A": None}


def test_shares_of_the_ranking_count_who_stands_ahead():
    given = {f"u{number}": [100 - number] for number in range(10)}
    found = classes_of(given, classes=TENTHS)
    assert [unit for unit, code in found.items() if code == "top"] == ["u0"]
    assert [unit for unit, code in found.items() if code == "end"] == ["u9"]


def test_units_that_tie_are_in_one_class_even_across_the_border_of_a_share():
    given = {f"u{number}": [max(99 - number, 98)] for number in range(10)}  # one leader, nine equal
    found = classes_of(given, classes=TENTHS)
    assert found["u0"] == "top"
    assert {found[f"u{number}"] for number in range(1, 10)} == {"mid"}
    everybody_equal = classes_of({f"u{number}": [50] for number in range(10)}, classes=TENTHS)
    assert set(everybody_equal.values()) == {"top"}


def test_shares_are_taken_in_each_league_for_itself_over_the_units_with_points():
    scored = card(
        edition({"1": "100"}, classes=TENTHS),
        {"a": [90], "b": [80], "c": [70], "d": ["missing"]},
        league=["x", "y", "y", "y"],
    )
    assert class_codes(scored).to_list() == ["top", "top", "mid", None]


def test_the_class_stands_on_the_total_alone():
    table = rank(card(edition({"1": "100"}, classes=PERCENT), {"A": [95]}))
    assert by_unit(table, "class") == {"A": "A"}
    assert by_unit(table, "class", "1") == {"A": None}


def test_the_words_of_a_class_are_the_edition_s_in_the_language_asked_for():
    scored = card(edition({"1": "100"}, classes=PERCENT), {"A": [95]})
    assert (class_label(scored, "A"), class_label(scored, "A", "en")) == ("Nhóm A", "Group A")
    assert class_label(scored, None) == ""
