"""The scores of a round as data."""

import pytest

from parindex.language import translate
from parindex.reports.content import Lines, Table
from parindex.reports.scores import score_report
from parindex.reports.wide import wide_tables
from tests.parindex.reports.leagues import league

CARD = league()


def table(report, name: str) -> Table:
    return next(one for one in report.full() if one.name == name)


def lines(report, title: str) -> list[str]:
    part = next(one for one in report.parts if isinstance(one, Lines) and one.title.startswith(title))
    return [sentence for _, sentence in part.lines]


def test_the_summary_has_domains_channels_and_the_total_in_official_order():
    frame = table(score_report(CARD), "summary").frame
    assert frame["name"].to_list() == ["Xã A", "Xã B", "Xã C"]
    assert frame["total"].to_list() == [81, 85.5, None]
    assert frame["channel:appraisal"].to_list() == [65, 68, 80]
    assert frame["5"].to_list() == [0, -1.5, 0]
    assert frame["missing_leaves"].to_list() == [None, None, 1]
    assert frame["excluded_leaves"].to_list() == [None, 1, None]


def test_a_channel_that_is_one_domain_is_not_printed_twice():
    names = table(score_report(CARD), "summary").frame.columns
    assert "channel:survey" not in names
    assert "channel:bonus" not in names


def test_the_excluded_leaves_stand_beside_their_unit_with_their_points():
    report = score_report(CARD)
    assert lines(report, "Không áp dụng") == ["Xã B – bớt: 1.2 (20)"]
    assert table(report, "excluded").frame.rows() == [("b", "1.2", 20)]


def test_a_missing_leaf_is_named_with_what_it_does_to_the_total():
    assert lines(score_report(CARD), "Chưa có số liệu") == ["Xã C – tổng điểm để trống vì thiếu: 3"]


def test_both_denominators_are_given_and_named():
    indices = table(score_report(CARD), "indices")
    assert [column.heading for column in indices.columns][1:] == [
        "% của tổng điểm tối đa",
        "% Thẩm định",
        "% Điều tra",
    ]
    assert indices.frame.row(0) == ("a", 81, 81.25, 80)


def test_every_node_of_every_unit_is_in_the_full_table():
    scores = table(score_report(CARD), "scores").frame
    assert scores.height == 3 * len(CARD.outline.row_ids)
    assert scores.filter(unit_id="b", criterion_id="1")["max_points"].item() == 30


def test_a_workbook_has_the_criteria_side_by_side():
    matrix = next(one for one in wide_tables(CARD) if one.name == "matrix")
    assert matrix.frame.select("unit_id", "1.1", "1.2", "total").rows() == [
        ("a", 27, 18, 81),
        ("b", 24, None, 85.5),
        ("c", 30, 20, None),
    ]


def test_reasons_that_are_too_long_for_a_workbook_say_where_they_are(monkeypatch):
    monkeypatch.setattr("parindex.reports.wide._MOST_ROWS_OF_A_SHEET", 17)
    reasons = next(one for one in wide_tables(CARD) if one.name == "explanations")
    assert reasons.frame.height == 0
    assert "--table explanations" in reasons.notes[0]


def test_the_facts_name_edition_digest_and_sources():
    facts = score_report(CARD).facts
    assert facts["edition"] == "reports-test@2025"
    assert len(facts["digest"]) == 64
    assert (facts["units"], facts["sources"]) == (3, [])


def test_many_units_without_values_are_counted_and_not_listed(monkeypatch):
    monkeypatch.setattr("parindex.reports.scores._MOST_LISTED", 0)
    assert lines(score_report(CARD), "Chưa có số liệu") == ["… và 1 đơn vị nữa"]


@pytest.mark.parametrize("text", ["Tổng hợp", "Điểm mọi tiêu chí"])
def test_the_titles_have_their_english(text: str):
    assert translate(text, "en") != text
    assert translate(text, "en") in {one.title for one in score_report(CARD, "en").full()}
