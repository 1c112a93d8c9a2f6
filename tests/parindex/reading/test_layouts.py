"""Tables as people lay them out: long and wide, with the titles they write."""

import unicodedata
from pathlib import Path

import polars as pl
import pytest

from parindex.reading.units import read_units
from parindex.reading.values import read_values
from parindex.tables import UNITS as UNITS_SCHEMA
from parindex.tables import VALUES
from tests.parindex.reading.edition import SMALL, UNITS, csv_file, xlsx_file


def cells(values: pl.DataFrame) -> dict[tuple[str, str, str], float | None]:
    keys = ("unit_id", "criterion_id", "input")
    return {tuple(row[key] for key in keys): row["value"] for row in values.iter_rows(named=True)}


def test_a_wide_file_gives_one_row_for_each_unit_and_criterion(tmp_path: Path):
    file = csv_file(
        tmp_path,
        "Mã đơn vị;Tên đơn vị;1.1;3.2:numerator;3.2:denominator",
        "00001;Xã A;Có;8;10",
        "00002;Xã B;;9;9",
    )
    read = read_values(file, SMALL)
    assert read.values.schema == VALUES
    assert read.values.rows() == [
        ("00001", "1.1", "value", 1.0, "measured", None),
        ("00001", "3.2", "numerator", 8.0, "measured", None),
        ("00001", "3.2", "denominator", 10.0, "measured", None),
        ("00002", "1.1", "value", None, "missing", None),
        ("00002", "3.2", "numerator", 9.0, "measured", None),
        ("00002", "3.2", "denominator", 9.0, "measured", None),
    ]
    assert dict(read.units.schema) == dict(UNITS_SCHEMA)
    assert read.units.rows() == [("00001", "Xã A", None), ("00002", "Xã B", None)]


def test_a_long_file_says_unit_criterion_input_value_standing_and_source(tmp_path: Path):
    file = csv_file(
        tmp_path,
        "unit_id,criterion_id,input,value,standing,source",
        "00002,3.2,Tổng số hồ sơ,10,,",
        "00002,3.2,numerator,9,measured,self",
        "00001,1.1,,,not_applicable,Tự chấm",
        "00001,8.1,,,Không công bố,council",
    )
    assert read_values(file, SMALL).values.rows() == [
        ("00002", "3.2", "numerator", 9.0, "measured", "self"),
        ("00002", "3.2", "denominator", 10.0, "measured", None),
        ("00001", "1.1", "value", None, "not_applicable", "self"),
        ("00001", "8.1", "value", None, "withheld", "council"),
    ]


def test_a_wide_file_and_its_long_form_give_the_same_table(tmp_path: Path):
    wide = csv_file(
        tmp_path,
        "Mã đơn vị;8.2;3.2:denominator;1.1;3.2:numerator;3.10",
        "b;12,5;10;KAD;9;Tốt",
        "a;;20;Không;19,5;2",
        name="wide.csv",
    )
    long = csv_file(
        tmp_path,
        "Mã đơn vị;Mã tiêu chí;Ô nhập;Giá trị",
        "b;3.10;;Tốt", "b;8.2;;12,5", "b;1.1;;KAD", "b;3.2;numerator;9", "b;3.2;denominator;10",
        "a;1.1;;Không", "a;3.10;value;2", "a;8.2;;", "a;3.2;denominator;20", "a;3.2;numerator;19,5",
        name="long.csv",
    )  # fmt: skip
    assert read_values(wide, SMALL).values.equals(read_values(long, SMALL).values)


@pytest.mark.parametrize(
    "title",
    ["3.1", "3.1.", "3.1. Tỷ lệ công khai", "3.1 Tỷ lệ công khai", "3.1) công khai", "Tiêu chí 3.1", "TCTP 3.1: tỷ lệ công khai",
     "Tỷ lệ công khai", "TY LE CONG KHAI", "3.1:value", " 3.1 "],
)  # fmt: skip
def test_a_criterion_is_known_by_its_code_with_or_without_words_or_by_its_words(tmp_path: Path, title: str):
    file = csv_file(tmp_path, f"unit_id;{title}", "a;12,5")
    assert cells(read_values(file, SMALL).values) == {("a", "3.1", "value"): 12.5}


@pytest.mark.parametrize(
    "title",
    [
        "3.2:numerator",
        "3.2: Số hồ sơ đúng hạn",
        "3.2 : so ho so dung han",
        "3.2. Tỷ lệ hồ sơ đúng hạn: numerator",
    ],
)
def test_an_input_is_known_by_its_name_or_its_words(tmp_path: Path, title: str):
    file = csv_file(tmp_path, f"unit_id;{title}", "a;12")
    assert cells(read_values(file, SMALL).values) == {("a", "3.2", "numerator"): 12}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "titles",
    ["Mã đơn vị;Mã tiêu chí;Giá trị", "MÃ ĐƠN VỊ;MÃ TIÊU CHÍ;ĐIỂM", "ma don vi;ma tieu chi;gia tri", "unit_id;criterion_id;value",
     "Đơn vị;Tiêu chí;Điểm", "Mã  đơn vị ; Mã tiêu chí ;\u00a0Giá trị"],
)  # fmt: skip
def test_titles_are_known_with_or_without_diacritics_in_any_case_and_form(
    tmp_path: Path, titles: str, form: str
):
    file = csv_file(tmp_path, unicodedata.normalize(form, titles), "a;3.1;12,5")
    assert cells(read_values(file, SMALL).values) == {("a", "3.1", "value"): 12.5}


def test_the_words_of_a_criterion_may_stand_beside_its_code(tmp_path: Path):
    file = csv_file(
        tmp_path, "Mã đơn vị;Tiêu chí;Mã tiêu chí;Điểm tối đa;Điểm", "a;Tỷ lệ công khai;3.1;10;80,5"
    )
    assert cells(read_values(file, SMALL).values) == {("a", "3.1", "value"): 80.5}


def test_the_header_is_found_below_a_title_and_blank_lines(tmp_path: Path):
    rows = [["BẢNG ĐIỂM NĂM 2025"], [], ["", "Mã đơn vị", "3.1"], ["", "a", 12.5], [], ["", "b", 13]]
    read = read_values(xlsx_file(tmp_path, rows), SMALL)
    assert cells(read.values) == {("a", "3.1", "value"): 12.5, ("b", "3.1", "value"): 13}


def test_a_header_that_is_said_again_on_each_page_is_no_row(tmp_path: Path):
    file = csv_file(tmp_path, "Mã đơn vị;3.1", "a;1", "Mã đơn vị;3.1", "b;2")
    assert cells(read_values(file, SMALL).values) == {("a", "3.1", "value"): 1, ("b", "3.1", "value"): 2}


def test_a_line_of_words_under_the_table_is_no_row(tmp_path: Path):
    file = csv_file(tmp_path, "STT;Mã đơn vị;3.1", "1;a;1", "Người lập biểu;;")
    assert cells(read_values(file, SMALL).values) == {("a", "3.1", "value"): 1}


def test_columns_beside_the_criteria_are_peer_groups_of_the_units(tmp_path: Path):
    file = csv_file(tmp_path, "unit_id;Cụm;league;Đô thị;STT;3.1", "a;1;xã;có;1;5", "b;2;phường;không;2;6")
    read = read_values(file, SMALL)
    assert read.units.columns == ["unit_id", "name", "league", "Cụm", "Đô thị"]
    assert read.units.rows() == [("a", None, "xã", "1", "có"), ("b", None, "phường", "2", "không")]
    assert [(problem.code, problem.place.column) for problem in read.warnings] == [("RD412", "Đô thị")]


def test_with_a_list_of_units_its_order_and_words_hold_and_peer_groups_are_added(tmp_path: Path):
    file = csv_file(tmp_path, "unit_id;Cụm;3.1", "00003;x;5", "00001;y;6")
    read = read_values(file, SMALL, UNITS)
    assert read.units.rows() == [
        ("00001", "Xã Đồng Tâm", "xã", "y"),
        ("00002", "Xã Hồng Dụ", "xã", None),
        ("00003", "Thị trấn Ninh Giang", "xã", "x"),
    ]
    assert read.values["unit_id"].to_list() == ["00001", "00003"]


@pytest.mark.parametrize("spelled", ["00001", "Xã Đồng Tâm", "xa dong tam", "XÃ ĐỒNG TÂM"])
def test_a_unit_of_the_list_is_known_by_its_code_or_its_name(tmp_path: Path, spelled: str):
    file = csv_file(tmp_path, "Đơn vị;3.1", f"{spelled};5")
    assert read_values(file, SMALL, UNITS).values["unit_id"].to_list() == ["00001"]


def test_zeros_that_a_spreadsheet_dropped_are_put_back_and_said(tmp_path: Path):
    read = read_values(xlsx_file(tmp_path, [["Mã đơn vị", "3.1"], [2, 5.5]]), SMALL, UNITS)
    assert read.values["unit_id"].to_list() == ["00002"]
    assert [problem.code for problem in read.warnings] == ["RD433"]
    assert "“2” được hiểu là “00002”" in read.warnings[0].what()


def test_the_same_unit_may_stand_twice_with_two_sources(tmp_path: Path):
    file = csv_file(tmp_path, "unit_id;Nguồn;3.1", "a;Tự chấm;5", "a;Thẩm định lần 1;4")
    assert read_values(file, SMALL).values.select("source", "value").rows() == [
        ("self", 5.0),
        ("appraisal1", 4.0),
    ]


def test_the_source_that_the_caller_names_is_that_of_rows_without_one(tmp_path: Path):
    file = csv_file(tmp_path, "unit_id;source;3.1", "a;;5", "b;appraisal2;4")
    assert read_values(file, SMALL, source="tự chấm").values["source"].to_list() == ["self", "appraisal2"]


def test_a_name_beside_a_code_that_says_otherwise_is_pointed_out(tmp_path: Path):
    file = csv_file(tmp_path, "unit_id;Tên đơn vị;3.1", "00001;Xã Hồng Dụ;5")
    warning = read_values(file, SMALL, UNITS).warnings[0]
    assert (warning.code, warning.place.row) == ("RD434", 2)
    assert "“Xã Hồng Dụ”" in warning.what()
    assert "“Xã Đồng Tâm”" in warning.what()


def test_a_list_of_units_keeps_its_order_and_every_other_column_is_a_peer_group(tmp_path: Path):
    file = csv_file(
        tmp_path, "STT,Mã đơn vị,Tên đơn vị,Vùng,Dân số", "1,00010,Xã Z,Bắc,5000", "2,00002,Xã A,Nam,4000"
    )
    units = read_units(file)
    assert units.columns == ["unit_id", "name", "league", "Vùng", "Dân số"]
    assert units.rows() == [("00010", "Xã Z", None, "Bắc", "5000"), ("00002", "Xã A", None, "Nam", "4000")]
