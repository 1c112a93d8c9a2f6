"""Printed tables whose figures disagree."""

import json

import pytest


@pytest.fixture
def printed(tmp_path):
    def write(*rows: str):
        file = tmp_path / "bang.csv"
        file.write_text("\n".join(rows) + "\n", encoding="utf-8")
        return file

    return write


THANH_TRI = (
    "Đơn vị;Tiếp nhận;Đã giải quyết;Đang giải quyết",
    "Xã Thanh Trì;8.180;8.104;74",
    "Xã B;100;90;10",
)


def test_the_dossiers_that_do_not_add_up_are_found_with_the_difference(parindex, printed):
    file = printed(*THANH_TRI)
    done = parindex("audit-table", file)
    assert done.status == 1
    assert (
        f"AU640 · {file}, dòng 2, cột Tiếp nhận, mục Xã Thanh Trì: tiếp nhận 8.180 nhưng 8.104 + 74 = 8.178: thiếu 2"
        in done.out
    )
    found = json.loads(parindex("audit-table", file, "--format", "json").out)
    assert [(row["code"], row["row"], row["by"]) for row in found["tables"]["findings"]] == [("AU640", 2, 2)]
    assert found["contradictions"] == 1


def test_a_table_that_agrees_passes_and_says_what_was_tested(parindex, printed):
    done = parindex("audit-table", printed(THANH_TRI[0], "Xã A;100;90;10", "Xã B;50;45;5"))
    assert done.status == 0
    assert "“Tiếp nhận” = “Đã giải quyết” + “Đang giải quyết”: kiểm tra 2 chỗ, đều khớp" in done.out


def test_relations_can_be_declared(parindex, printed, tmp_path):
    spec = tmp_path / "quan-he.yaml"
    spec.write_text("relations: [{sum: {columns: [A, B], equals: C}}]\n", encoding="utf-8")
    done = parindex("audit-table", printed("Tên,A,B,C", "x,1,2,4"), "--spec", spec)
    assert done.status == 1
    assert "1 + 2 = 3" in done.out


def test_a_wrong_declaration_is_refused_with_its_line(parindex, printed, tmp_path):
    spec = tmp_path / "quan-he.yaml"
    spec.write_text("relations:\n  - {tổng: {}}\n", encoding="utf-8")
    done = parindex("audit-table", printed("Tên,A", "x,1"), "--spec", spec)
    assert (done.status, done.out) == (1, "")
    assert f"AU601 · {spec}, dòng 2: " in done.err


def test_a_table_without_relations_is_said_to_be_untested(parindex, printed):
    done = parindex("audit-table", printed("Tên;Màu", "x;đỏ", "y;1"))
    assert done.status == 0
    assert "AU605" in done.err


def test_a_table_whose_titles_are_codes_of_criteria_is_read(parindex, tmp_path):
    file = tmp_path / "diem.csv"
    file.write_text("Tên đơn vị;1;2;8.1;Tổng điểm\nXã A;5;6;1,5;12,5\nXã B;7;8;2;16\n", encoding="utf-8")
    done = parindex("audit-table", file)
    assert done.status == 1
    assert "dòng 3, cột Tổng điểm, mục Xã B" in done.out
