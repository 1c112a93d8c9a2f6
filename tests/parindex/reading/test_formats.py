"""Files of every form that people have: what is in them comes out, or is refused in words."""

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from parindex.reading import xlsx_parts
from parindex.reading.units import read_units
from parindex.reading.values import read_values
from tests.parindex.reading.edition import SMALL, csv_file, problems_of, xlsx_file


def value_of(path: Path, criterion: str = "3.1", unit: str = "a", **options) -> float | None:
    values = read_values(path, SMALL, **options).values
    return values.filter(pl.col("criterion_id") == criterion, pl.col("unit_id") == unit)["value"].item()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_csv_file_is_read_with_any_separator_line_end_and_unicode_encoding(
    tmp_path: Path, encoding: str, separator: str, end: str
):
    text = f"Mã đơn vị;Tên đơn vị;3.1{end}a;Xã Đồng Tâm;12.5{end}".replace(";", separator)
    file = tmp_path / "điểm số.csv"
    file.write_bytes(text.encode(encoding))
    read = read_values(file, SMALL)
    assert read.values["value"].to_list() == [12.5]
    assert read.units["name"].to_list() == ["Xã Đồng Tâm"]


def test_a_decimal_comma_in_quotes_survives_commas_between_columns(tmp_path: Path):
    assert value_of(csv_file(tmp_path, "unit_id,name,3.1", 'a,"Xã ""A"", huyện B","12,5"')) == 12.5


def test_a_cell_with_a_line_break_does_not_shift_the_rows_that_people_count(tmp_path: Path):
    file = csv_file(tmp_path, "unit_id,name,3.1", 'a,"Xã\nA",5', "b,Xã B,abc")
    assert problems_of(read_values, file, SMALL)["RD440"][0].place.row == 3


def test_the_line_that_tells_excel_the_separator_is_no_row(tmp_path: Path):
    assert value_of(csv_file(tmp_path, "sep=;", "unit_id;3.1", "a;12,5")) == 12.5


def test_a_file_of_another_encoding_is_refused_with_its_line(tmp_path: Path):
    file = tmp_path / "cu.csv"
    file.write_bytes(b"unit_id;3.1\na;5\nb;6 " + "é".encode("cp1252"))
    problem = problems_of(read_values, file, SMALL)["RD403"][0]
    assert problem.place.row == 3
    assert "windows-1258" in problem.what()
    assert "CSV UTF-8" in problem.remedy()


def test_real_numbers_in_a_workbook_need_no_decision(tmp_path: Path):
    file = xlsx_file(tmp_path, [["Mã đơn vị", "8.1", "8.2"], ["a", 1.577, 1577], ["b", 1.2, 0.1 + 0.2]])
    assert read_values(file, SMALL).values["value"].to_list() == [1.577, 1577, 1.2, 0.3]


def test_numbers_typed_as_text_in_a_workbook_are_decided_by_their_column(tmp_path: Path):
    file = xlsx_file(tmp_path, [["Mã đơn vị", "8.2"], ["a", "1.577"], ["b", "84,70232"], ["c", 2.5]])
    assert read_values(file, SMALL).values["value"].to_list() == [1577, 84.70232, 2.5]


def test_a_number_that_excel_shows_as_a_percent_is_that_percent(tmp_path: Path):
    file = tmp_path / "percent.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        percent, quoted = (
            book.add_format({"num_format": "0.00%"}),
            book.add_format({"num_format": '0.00" %"'}),
        )
        page.write_row(0, 0, ["Mã đơn vị", "3.1", "3.9"])
        page.write_row(1, 0, ["a"])
        page.write_number(1, 1, 0.8088, percent)
        page.write_number(1, 2, 0.8088, percent)
        page.write_row(2, 0, ["b"])
        page.write_number(2, 1, 80.88, quoted)
    assert read_values(file, SMALL).values["value"].to_list() == [80.88, 0.8088, 80.88, None]


def test_a_percent_where_no_percent_is_asked_for_is_a_problem(tmp_path: Path):
    file = tmp_path / "percent.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Mã đơn vị", "8.1"])
        page.write_row(1, 0, ["a"])
        page.write_number(1, 1, 0.85, book.add_format({"num_format": 9}))
    problem = problems_of(read_values, file, SMALL)["RD447"][0]
    assert (problem.place.sheet, problem.place.row, problem.place.column) == ("Sheet1", 2, "8.1")
    assert "không nhận phần trăm" in problem.what()


def test_cells_in_error_and_formulas_without_a_result_are_problems_and_never_blank(tmp_path: Path):
    file = tmp_path / "errors.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    page.append(["Mã đơn vị", "3.1", "8.2"])
    page.append(["a", "#N/A", "=1+1"])
    page.append(["b", "#DIV/0!", 5])
    book.save(file)
    found = problems_of(read_values, file, SMALL)
    assert [(p.place.row, p.place.column, p.details["given"]) for p in found["RD445"]] == [
        (2, "3.1", "#N/A"),
        (3, "3.1", "#DIV/0!"),
    ]
    assert [(p.place.row, p.place.column, p.details["given"]) for p in found["RD446"]] == [(2, "8.2", "=1+1")]


def test_a_formula_with_a_result_is_its_result(tmp_path: Path):
    file = tmp_path / "formula.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Mã đơn vị", "3.1", "8.2", "1.2"])
        page.write_row(1, 0, ["a"])
        page.write_formula(1, 1, "=25/2", None, 12.5)
        page.write_formula(1, 2, '=IF(1,"","")', None, "")
        page.write_formula(1, 3, "=NA()", None, "#N/A")
    swap(file, b'<c r="C2">', b'<c r="C2" t="str">')
    found = problems_of(read_values, file, SMALL)
    assert {code: [problem.place.column for problem in problems] for code, problems in found.items()} == {
        "RD445": ["1.2"]
    }


def test_a_merged_cell_counts_for_each_of_its_rows(tmp_path: Path):
    file = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        page.merge_range(0, 0, 0, 3, "Kết quả tự chấm")
        page.write_row(1, 0, ["Đơn vị", "Mã tiêu chí", "Giá trị"])
        page.merge_range(2, 0, 3, 0, "Xã A")
        page.write_row(2, 1, ["3.1", 5])
        page.write_row(3, 1, ["8.2", 7])
    assert read_values(file, SMALL).values.select("unit_id", "criterion_id", "value").rows() == [
        ("Xã A", "3.1", 5.0),
        ("Xã A", "8.2", 7.0),
    ]


def test_the_sheet_that_has_a_header_is_read_and_hidden_ones_are_not(tmp_path: Path):
    file = tmp_path / "sheets.xlsx"
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Hướng dẫn").write(0, 0, "Điền vào trang Nhập")
        page, old = book.add_worksheet("Nhập"), book.add_worksheet("Cũ")
        for sheet, value in ((page, 5), (old, 6)):
            sheet.write_row(0, 0, ["Mã đơn vị", "3.1"])
            sheet.write_row(1, 0, ["a", value])
        old.hide()
    assert value_of(file) == 5
    assert value_of(file, sheet="cu") == 6


def test_with_two_sheets_that_could_be_meant_the_file_is_refused_with_both_names(tmp_path: Path):
    file = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for name in ("Xã", "Phường"):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ["Mã đơn vị", "3.1"])
            page.write_row(1, 0, ["a", 5])
    problem = problems_of(read_values, file, SMALL)["RD407"][0]
    assert "Xã, Phường" in problem.what()
    assert "--sheet" in problem.remedy()
    assert value_of(file, sheet="Phường") == 5
    assert "Xã, Phường" in problems_of(read_values, file, SMALL, sheet="Thôn")["RD406"][0].remedy()


def test_days_in_a_workbook_never_become_numbers(tmp_path: Path):
    file = tmp_path / "days.xlsx"
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Mã đơn vị", "Mã tiêu chí", "Giá trị"])
        page.write_row(1, 0, ["a", "3.1"])
        page.write_datetime(1, 2, date(2025, 2, 3))
        page.write_row(2, 0, ["a"])
        page.write_datetime(2, 1, date(2025, 2, 3))
        page.write_number(2, 2, 5)
    found = problems_of(read_values, file, SMALL)["RD444"]
    assert [(problem.place.row, problem.place.column) for problem in found] == [
        (2, "Giá trị"),
        (3, "Mã tiêu chí"),
    ]
    assert all("“03/02/2025” là ngày tháng" in problem.what() for problem in found)


def test_a_code_that_excel_took_for_a_number_is_read_where_only_one_code_can_be_meant(tmp_path: Path):
    file = xlsx_file(tmp_path, [["Mã đơn vị", "Mã tiêu chí", "Giá trị"], ["a", 3.9, 0.5], ["a", 8.1, 1]])
    assert read_values(file, SMALL).values["criterion_id"].to_list() == ["3.9", "8.1"]


def test_a_parquet_file_is_read_long_and_wide_alike(tmp_path: Path):
    long, wide = tmp_path / "long.parquet", tmp_path / "wide.parquet"
    frame = pl.DataFrame(
        {"unit_id": ["a", "a", "b"], "criterion_id": ["3.1", "8.2", "3.1"], "value": [5.5, 1, None]}
    )
    frame.with_columns(pl.col("criterion_id").cast(pl.Categorical)).write_parquet(long)
    pl.DataFrame({"unit_id": ["a", "b"], "3.1": [5.5, None], "8.2": [1, None]}).write_parquet(wide)
    expected = [("a", "3.1", 5.5), ("a", "8.2", 1.0), ("b", "3.1", None)]
    assert read_values(long, SMALL).values.select("unit_id", "criterion_id", "value").rows() == expected
    assert read_values(wide, SMALL).values.select("unit_id", "criterion_id", "value").rows() == [
        *expected,
        ("b", "8.2", None),
    ]


def test_nan_and_infinity_in_a_parquet_file_are_problems(tmp_path: Path):
    file = tmp_path / "nan.parquet"
    pl.DataFrame({"unit_id": ["a", "b", "c"], "8.2": [float("nan"), float("inf"), 1e15]}).write_parquet(file)
    assert [problem.place.row for problem in problems_of(read_values, file, SMALL)["RD448"]] == [1, 2, 3]


def test_what_a_file_is_called_does_not_matter(tmp_path: Path):
    file = xlsx_file(tmp_path, [["Mã đơn vị", "3.1"], ["a", 5]], name="điểm.csv")
    assert value_of(file) == 5


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "RD405", "không có ô nào"),
        (b" \n\n", "RD405", "không có ô nào"),
        (b"PK\x03\x04 not a zip", "RD402", "bị hỏng"),
        (b"PAR1 not parquet PAR1", "RD402", "Parquet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "RD402", ".xls"),
        (b"<html><table>", "RD402", "trang web"),
        (b"unit_id;3.1\0\na;5", "RD402", "không phải văn bản"),
        (b'unit_id;3.1\n"a;5\nb;6', "RD402", "nháy kép"),
        (b"unit_id;3.1\n", "RD409", "không có dòng số liệu"),
        (b"a;b\n1;2\n", "RD408", "thiếu cột mã đơn vị; dòng giống tiêu đề nhất ghi: a, b"),
        ("Mã đơn vị;Cụm\na;2\n".encode(), "RD408", "thiếu cột tiêu chí"),
        ("Mã đơn vị;Mã tiêu chí\na;3.1\n".encode(), "RD408", "thiếu cột giá trị"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_problem(
    tmp_path: Path, content: bytes, code: str, words: str
):
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    found = problems_of(read_values, file, SMALL)
    assert list(found) == [code]
    assert words in found[code][0].text()
    assert found[code][0].place.file == str(file)


@pytest.mark.parametrize(
    ("name", "words"), [("none.csv", "không có tệp này"), (".", "thư mục"), ("a\0b", "từ chối")]
)
def test_a_file_that_cannot_be_opened_is_refused_with_the_reason(tmp_path: Path, name: str, words: str):
    for read in (lambda: read_values(tmp_path / name, SMALL), lambda: read_units(tmp_path / name)):
        assert words in problems_of(read)["RD401"][0].what()


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(xlsx_parts, "MOST_UNPACKED_BYTES", 10_000_000)
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>" + b" " * 11_000_000)
    assert file.stat().st_size < 20_000
    assert "giải nén" in problems_of(read_values, file, SMALL)["RD404"][0].what()


def test_two_cells_far_apart_do_not_lay_out_the_sheet_between_them(tmp_path: Path):
    file = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        page.write(0, 0, "Mã đơn vị")
        page.write(1_048_575, 16_383, "x")
    assert "số ô của trang tính" in problems_of(read_values, file, SMALL)["RD404"][0].what()


def test_cells_without_names_are_counted_before_the_sheet_is_laid_out(tmp_path: Path):
    small = xlsx_file(tmp_path, [["Mã đơn vị", "3.1"], ["a", 5]])
    swap(small, b'<c r="B2"', b"<c")
    assert value_of(small) == 5
    far = xlsx_file(tmp_path, [["Mã đơn vị", "3.1"], ["a", 5]], name="far.xlsx")
    swap(far, b'<c r="B2"', b"<c s='0' r='XFD1048576'")
    assert list(problems_of(read_values, far, SMALL)) == ["RD404"]


def test_a_long_text_shared_by_many_cells_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = xlsx_file(tmp_path, [["Mã đơn vị", "3.1"], *([f"{'a' * 30_000}", 5] for _ in range(500))])
    assert file.stat().st_size < 20_000
    assert list(problems_of(read_values, file, SMALL)) == ["RD429", "RD490"]
    monkeypatch.setattr(xlsx_parts, "MOST_UNPACKED_BYTES", 10_000_000)
    assert list(problems_of(read_values, file, SMALL)) == ["RD404"]


def test_a_workbook_with_a_document_type_is_refused(tmp_path: Path):
    file = xlsx_file(tmp_path, [["Mã đơn vị", "3.1"], ["a", 5]])
    swap(file, b"<workbook", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><workbook', member="xl/workbook.xml")
    assert list(problems_of(read_values, file, SMALL)) == ["RD402"]


def swap(file: Path, old: bytes, new: bytes, member: str = "xl/worksheets/sheet1.xml") -> None:
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert old in members[member]
    members[member] = members[member].replace(old, new, 1)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
