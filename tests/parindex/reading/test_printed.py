"""Printed tables as people keep them: headings, titles in several rows, merged cells, sheets."""

from pathlib import Path

import pytest
import xlsxwriter

from parindex.errors import ProblemsFound
from parindex.ranking.audit import audit_table, audit_tables
from parindex.reading.printed import PrintedTable, read_printed

PLAIN = """Đơn vị;Thẩm định;XHH;Tổng
Xã A;50,25;30,10;80,35
Xã B;49,00;31,05;80,50
"""
OFFICE = """BẢNG TỔNG HỢP KẾT QUẢ;;;;
Kèm theo Quyết định số 766/QĐ-UBND;;;;
;;;;
TT;Đơn vị;Điểm;;Tổng
;;Thẩm định;Điều tra XHH;
(1);(2);(3);(4);(5)=(3)+(4)
1;Xã A;50,25;30,10;80,35
;;;;
2;Xã B;49,00;31,05;80,50
"""


def written(folder: Path, text: str, name: str = "bang.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def only(tables: list[PrintedTable]) -> PrintedTable:
    assert len(tables) == 1
    return tables[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_cells_stay_the_texts_that_were_printed(tmp_path: Path, encoding: str):
    read = only(read_printed(written(tmp_path, PLAIN, encoding=encoding)))
    assert read.table.columns == ["Đơn vị", "Thẩm định", "XHH", "Tổng"]
    assert read.table["Thẩm định"].to_list() == ["50,25", "49,00"]
    assert read.rows == (2, 3)


def test_a_table_parted_by_commas_is_read_as_well(tmp_path: Path):
    text = 'unit,score,note\nA,51.75,"x, y"\nB,48.75,\n'
    read = only(read_printed(written(tmp_path, text)))
    assert read.table.columns == ["unit", "score", "note"]
    assert read.table["note"].to_list() == ["x, y", None]


def test_headings_and_numbers_of_columns_are_left_out_and_titles_of_two_rows_are_joined(tmp_path: Path):
    read = only(read_printed(written(tmp_path, OFFICE)))
    assert read.table.columns == ["TT", "Đơn vị", "Điểm – Thẩm định", "Điểm – Điều tra XHH", "Tổng"]
    assert read.table["Đơn vị"].to_list() == ["Xã A", "Xã B"]
    assert read.rows == (7, 9)


def test_findings_name_the_row_of_the_file(tmp_path: Path):
    read = only(read_printed(written(tmp_path, OFFICE)))
    found = audit_table(read.table, rows=read.rows, place=read.place).findings
    assert [(one.code, one.place.row, one.place.column) for one in found] == [("AU610", 9, "Tổng")]
    assert found[0].place.file == str(tmp_path / "bang.csv")


def workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        percent = book.add_format({"num_format": "0.00%"})
        for name in ("Tổng hợp", "Chi tiết"):
            sheet = book.add_worksheet(name)
            sheet.merge_range(0, 0, 0, 3, "KẾT QUẢ NĂM 2022")
            sheet.write_row(1, 0, ["Đơn vị", "Điểm", "Điểm tối đa", "Tỷ lệ"])
            sheet.write_row(2, 0, ["Xã A", 11.84 if name == "Tổng hợp" else 11.48, 15])
            sheet.write_number(2, 3, 0.7893, percent)
        book.add_worksheet("Trống")
    return path


def test_real_numbers_of_a_workbook_are_read_as_typed_and_percentages_with_their_sign(tmp_path: Path):
    tables = read_printed(workbook(tmp_path / "a.xlsx"))
    assert [read.place.sheet for read in tables] == ["Tổng hợp", "Chi tiết"]
    assert tables[0].table.row(0) == ("Xã A", "11,84", "15", "78,93 %")
    assert tables[0].rows == (3,)


def test_one_sheet_can_be_chosen(tmp_path: Path):
    assert only(read_printed(workbook(tmp_path / "a.xlsx"), "Chi tiết")).place.sheet == "Chi tiết"


def test_sheets_are_reconciled_with_each_other(tmp_path: Path):
    tables = read_printed(workbook(tmp_path / "a.xlsx"))
    by_name = {str(read.place.sheet): read for read in tables}
    found = audit_tables(
        {name: read.table for name, read in by_name.items()},
        rows={name: read.rows for name, read in by_name.items()},
        file="a.xlsx",
    )
    reprints = [one for one in found.findings if one.code == "AU690"]
    assert [(one.place.sheet, one.place.column, one.cause.code) for one in reprints] == [
        ("Chi tiết", "Điểm", "swap")
    ]


def test_two_columns_of_one_title_are_kept_apart(tmp_path: Path):
    read = only(read_printed(written(tmp_path, "Đơn vị;Điểm;Điểm\nA;1,5;2,5\n")))
    assert read.table.columns == ["Đơn vị", "Điểm", "Điểm (2)"]


@pytest.mark.parametrize(("text", "code"), [("", "RD405"), ("Đơn vị;Điểm\n", "RD409")])
def test_a_file_without_a_table_is_one_coded_problem(tmp_path: Path, text: str, code: str):
    with pytest.raises(ProblemsFound) as found:
        read_printed(written(tmp_path, text))
    assert [problem.code for problem in found.value.problems] == [code]


def test_a_file_that_is_not_there_is_one_coded_problem(tmp_path: Path):
    with pytest.raises(ProblemsFound) as found:
        read_printed(tmp_path / "không có.csv")
    assert [problem.code for problem in found.value.problems] == ["RD401"]
