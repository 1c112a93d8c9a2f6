"""The ranking as data."""

import pytest

from parindex.reports.content import Table
from parindex.reports.ranking import domain_places, ranking_frame, ranking_report
from tests.parindex.reports.leagues import league

CARD = league()


def test_units_stand_by_rank_and_those_without_a_total_last():
    frame = ranking_frame(CARD)
    assert frame.select("name", "place", "class", "below_threshold").rows() == [
        ("Xã B", "1/2", "A", ""),
        ("Xã A", "2/2", "A", "2"),
        ("Xã C", "–", None, ""),
    ]


def test_the_distance_to_the_mean_is_over_the_units_that_have_points():
    assert ranking_frame(CARD)["to_mean"].to_list() == pytest.approx([2.25, -2.25, None])


def test_each_peer_group_has_its_table():
    report = ranking_report(CARD, peer_groups=["region"])
    tables = [part for part in report.parts if isinstance(part, Table)]
    assert [table.title for table in tables] == ["region=Bắc: 2 đơn vị", "region=Nam: 1 đơn vị"]
    assert tables[0].frame["place"].to_list() == ["1/2", "2/2"]


def test_classes_are_shown_by_their_words():
    report = ranking_report(CARD)
    assert report.parts[0].frame["class"].to_list() == ["Tốt", "Tốt", None]


def test_the_unit_a_report_is_about_stands_out():
    assert ranking_report(CARD, unit_ids=["a"]).parts[0].strong == frozenset([1])


def test_the_notes_say_what_the_denominator_is_and_who_is_not_ranked():
    notes = ranking_report(CARD).notes
    assert notes == (
        "Số sau dấu / là số hạng khác nhau.",
        "1 đơn vị chưa có điểm nên chưa xếp hạng.",
        "Phải khắc phục: lĩnh vực dưới 75 % điểm tối đa.",
    )


def test_ties_are_marked_and_the_mark_is_explained():
    places = domain_places(CARD)
    assert places.frame["3"].to_list() == ["1=/1", "1=/1", "–"]
    assert places.notes == ("Dấu = sau hạng: đồng hạng.",)


def test_ranking_on_one_node_has_neither_classes_nor_weak_domains():
    table = ranking_report(CARD, criterion_id="2").parts[0]
    assert [column.name for column in table.columns] == ["place", "name", "points", "percent", "to_mean"]
    assert table.frame["points"].to_list() == [30, 27, 20]


def test_the_full_tables_have_the_ranks_of_every_node():
    tables = {table.name: table.frame for table in ranking_report(CARD).full()}
    assert tables["ranking"].height == 3
    assert tables["ranks"].height == 3 * len(CARD.outline.row_ids)
