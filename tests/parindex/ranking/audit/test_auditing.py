"""The audit as a whole: what it tests, in what order it tells, and that no table breaks it."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import parindex
from parindex.errors import Place
from parindex.ranking.audit import FINDINGS, audit_table
from tests.parindex.ranking.audit.tables import audit, table

WRONG = """Xã;Thẩm định;XHH;Tổng
A;50,25;30,10;80,36
B;49,00;31,05;80,50
C;47,20;30,00;77,20
D;46,20;30,00;76,20"""


def test_contradictions_come_before_what_rounding_explains():
    found = audit(WRONG)
    assert [(one.code, one.place.row) for one in found.findings] == [("AU610", 3), ("AU611", 2)]
    assert not found.is_clean


def test_findings_are_a_table_with_written_columns_in_either_language():
    found = audit(WRONG)
    assert found.as_table().schema == FINDINGS
    assert found.as_table()["severity"].to_list() == ["error", "warning"]
    assert found.as_table("en")["what"][0].startswith("49.00 + 31.05 = 80.05, printed 80.50: off by 0.45")
    assert audit(WRONG.replace("80,36", "80,35").replace("80,50", "80,05")).as_table().schema == FINDINGS


def test_the_place_names_file_sheet_row_and_column():
    found = audit_table(table(WRONG), rows=[5, 6, 7, 8], place=Place(file="bang.xlsx", sheet="Biểu 1"))
    assert found.findings[0].place.text() == "bang.xlsx, trang Biểu 1, dòng 6, cột Tổng, mục B"


def test_a_table_without_relations_says_so_and_finds_nothing():
    found = audit("Tên;Ghi chú\nA;x\nB;y")
    assert (found.findings, found.checked) == ([], ())
    assert [problem.code for problem in found.problems] == ["AU605"]


def test_the_door_of_the_library_leads_here():
    assert parindex.audit_table is audit_table


@pytest.mark.parametrize("height", [0, 1])
def test_a_table_without_rows_or_with_one_is_no_error(height: int):
    cells = {"Đơn vị": ["A"], "Điểm": ["1,5"], "Tổng": ["1,5"], "Hạng": ["1"], "Xếp loại": ["Tốt"]}
    assert audit_table(pl.DataFrame(cells).head(height)).is_clean


def test_a_large_table_is_judged_on_all_its_rows():
    rows = [
        f"u{number};{number % 40},5;{number % 7},25;{number % 40 + number % 7},75" for number in range(400)
    ]
    rows[333] = "u333;13,5;4,25;18,75"
    found = audit("Đơn vị;Thẩm định;XHH;Tổng\n" + "\n".join(rows))
    assert [(one.code, one.place.item) for one in found.findings] == [("AU610", "u333")]
    assert found.checked[0].tested == 400


TITLES = st.sampled_from(
    ["Đơn vị", "Điểm", "Tổng", "Hạng", "Xếp loại", "Tỷ lệ", "Điểm tối đa", "Năm", "Tăng/giảm", "Tiếp nhận", "Đã giải quyết",
     "Đang giải quyết", "Mã", "Lĩnh vực", "Vùng", "XHH", "Thẩm định", "Quy đổi", "A", "B"]
)  # fmt: skip
CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "",
            "Tổng cộng",
            "Trung bình",
            "Tốt",
            "Khá",
            "-",
            "1/3",
            "12,5",
            "1.577",
            "100 %",
            "0",
            "2023",
            "I",
            "1.1",
            "∞",
            "#N/A",
            "=SUM(A1)",
        ]
    ),
    st.integers(-10, 10_000).map(str),
    st.decimals(0, 100, places=2).map(lambda number: str(number).replace(".", ",")),
    st.text(max_size=6),
)


@given(st.lists(TITLES, min_size=1, max_size=7, unique=True).flatmap(
    lambda titles: st.lists(st.lists(CELLS, min_size=len(titles), max_size=len(titles)), max_size=6).map(
        lambda rows: pl.DataFrame(rows, schema=dict.fromkeys(titles, pl.String), orient="row")
    )
))  # fmt: skip
def test_no_table_breaks_the_audit_and_everything_it_says_can_be_said_in_both_languages(cells: pl.DataFrame):
    found = audit_table(cells)
    for lang in ("vi", "en"):
        assert len(found.relations(lang)) == len(found.checked)
        assert found.as_table(lang).height == len(found.findings)
        assert all(problem.text(lang) for problem in found.problems)


NUMBERS = st.lists(st.lists(st.decimals(0, 100, places=2), min_size=4, max_size=4), min_size=4, max_size=8)


@given(NUMBERS)
def test_what_figures_alone_suggest_holds_on_four_rows_of_five(rows):
    lines = ["Đơn vị;K1;K2;K3;K4"]
    lines += [
        ";".join([f"u{at}", *(str(cell).replace(".", ",") for cell in row)]) for at, row in enumerate(rows)
    ]
    assert all(5 * one.contradicted <= one.tested for one in audit("\n".join(lines)).checked)


def test_a_figure_printed_twice_is_found_far_down_a_large_table():
    rows = [f"u{number};{number},5" for number in range(300)] + ["u250;251,5"]
    found = audit("Đơn vị;Điểm\n" + "\n".join(rows)).findings
    assert [(one.code, one.place.row) for one in found] == [("AU690", 302)]
