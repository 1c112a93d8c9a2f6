"""Lists of editions, problems, comparisons and audits as data."""

import polars as pl

from parindex.errors import Place, Problem, ProblemKind
from parindex.frameworks.comparing import compare_editions
from parindex.frameworks.registry import find
from parindex.ranking.audit import audit_table
from parindex.ranking.movement import movement
from parindex.reports.auditing import audit_report
from parindex.reports.comparing import comparison_report, movement_report
from parindex.reports.content import Lines
from parindex.reports.editions import classes_line, nature, shelf_report, tree_report
from parindex.reports.problems import Checked, check_report
from tests.parindex.reports.leagues import EDITION, league

BAD = Problem(ProblemKind("XX001", "sai {given}", "sửa"), Place(file="a.yaml", line=3), {"given": "x"})
ODD = Problem(ProblemKind("XX002", "lạ", "xem", "warning"), Place(file="a.yaml", line=5))


def test_a_check_fails_on_an_error_and_passes_with_warnings():
    assert check_report([Checked("a@2025", 3, (ODD,))]).is_failed is False
    report = check_report([Checked("a@2025", 0, (BAD, ODD)), Checked("b@2025", 4, ())])
    assert report.is_failed is True
    assert report.title == "Đã kiểm tra 2 bộ tiêu chí: 1 lỗi, 1 cảnh báo"
    assert report.parts[0].lines == (
        (0, "a@2025: 1 lỗi, 1 cảnh báo"),
        (1, "XX001 · a.yaml, dòng 3: sai x"),
        (2, "→ sửa"),
        (1, "XX002 · a.yaml, dòng 5: lạ"),
        (2, "→ xem"),
        (0, "b@2025: không có lỗi, 4 ca kiểm thử đều đúng"),
    )


def test_an_edition_without_cases_is_not_said_to_have_passed_them():
    report = check_report([Checked("a@2025", 0, ())])
    assert report.parts[0].lines == ((0, "a@2025: không có lỗi, chưa có ca kiểm thử nào"),)


def test_the_problems_are_a_table_too():
    frame = check_report([Checked("a@2025", 0, (BAD,))]).full()[0].frame
    assert frame.select("checked", "code", "severity", "file", "line", "what").rows() == [
        ("a@2025", "XX001", "lỗi", "a.yaml", 3, "sai x")
    ]


def test_an_edition_says_whether_its_criteria_were_published():
    assert [
        nature(find(ref).edition) for ref in ("province@2017", "index-766@2022", "commune-model@2025")
    ] == [
        "đã công bố",
        "một phần minh họa",
        "minh họa",
    ]


def test_an_edition_that_cannot_be_read_makes_the_list_fail_but_not_the_others():
    report = shelf_report([EDITION], [("b@2024", BAD)])
    assert report.is_failed is True
    assert report.full()[0].frame["edition"].to_list() == ["reports-test@2025"]
    assert report.parts[1].lines[0][1].startswith("b@2024: XX001")


def test_the_tree_has_a_row_for_each_node_with_its_depth_and_rule():
    frame = tree_report(EDITION).full()[0].frame
    assert frame.select("criterion_id", "depth", "max_points").rows()[:3] == [
        ("1", 0, 50),
        ("1.1", 1, 30),
        ("1.2", 1, 20),
    ]
    assert frame.filter(criterion_id="1.2")["illustrative"].item() == "minh họa"
    assert frame.filter(criterion_id="4")["rule"].item() == "Điểm thưởng"


def test_class_bands_are_written_half_open():
    assert classes_line(EDITION.settings.classes) == "Tốt ≥ 80 %; Khá < 80 %"
    lao_cai = find("department-lao-cai@2015").edition.settings.classes
    assert classes_line(lao_cai).startswith("Tốt ≥ 55 điểm; Khá 45–<55 điểm")


def test_a_comparison_groups_its_sentences_and_counts_them():
    before, after = find("province@2017").edition, find("province@2022").edition
    report = comparison_report(before, after, compare_editions(before, after))
    heads = [part.title for part in report.parts if isinstance(part, Lines)]
    assert "Tiêu chí thêm mới (3)" in heads
    assert sum(len(part.lines) for part in report.parts) == report.full()[0].frame.height == 23


def test_every_kind_of_change_has_its_heading():
    from parindex.reports.comparing import _KINDS

    told = {
        "edition", "legal_basis", "channels", "settings", "dropped", "added", "split", "merged", "recoded", "moved",
        "repointed", "reworded", "rule", "channel", "scorer", "evidence", "criterion",
    }  # fmt: skip
    assert set(_KINDS) == told


def test_movement_names_units_points_and_places():
    card = league()
    report = movement_report(movement(card, card, years=(2024, 2025)))
    frame = report.parts[0].frame
    assert report.title == "Thay đổi giữa hai năm 2024 → 2025"
    assert frame.select("name", "was", "now", "moved").row(0) == ("Xã B", "1/2", "1/2", "giữ nguyên")
    assert report.full()[0].frame.height > 3


def test_an_audit_fails_on_a_contradiction_alone():
    cells = {
        "Đơn vị": ["A", "B"],
        "Tiếp nhận": ["8.180", "100"],
        "Đã giải quyết": ["8.104", "90"],
        "Đang giải quyết": ["74", "10"],
    }
    report = audit_report(audit_table(pl.DataFrame(cells)), "bảng")
    assert report.is_failed is True
    assert report.facts == {"table": "bảng", "contradictions": 1, "warnings": 0}
    assert report.full()[0].frame["by"].to_list() == [2]
    cells["Đang giải quyết"] = ["76", "10"]
    assert audit_report(audit_table(pl.DataFrame(cells)), "bảng").is_failed is False
