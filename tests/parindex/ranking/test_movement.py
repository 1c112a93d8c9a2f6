"""Movement between two years: points, percent, ranks, and what is named because it cannot be compared."""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.errors import ProblemsFound
from parindex.frameworks.crosswalk import Crosswalk
from parindex.ranking.movement import MOVEMENT, Movement, movement
from tests.parindex.ranking.leagues import by_unit, card, edition

HUNDRED = {"1": "100"}


def leagues(before: dict[str, float], after: dict[str, float], **settings) -> Movement:
    of = edition(HUNDRED, **settings)
    cards = (card(of, {unit: [points] for unit, points in side.items()}) for side in (before, after))
    return movement(*cards, years=(2019, 2020))


def test_the_table_has_every_comparable_node_channel_and_total_for_the_units_of_both_years():
    moved = leagues({"A": 80, "B": 70}, {"B": 75, "A": 81})
    assert moved.table.schema == MOVEMENT
    assert moved.table["criterion_id"].unique(maintain_order=True).to_list() == [
        "1",
        "channel:appraisal",
        "total",
    ]
    assert moved.table["unit_id"].to_list() == ["B", "A"] * 3


def test_the_change_is_exact_in_points_in_percentage_points_and_in_relative_percent():
    moved = leagues({"A": 84.7}, {"A": 87.747})
    assert by_unit(moved.table, "change_points") == {"A": 3.047}
    assert by_unit(moved.table, "change_percent") == {"A": 3.047}
    assert by_unit(moved.table, "change_relative")["A"] == pytest.approx(3.047 / 84.7 * 100, rel=1e-14)


def test_a_unit_that_overtakes_eight_others_moves_up_eight_places():
    before = {f"q{number:02d}": 100 - number for number in range(1, 31)}
    after = {**before, "q17": 91.03, "q09": 83}
    moved = leagues(before, after)
    assert by_unit(moved.table, "rank_before")["q17"] == 17
    assert by_unit(moved.table, "rank_after")["q17"] == 9
    assert by_unit(moved.table, "places_moved")["q17"] == 8
    assert "xếp thứ 9/30, tăng 8 bậc (năm 2019: 17/30)" in moved.sentences(units=["q17"])["sentence"].item()


def test_the_sentence_names_percentage_points_and_relative_percent_apart():
    moved = leagues({"A": 85.0, "B": 86.0}, {"A": 87.22, "B": 86.0})
    assert moved.sentences()["sentence"].to_list() == [
        (
            "Tổng điểm: 87,22 điểm, tăng 2,22 điểm so với năm 2019 (chỉ số tăng 2,22 điểm phần trăm; tương đối tăng 2,61 %); "
            "xếp thứ 1/2, tăng 1 bậc (năm 2019: 2/2)."
        ),
        "Tổng điểm: 86,00 điểm, không đổi so với năm 2019; xếp thứ 2/2, giảm 1 bậc (năm 2019: 1/2).",
    ]
    assert moved.sentences("en")["sentence"].to_list() == [
        (
            "Total: 87.22 points, up 2.22 points compared with 2019 (index up 2.22 percentage points; "
            "relatively up 2.61%); rank 1/2, up 1 (2019: 2/2)."
        ),
        "Total: 86.00 points, unchanged compared with 2019; rank 2/2, down 1 (2019: 1/2).",
    ]


def test_a_change_too_small_for_the_printed_decimals_is_not_said_to_be_nothing():
    moved = leagues({"A": 85.0}, {"A": 85.0004})
    assert "tăng 0,0004 điểm" in moved.sentences()["sentence"].item()


def test_a_fall_and_a_kept_rank_are_said_in_words_and_not_by_signs():
    said = leagues({"A": 85, "B": 60}, {"A": 80, "B": 60}).sentences()["sentence"].to_list()
    assert "giảm 5,00 điểm so với năm 2019" in said[0]
    assert "tương đối giảm 5,88 %" in said[0]
    assert "xếp thứ 1/2, giữ nguyên hạng (năm 2019: 1/2)" in said[0]


def test_without_names_of_the_years_the_sentence_says_the_year_before():
    of = edition(HUNDRED)
    moved = movement(card(of, {"A": [80]}), card(of, {"A": [81]}))
    assert "tăng 1,00 điểm so với năm trước" in moved.sentences()["sentence"].item()


def test_a_unit_without_points_in_one_of_the_years_has_no_change():
    of = edition(HUNDRED)
    before = card(of, {"A": ["missing"], "B": [70]})
    after = card(of, {"A": [75], "B": ["missing"]})
    moved = movement(before, after, years=(2019, 2020))
    for column in ("change_points", "change_percent", "change_relative", "places_moved"):
        assert by_unit(moved.table, column) == {"A": None, "B": None}
    assert moved.sentences()["sentence"].to_list() == [
        "Tổng điểm: 75,00 điểm; năm 2019 không có điểm để so sánh; xếp thứ 1/1.",
        "Tổng điểm: không có điểm.",
    ]


def test_from_zero_there_is_no_relative_change():
    moved = leagues({"A": 0}, {"A": 5})
    assert by_unit(moved.table, "change_relative") == {"A": None}
    assert (
        moved.sentences()["sentence"]
        .item()
        .startswith("Tổng điểm: 5,00 điểm, tăng 5,00 điểm so với năm 2019 (chỉ số tăng 5,00 điểm phần trăm);")
    )


def test_units_of_one_year_only_are_named_and_not_compared():
    moved = leagues({"A": 80, "Cũ": 70}, {"A": 81, "Mới": 90})
    assert (moved.only_before, moved.only_after) == (("Cũ",), ("Mới",))
    assert moved.table["unit_id"].unique().to_list() == ["A"]
    assert moved.remarks() == [
        "Không so sánh 1 đơn vị chỉ có ở năm 2019: Cũ.",
        "Không so sánh 1 đơn vị chỉ có ở năm 2020: Mới.",
    ]
    assert moved.remarks("en") == [
        "Not compared, in 2019 only (1): Cũ.",
        "Not compared, in 2020 only (1): Mới.",
    ]


def test_the_rank_of_a_unit_that_changed_its_league_is_not_compared():
    of = edition(HUNDRED)
    before = card(of, {"A": [80], "B": [70]}, league=["xã", "xã"])
    after = card(of, {"A": [80], "B": [90]}, league=["xã", "phường"])
    moved = movement(before, after, years=(2019, 2020))
    assert by_unit(moved.table, "places_moved") == {"A": 0, "B": None}
    assert by_unit(moved.table, "change_points") == {"A": 0, "B": 20}
    assert "trong nhóm xếp hạng khác nên không so sánh" in moved.sentences(units=["B"])["sentence"].item()


def test_another_peer_group_is_compared_where_the_units_have_it():
    of = edition(HUNDRED)
    cards = [card(of, {"A": [80], "B": [70]}, region=["n", "s"]) for _ in range(2)]
    moved = movement(*cards, peer_group="region")
    assert by_unit(moved.table, "rank_after") == {"A": 1, "B": 1}
    assert by_unit(moved.table, "peer_group") == {"A": "region=n", "B": "region=s"}
    with pytest.raises(ProblemsFound):
        movement(*cards, peer_group="vùng")


OLD = edition({"1": "40", "2": "30", "3": "30"}, name="old@2022")
NEW = edition({"1": "50", "2": "30", "4": "20"}, name="old@2023")


def renamed(of, code: str, label: str):
    tree = [
        {**node.model_dump(), "label": label} if node.code == code else node.model_dump() for node in of.tree
    ]
    return of.model_validate({**of.model_dump(by_alias=True), "tree": tree})


def test_when_the_edition_changed_only_nodes_of_the_same_code_and_words_are_compared_and_the_rest_is_named():
    moved = movement(card(OLD, {"A": [32, 15, 30]}), card(NEW, {"A": [45, 20, 20]}))
    assert not moved.is_same_edition
    assert moved.table["criterion_id"].to_list() == ["1", "2", "channel:appraisal", "total"]
    assert (moved.dropped, moved.added) == (("3",), ("4",))
    assert moved.remarks()[1:] == [
        "Không so sánh, vì bộ tiêu chí sau không còn hoặc đã đổi nội dung: 3 Lĩnh vực 3.",
        "Không so sánh, vì bộ tiêu chí trước chưa có hoặc khác nội dung: 4 Lĩnh vực 4.",
    ]
    assert moved.remarks()[0].startswith("Hai năm chấm theo hai bộ tiêu chí (old@2022 và old@2023)")


def test_nodes_of_different_maxima_are_compared_by_percent_and_the_sentence_shows_both_maxima():
    moved = movement(card(OLD, {"A": [32, 15, 30]}), card(NEW, {"A": [45, 20, 20]}))
    assert by_unit(moved.table, "change_points", "1") == {"A": None}
    assert by_unit(moved.table, "change_percent", "1") == {"A": 10}
    assert by_unit(moved.table, "change_relative", "1") == {"A": 12.5}
    assert by_unit(moved.table, "change_points", "2") == {"A": 5}
    assert moved.sentences(criteria=["1"])["sentence"].item() == (
        "Lĩnh vực 1: 45,00/50,00 điểm (90,00 %), tăng 10,00 điểm phần trăm so với năm 2022 "
        "(32,00/40,00 điểm; tương đối tăng 12,50 %); xếp thứ 1/1, giữ nguyên hạng (năm 2022: 1/1)."
    )


def test_a_code_that_now_means_something_else_is_not_compared():
    other = renamed(NEW, "2", "Chuyển đổi số")
    moved = movement(card(OLD, {"A": [32, 15, 30]}), card(other, {"A": [45, 20, 20]}))
    assert "2" not in moved.table["criterion_id"].to_list()
    assert (moved.dropped, moved.added) == (("2", "3"), ("2", "4"))


def test_a_crosswalk_links_a_criterion_to_its_new_code():
    crosswalk = Crosswalk.model_validate(
        {"before": "old@2022", "after": "old@2023", "links": [{"from": "3", "to": "4"}]}
    )
    moved = movement(card(OLD, {"A": [32, 15, 15]}), card(NEW, {"A": [45, 20, 15]}), crosswalk)
    row = moved.table.filter(criterion_id="4").row(0, named=True)
    assert (row["criterion_before"], row["percent_before"], row["percent_after"]) == ("3", 50, 75)
    assert (moved.dropped, moved.added) == ((), ())


def test_points_left_out_in_one_of_the_years_make_a_comparison_by_percent():
    of = edition({"1": "48", "2": "2"})
    moved = movement(card(of, {"A": [40, "not_applicable"]}), card(of, {"A": [42, 1]}))
    assert by_unit(moved.table, "change_points", "2") == {"A": None}
    assert by_unit(moved.table, "change_points", "1") == {"A": 2}


def test_nothing_in_common_gives_a_table_without_rows():
    moved = leagues({"A": 80}, {"B": 81})
    assert moved.table.height == 0
    assert moved.sentences().height == 0


POINTS = st.integers(0, 10_000)


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.tuples(POINTS, POINTS), min_size=1))
def test_changes_and_places_agree_with_an_oracle_in_fractions(points: dict[str, tuple[int, int]]):
    sides = [{unit: Fraction(pair[side], 100) for unit, pair in points.items()} for side in (0, 1)]
    moved = leagues(*({unit: float(value) for unit, value in side.items()} for side in sides))
    for row in moved.table.filter(pl.col("criterion_id") == "total").iter_rows(named=True):
        unit = row["unit_id"]
        was, now = (side[unit] for side in sides)
        places = [1 + len({v for v in side.values() if v > side[unit]}) for side in sides]
        assert row["change_points"] == float(now - was)
        assert row["places_moved"] == places[0] - places[1]
        relative = None if was == 0 else float((now - was) / was * 100)
        assert row["change_relative"] == (None if relative is None else pytest.approx(relative, rel=1e-12))
