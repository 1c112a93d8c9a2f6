"""Every table is also a file: real numbers, no text that runs, names that survive."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from urllib.parse import quote

import openpyxl
import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory

from parweb.interface.tables import (
    Column,
    Table,
    asked_format,
    csv_text,
    file_response,
    safe_name,
    shown,
    table_response,
    xlsx_bytes,
)

COLUMNS = [
    Column("name", "Đơn vị"),
    Column("rank", "Hạng", kind="whole"),
    Column("points", "Điểm", unit="điểm", kind="number", decimals=2),
    Column("share", "Đúng hạn", kind="percent", decimals=2),
    Column("day", "Ngày", kind="date"),
    Column("at", "Lúc", kind="moment"),
]
ROWS = [
    {
        "name": "Xã Đồng Tâm",
        "rank": 1,
        "points": Decimal("87.747"),
        "share": 80.88,
        "day": date(2026, 3, 16),
        "at": datetime(2026, 12, 31, 18, 5, tzinfo=UTC),
    },
    {"name": "Xã Yên Thế", "rank": None, "points": None, "share": None, "day": None, "at": None},
]
TABLE = Table("Xếp hạng 2026", COLUMNS, ROWS, notes=["Số liệu minh họa"])
FORMULAS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1+1", "\N{NO-BREAK SPACE}=1", "＝1"]


def sheet_of(table: Table):
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(table))).worksheets[0]


def lines_of(table: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_text(table))))


def test_a_workbook_holds_real_numbers_and_days_unrounded():
    sheet = sheet_of(TABLE)
    values = [cell.value for cell in sheet[4]]
    assert values[:4] == ["Xã Đồng Tâm", 1, 87.747, 80.88]
    assert values[4] == datetime(2026, 3, 16)  # noqa: DTZ001  # a workbook knows no time zone
    assert values[5] == datetime(2027, 1, 1, 1, 5)  # noqa: DTZ001  # see above
    assert sheet["C4"].number_format == "0.00"


def test_a_workbook_leaves_missing_values_blank():
    assert [cell.value for cell in sheet_of(TABLE)[5]][1:] == [None] * 5


def test_the_unit_of_measure_stands_once_in_the_header():
    assert [cell.value for cell in sheet_of(TABLE)[3]][2:4] == ["Điểm (điểm)", "Đúng hạn (%)"]
    assert lines_of(TABLE)[0] == ["Đơn vị", "Hạng", "Điểm (điểm)", "Đúng hạn (%)", "Ngày", "Lúc"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_runs_as_a_formula_in_a_workbook(text):
    cell = sheet_of(Table("Bảng", [Column("name", "Tên")], [{"name": text}]))["A4"]
    assert cell.data_type == "s"
    assert str(cell.value).replace("_x000D_", "\r").strip() == text.strip()


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_runs_as_a_formula_in_a_csv(text):
    cell = lines_of(Table("Bảng", [Column("name", text)], [{"name": text}]))
    assert cell[1][0].startswith("'")
    assert cell[0][0].startswith("'")


def test_a_negative_number_in_a_csv_stays_a_number():
    table = Table("Bảng", [Column("x", "Điểm", kind="number")], [{"x": Decimal("-1.50")}, {"x": -0.1}])
    assert [row[0] for row in lines_of(table)[1:]] == ["-1.50", "-0.1"]


def test_a_csv_is_read_by_programs_and_opened_by_excel():
    response = table_response(TABLE, "csv", "Xếp hạng")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[1] == ["Xã Đồng Tâm", "1", "87.747", "80.88", "2026-03-16", "2027-01-01T01:05:00"]
    assert rows[2] == ["Xã Yên Thế", "", "", "", "", ""]


def test_a_csv_keeps_commas_quotes_and_line_breaks_inside_a_text():
    text = 'một, "hai"\nba'
    assert lines_of(Table("Bảng", [Column("x", "Tên")], [{"x": text}]))[1] == [text]


def test_a_file_name_keeps_its_diacritics():
    disposition = table_response(TABLE, "xlsx", "Xếp hạng 2026")["Content-Disposition"]
    assert disposition == f"attachment; filename*=utf-8''{quote('Xếp hạng 2026.xlsx')}"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "-..-etc-passwd"),
        ("a\r\nSet-Cookie: x.csv", "a--Set-Cookie- x.csv"),
        ("  ", "bang"),
        ("Bảng 1.xlsx", "Bảng 1.xlsx"),
    ],
)
def test_a_file_name_has_no_path_and_no_line_break(given, kept):
    assert safe_name(given) == kept
    assert "\n" not in file_response(b"", given, "text/plain")["Content-Disposition"]


def test_rows_may_be_objects():
    table = Table("Bảng", [Column("name", "Tên"), Column("none", "Không")], [SimpleNamespace(name="Xã A")])
    assert lines_of(table)[1] == ["Xã A", ""]


def test_a_table_without_rows_is_a_header():
    empty = Table("Bảng", COLUMNS, [])
    assert len(lines_of(empty)) == 1
    assert sheet_of(empty)["A3"].value == "Đơn vị"


def test_the_same_table_gives_the_same_bytes():
    assert xlsx_bytes(TABLE) == xlsx_bytes(TABLE)


def test_only_known_formats_are_answered():
    assert asked_format(QueryDict("format=xlsx")) == "xlsx"
    assert asked_format(QueryDict("format=php")) is None
    assert asked_format(QueryDict("")) is None


def test_a_cell_on_a_page_reads_as_people_write():
    values = [shown(ROWS[0][column.key], column) for column in COLUMNS]
    assert values == ["Xã Đồng Tâm", "1", "87,75", "80,88", "16/03/2026", "01:05 01/01/2027"]
    assert shown(None, COLUMNS[2]) == "–"


def test_the_links_to_the_files_keep_the_filters_and_drop_the_page():
    request = RequestFactory().get("/ky/1/?q=%C4%91%E1%BB%93ng&page=3&format=csv")
    source = '{% load interface %}{% table_actions request.get_full_path "t1" %}'
    page = Template(source).render(Context({"request": request}))
    assert 'href="/ky/1/?q=%C4%91%E1%BB%93ng&amp;format=xlsx"' in page
    assert 'href="/ky/1/?q=%C4%91%E1%BB%93ng&amp;format=csv"' in page
    assert 'data-copy-table="t1"' in page
