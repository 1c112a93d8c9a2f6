"""The same figure printed in two places."""

import pytest

from parindex.errors import ProblemsFound
from parindex.ranking.audit import audit_tables, read_spec
from tests.parindex.ranking.audit.tables import audit, table, told


def test_a_row_printed_twice_says_the_same_twice():
    text = "Năm;Chỉ số;Giá trị\n2019;SIPAS;84,45\n2020;SIPAS;85,48\n2021;SIPAS;87,16\n2019;SIPAS;{again}"
    assert audit(text.format(again="84,45")).findings == []
    found = audit(text.format(again="85,45")).findings
    assert told(found) == [("AU690", 5, "Giá trị", "digit")]
    assert "in 85,45, nhưng dòng 2, cột Giá trị in 84,45: lệch 1" in found[0].text()


def test_fewer_decimals_of_the_same_figure_are_no_contradiction_unless_cut_off():
    text = "Năm;Giá trị\n2019;84,457\n2020;85,48\n2021;87,16\n2019;{again}"
    assert audit(text.format(again="84,46")).findings == []
    assert told(audit(text.format(again="84,45")).findings) == [("AU612", 5, "Giá trị", "truncation")]


def test_two_columns_declared_to_be_the_same_figure_are_compared_row_by_row():
    text = "Đơn vị;Biểu 1;Biểu 2\nA;80,5;80,5\nB;70,25;72,05"
    spec = "relations: [{reprint: {key: [Đơn vị], columns: [Biểu 1, Biểu 2]}}]"
    assert told(audit(text, spec).findings)[0][:3] == ("AU690", 3, "Biểu 2")


SUMMARY = "Đơn vị;Tổng điểm;Hạng\nXã A;87,75;1\nXã B;80,20;2"
DETAIL = "Mã;ĐƠN VỊ;TC 1;TONG DIEM\n1;Xã A;40;{total}\n2;Xã B;38;80,20\n3;Xã C;30;70"


def test_figures_that_two_sheets_print_are_compared_whatever_the_letters_of_their_titles():
    sheets = {
        "Tổng hợp": table(SUMMARY),
        "Chi tiết": table(DETAIL.replace("Mã;", "TT;").format(total="87,57")),
    }
    found = audit_tables(sheets, file="ket-qua.xlsx")
    wrong = [one for one in found.findings if one.code == "AU690"]
    assert [(one.place.sheet, one.place.row, one.place.column) for one in wrong] == [
        ("Chi tiết", 2, "TONG DIEM")
    ]
    assert "in 87,57, nhưng trang Tổng hợp, dòng 2, cột Tổng điểm in 87,75: lệch 0,18" in wrong[0].text()
    assert "ket-qua.xlsx, trang Chi tiết, dòng 2" in wrong[0].text()
    assert (
        found.relations()[-1]
        == "số liệu in ở nhiều bảng như nhau: kiểm tra 2 chỗ, 1 mâu thuẫn, 0 lệch do làm tròn hoặc cắt bớt"
    )


def test_sheets_that_agree_are_clean():
    sheets = {"a": table(SUMMARY), "b": table(DETAIL.replace("Mã;", "TT;").format(total="87,75"))}
    assert [one.code for one in audit_tables(sheets).findings] == []


def test_a_spec_is_of_the_sheets_that_have_its_columns():
    sheets = {"a": table(SUMMARY), "b": table("Xã;Thẩm định;XHH;Tổng\nA;50;30;81\nB;40;20;60")}
    spec = read_spec("relations: [{sum: {columns: [Thẩm định, XHH], equals: Tổng}}]")
    assert [(one.code, one.place.sheet) for one in audit_tables(sheets, spec).findings] == [("AU610", "b")]
    with pytest.raises(ProblemsFound) as found:
        audit_tables(sheets, read_spec("relations: [{sum: {columns: [X, Y], equals: Tổng}}]"))
    assert {problem.code for problem in found.value.problems} == {"AU602"}


def test_several_empty_tables_are_no_error():
    assert audit_tables({}).findings == []
