"""XLSX files hold real numbers and dates, run nothing that people wrote, and can be written twice alike."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import parindex.spreadsheets as made
from parindex.errors import ProblemsFound
from parindex.spreadsheets import Book, TableSheet, is_exact_number, sheet_name, write_tables

DANGEROUS = ["=1+1", '=HYPERLINK("http://x")', "+84 912", "-3", "@SUM(A1)", "\t=1", "\r=1"]


def written(path: Path, values: list, name: str = "Điểm"):
    with Book(path) as book:
        sheet = book.sheet(name)
        for row, value in enumerate(values):
            sheet.put(row, 0, value)
    return [row[0] for row in openpyxl.load_workbook(path)[name].iter_rows(max_col=1, max_row=len(values))]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_begins_like_a_formula_stays_text_even_when_the_cell_is_edited(text, tmp_path: Path):
    [cell] = written(tmp_path / "a.xlsx", [text])
    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "\r") == text
    assert cell.quotePrefix is True


def test_other_text_and_links_are_plain_text(tmp_path: Path):
    cells = written(tmp_path / "a.xlsx", ["Xã Đồng Tâm", "https://vi.wikipedia.org", "007"])
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [
        ("Xã Đồng Tâm", "s", None),
        ("https://vi.wikipedia.org", "s", None),
        ("007", "s", None),
    ]


def test_numbers_are_numbers_and_days_are_days(tmp_path: Path):
    cells = written(
        tmp_path / "a.xlsx",
        [87.747, Decimal("18.50"), 20, date(2023, 3, 16), datetime(2023, 3, 16, 8, 30, tzinfo=UTC)],
    )
    assert [cell.value for cell in cells[:3]] == [87.747, 18.5, 20]
    assert [cell.value.isoformat() for cell in cells[3:]] == ["2023-03-16T00:00:00", "2023-03-16T08:30:00"]
    assert [cell.data_type for cell in cells] == ["n", "n", "n", "d", "d"]
    assert cells[3].number_format == "dd/mm/yyyy"


def test_what_is_no_number_is_a_blank_cell(tmp_path: Path):
    cells = written(
        tmp_path / "a.xlsx", [float("nan"), float("inf"), float("-inf"), Decimal("NaN"), None, ""]
    )
    assert [cell.value for cell in cells] == [None] * 6


def test_a_decimal_with_more_digits_than_excel_keeps_is_text_with_all_its_digits(tmp_path: Path):
    cells = written(tmp_path / "a.xlsx", [Decimal("33.333333333333333333"), Decimal("1E+400"), 10**20])
    assert [cell.value for cell in cells] == ["33,333333333333333333", "1" + "0" * 400, 10**20]


def test_a_day_before_excels_calendar_is_text(tmp_path: Path):
    [cell] = written(tmp_path / "a.xlsx", [date(1890, 5, 19)])
    assert cell.value == "19/05/1890"


def test_a_text_longer_than_a_cell_is_cut(tmp_path: Path):
    [cell] = written(tmp_path / "a.xlsx", ["ă" * 40_000])
    assert len(cell.value) == 32_767


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=0, max_value=10**8))
def test_a_number_of_at_most_fifteen_digits_is_exact(number):
    assert is_exact_number(number)


@given(st.text(max_size=60), st.lists(st.text(max_size=10), max_size=3))
def test_every_sheet_name_is_made_valid_and_new(name, before):
    taken = []
    for one in [*before, name, name]:
        taken.append(sheet_name(one, taken))
    assert len({one.casefold() for one in taken}) == len(taken)
    for one in taken:
        assert 1 <= len(one.encode("utf-16-le")) // 2 <= 31
        assert not set("[]:*?/\\") & set(one)
        assert not one.startswith("'")
        assert not one.endswith("'")
        assert one.casefold() != "history"


def test_sheets_with_names_that_excel_refuses_can_be_opened(tmp_path: Path):
    names = [
        "Xếp hạng: 20 xã/thị trấn của huyện Ninh Giang",
        "Xếp hạng: 20 xã/thị trấn của huyện Thanh Hà",
        "'",
        "History",
    ]
    with Book(tmp_path / "a.xlsx") as book:
        for name in names:
            book.sheet(name).put(0, 0, 1)
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == [
        "Xếp hạng- 20 xã-thị trấn của hu",
        "Xếp hạng- 20 xã-thị trấn củ (2)",
        "Trang",
        "Trang (2)",
    ]


@pytest.fixture
def league() -> TableSheet:
    frame = pl.DataFrame(
        {
            "unit_id": ["Xã Đồng Tâm", "=Xã giả"],
            "points": [87.747, None],
            "decided_on": [date(2023, 3, 16), None],
            "tied": [True, False],
            "class": pl.Series(["A", None], dtype=pl.Enum(["A", "B"])),
            "lists": [["6", "8.1"], []],
        }
    )
    headings = {"unit_id": "Đơn vị", "points": "Tổng điểm", "decided_on": "Ngày công bố"}
    return TableSheet("Điểm", frame, headings, {"points": 2}, "Kết quả năm 2022", ["Chưa kể điểm thưởng."])


def test_a_table_has_its_title_headings_numbers_dates_and_notes(league, tmp_path: Path):
    write_tables(tmp_path / "diem.xlsx", [league])
    sheet = openpyxl.load_workbook(tmp_path / "diem.xlsx")["Điểm"]
    rows = [[cell.value for cell in row] for row in sheet]
    assert rows[0][0] == "Kết quả năm 2022"
    assert rows[2][:4] == ["Đơn vị", "Tổng điểm", "Ngày công bố", "tied"]
    assert (rows[3][0], rows[3][1], rows[3][3:]) == ("Xã Đồng Tâm", 87.747, [True, "A", "6, 8.1"])
    assert rows[3][2].isoformat() == "2023-03-16T00:00:00"
    assert rows[4][:4] == ["=Xã giả", None, None, False]
    assert rows[6][0] == "Chưa kể điểm thưởng."
    assert (sheet["B4"].number_format, sheet["B4"].alignment.horizontal) == ("0.00", "right")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B4", "A3:F5")
    assert sheet.column_dimensions["A"].width > len("Xã Đồng Tâm")


def test_a_table_prints_on_a4_landscape_with_its_header_on_every_page(league, tmp_path: Path):
    write_tables(tmp_path / "diem.xlsx", [league])
    sheet = openpyxl.load_workbook(tmp_path / "diem.xlsx")["Điểm"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.print_title_rows == "$3:$3"


def test_tables_written_twice_are_alike_to_the_byte(league, tmp_path: Path):
    for name in ("a.xlsx", "b.xlsx"):
        write_tables(tmp_path / name, [league])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_large_table_is_written_in_order_with_the_same_cells(league, tmp_path: Path, monkeypatch):
    write_tables(tmp_path / "a.xlsx", [league])
    monkeypatch.setattr(made, "_MANY_CELLS", 3)
    write_tables(tmp_path / "b.xlsx", [league])
    small, large = (
        [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / name)["Điểm"]]
        for name in ("a.xlsx", "b.xlsx")
    )
    assert small == large


def test_an_empty_table_has_its_headings(tmp_path: Path):
    write_tables(tmp_path / "a.xlsx", [TableSheet("Trống", pl.DataFrame(schema={"unit_id": pl.String}))])
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["Trống"]["A1"].value == "unit_id"


def test_a_table_with_more_rows_than_a_sheet_is_refused_before_anything_is_written(tmp_path: Path):
    frame = pl.DataFrame({"points": pl.zeros(1_048_576, eager=True)})
    with pytest.raises(ProblemsFound) as found:
        write_tables(tmp_path / "a.xlsx", [TableSheet("Điểm", frame)])
    assert [(one.code, one.place.sheet) for one in found.value.problems] == [("XL301", "Điểm")]
    assert not (tmp_path / "a.xlsx").exists()


def test_a_folder_that_is_not_there_is_one_coded_problem(league, tmp_path: Path):
    with pytest.raises(ProblemsFound) as found:
        write_tables(tmp_path / "không có" / "a.xlsx", [league])
    assert [one.code for one in found.value.problems] == ["XL300"]


def test_nothing_is_written_when_the_work_fails_on_the_way(tmp_path: Path):
    with pytest.raises(ZeroDivisionError), Book(tmp_path / "a.xlsx") as book:
        book.sheet("Điểm").put(0, 0, 1 / 0)
    assert not (tmp_path / "a.xlsx").exists()


def test_a_disk_that_refuses_is_told_in_vietnamese_words_not_in_those_of_the_machine(league):
    with pytest.raises(ProblemsFound) as found:
        write_tables(Path("/dev/null/a.xlsx"), [league])
    assert "Errno" not in str(found.value)
    with pytest.raises(
        ProblemsFound, match=r"XL300 · .*: không ghi được tệp: không có tệp hay thư mục này\n"
    ):
        write_tables(Path("/dev/khong-co/a.xlsx"), [league])
