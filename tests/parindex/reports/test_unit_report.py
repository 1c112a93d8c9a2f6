"""The explained sheet of a unit as data."""

import pytest

from parindex.reports.content import Lines
from parindex.reports.unit_sheet import unit_report
from tests.parindex.reports.leagues import league

CARD = league()


def table(unit: str, name: str, criterion: str = "total"):
    return next(one for one in unit_report(CARD, unit, criterion).full() if one.name == name)


def test_the_title_says_points_rank_and_class():
    assert unit_report(CARD, "b").title == "Xã B: 85,50/100 điểm, hạng 1/2, xếp loại Tốt"
    assert unit_report(CARD, "c").title == "Xã C: chưa có điểm"
    assert unit_report(CARD, "a", "2").title == "Xã A: 20,00/30 điểm, hạng 3/3"


def test_the_lines_of_the_total_lead_from_the_channels_to_the_total():
    lines = table("b", "total_lines")
    assert lines.frame.rows() == [
        ("Thẩm định", 51, 80, 68),
        ("Điều tra", 16, 20, 16),
        ("Cộng các nguồn điểm", 84, 100, 84),
        ("Điểm thưởng", 3, 3, 3),
        ("Điểm phạt", -1.5, 5, -1.5),
        ("Tổng điểm", 85.5, 100, 85.5),
    ]
    assert lines.notes == (
        "Thẩm định: bỏ tiêu chí không áp dụng rồi quy đổi về đủ điểm tối đa của nguồn điểm.",
    )
    assert table("a", "total_lines").notes == ()


def test_a_blocked_total_has_no_sum_and_no_bonus_line():
    assert table("c", "total_lines").frame.rows() == [
        ("Thẩm định", 80, 80, 80),
        ("Điều tra", None, 20, None),
        ("Tổng điểm", None, 100, None),
    ]


def test_lost_points_are_sorted_and_neither_exclusions_nor_an_unearned_bonus_are_among_them():
    lost = table("b", "lost").frame
    assert lost.select("criterion_id", "lost").rows() == [("1.1", 6), ("3", 4), ("2", 3), ("5", 1.5)]
    assert lost["share"].sum() == pytest.approx(100)
    assert table("a", "lost").frame.select("criterion_id", "lost").rows() == [
        ("2", 10),
        ("3", 4),
        ("1.1", 3),
        ("1.2", 2),
    ]
    assert table("c", "lost").frame.rows() == []


def test_the_domains_stand_beside_the_league():
    row = table("a", "domains").frame.row(1, named=True)
    assert (row["points"], row["max_points"], row["rank"], row["best"]) == (20, 30, "3/3", 30)
    assert row["percent"] == pytest.approx(66.6666667)
    assert row["mean"] == pytest.approx(77 / 3)
    assert row["mark"] == "dưới ngưỡng"


def test_where_units_could_earn_different_maxima_the_league_is_compared_in_percent():
    domains = table("b", "domains").frame
    assert domains.select("basis", "mean", "best").row(0) == ("percent", pytest.approx(90), 100)
    shown = unit_report(CARD, "b").parts[0].frame
    assert shown.select("mean", "best").row(0) == ("90,00 %", "100,00 %")


def test_a_node_without_a_maximum_has_no_percent():
    assert table("b", "domains").frame["percent"].to_list()[-1] is None


def test_every_leaf_has_its_sentence_below_its_label():
    sentences = next(part for part in unit_report(CARD, "b").parts if isinstance(part, Lines)).lines
    assert (1, "Tổng điểm → 85,5/100 điểm") in sentences
    at = sentences.index((3, "1.1 · Đúng hạn"))
    assert sentences[at + 1] == (4, "Tiêu chí 1.1: đúng hạn, người thẩm định chấm → 24/30 điểm (mục 1.1)")


def test_the_explained_table_knows_depth_standing_and_what_is_illustrative():
    explained = table("b", "explained").frame
    row = explained.filter(criterion_id="1.2").row(0, named=True)
    assert (row["depth"], row["points"], row["standing"], row["illustrative"]) == (
        2,
        None,
        "not_applicable",
        True,
    )
    assert explained["criterion_id"].to_list() == ["total", "1", "1.1", "1.2", "2", "3", "4", "5"]


def test_a_criterion_we_wrote_is_marked_wherever_it_is_shown():
    lost = table("a", "lost").frame.filter(criterion_id="1.2")
    assert lost["label"].item() == "Kiểm tra (minh họa)"
    assert "Tiêu chí ghi (minh họa) do nhóm phát triển soạn" in unit_report(CARD, "a").notes[-1]


def test_a_branch_can_be_explained_alone():
    report = unit_report(CARD, "a", "1")
    assert [table.name for table in report.full()] == ["domains", "explained", "lost"]
    assert report.full()[1].frame["criterion_id"].to_list() == ["1", "1.1", "1.2"]
    assert report.full()[2].frame["criterion_id"].to_list() == ["1.1", "1.2"]


def test_a_channel_can_be_explained_alone():
    report = unit_report(CARD, "b", "channel:appraisal")
    assert report.title == "Xã B: 68,00/80 điểm, hạng 2/3"
    assert report.full()[2].frame["criterion_id"].to_list() == ["1.1", "2"]


@pytest.mark.parametrize(("unit", "criterion"), [("x", "total"), ("a", "9")])
def test_an_unknown_unit_or_node_is_a_key_error(unit, criterion):
    with pytest.raises(KeyError):
        unit_report(CARD, unit, criterion)
