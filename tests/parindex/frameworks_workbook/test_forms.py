"""The forms that units fill in: what is typed into them is what the reader gets, and only inputs can be typed."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from parindex.errors import ProblemsFound
from parindex.frameworks.model import Edition
from parindex.frameworks.outline import outline
from parindex.frameworks.registry import entries, find
from parindex.frameworks.workbook import template
from parindex.frameworks.workbook.template import template_workbook
from parindex.frameworks.workbook.unit_template import unit_workbook
from parindex.reading.values import read_values
from tests.parindex.frameworks_workbook.edited import SMALL

SHIPPED = [entry.ref for entry in entries()]
UNITS = pl.DataFrame(
    {"unit_id": ["00001", "X2"], "name": ["Xã Đồng Tâm", "Phường Sài Gòn"], "league": ["xã", "phường"]}
)
RATIO = {"as": "ratio", "numerator": "Hồ sơ đúng hạn", "denominator": "Hồ sơ đã giải quyết"}
LEVELS = [{"value": 1, "label": "Tốt", "share": 100}, {"value": 0, "label": "Chưa tốt", "share": 0}]
ITEMS = [
    {"name": "plan", "label": "Có kế hoạch", "points": 1},
    {"name": "report", "label": "Có báo cáo", "points": 1},
]


def leaf(code: str, rule: dict, **more) -> dict:
    return {"code": code, "label": f"Tiêu chí {code}", "max": 2, "rule": rule, **more}


FORM = Edition.model_validate(
    SMALL.model_dump(by_alias=True, exclude_defaults=True)
    | {
        "tree": [
            {
                "code": "1",
                "label": "Cải cách thủ tục hành chính",
                "max": 8,
                "criteria": [
                    leaf("1.1", {"kind": "proportional", "quantity": RATIO}, not_applicable="exclude"),
                    leaf("1.2", {"kind": "yes_no"}, not_applicable="full"),
                    leaf("1.3", {"kind": "levels", "levels": LEVELS}),
                    leaf("1.10", {"kind": "checklist", "items": ITEMS}),
                ],
            },
            leaf("2", {"kind": "graded"}, scored_by="council"),
            leaf("3", {"kind": "bonus", "each": "0.5"}),
        ]
    }
)
FILLED = {
    ("1.1", "numerator"): 8,
    ("1.1", "denominator"): "10",
    ("1.2", "value"): "Không áp dụng",
    ("1.3", "value"): "Tốt",
    ("1.10", "plan"): "Có",
    ("1.10", "report"): "Không",
    ("3", "value"): 2,
}
READ = {
    ("1.1", "numerator"): 8.0,
    ("1.1", "denominator"): 10.0,
    ("1.2", "value"): "not_applicable",
    ("1.3", "value"): 1.0,
    ("1.10", "plan"): 1.0,
    ("1.10", "report"): 0.0,
    ("3", "value"): 2.0,
}


def open_sheet(path: Path):
    book = openpyxl.load_workbook(path)
    return book, book.worksheets[0]


def row_with(sheet, text: str) -> int:
    return next(row for row in range(1, 30) for cell in sheet[row] if cell.value == text)


def column_with(sheet, row: int, text: str) -> int:
    return next(cell.column for cell in sheet[row] if cell.value == text)


def read(path: Path, edition: Edition = FORM, unit: str = "00001") -> dict:
    table = read_values(path, edition).values.filter(pl.col("unit_id") == unit)
    measured = table.filter(pl.col("standing") != "missing")
    return {
        (code, name): value if standing == "measured" else standing
        for _, code, name, value, standing, _ in measured.iter_rows()
    }


def fill_wide(path: Path, filled: dict, unit: int = 0, lang: str = "vi") -> None:
    book, sheet = open_sheet(path)
    header = row_with(sheet, "Mã đơn vị" if lang == "vi" else "Unit code")
    for (code, name), value in filled.items():
        title = code if name == "value" else f"{code}:{name}"
        sheet.cell(header + 1 + unit, column_with(sheet, header, title)).value = value
    book.save(path)


def fill_form(path: Path, filled: dict) -> None:
    book, sheet = open_sheet(path)
    header = row_with(sheet, "Mã tiêu chí")
    code, name, value = (column_with(sheet, header, text) for text in ("Mã tiêu chí", "Ô nhập", "Giá trị"))
    for row in range(header + 1, sheet.max_row + 1):
        key = (sheet.cell(row, code).value, sheet.cell(row, name).value)
        if key in filled:
            sheet.cell(row, value).value = filled[key]
    book.save(path)


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    template_workbook(FORM, UNITS, tmp_path / "bieu.xlsx")
    return tmp_path / "bieu.xlsx"


@pytest.fixture
def form(tmp_path: Path) -> Path:
    unit_workbook(FORM, "00001", "Xã Đồng Tâm", tmp_path / "xa.xlsx")
    return tmp_path / "xa.xlsx"


def test_what_is_filled_into_the_form_of_many_units_is_what_the_reader_gets(wide: Path):
    fill_wide(wide, FILLED | {("2", "value"): 1.5})
    fill_wide(wide, {("1.2", "value"): "Có"}, unit=1)
    assert read(wide) == READ | {("2", "value"): 1.5}
    assert read(wide, unit="X2") == {("1.2", "value"): 1.0}
    file = read_values(wide, FORM)
    assert file.units.rows() == UNITS.rows()
    assert file.warnings == ()


def test_what_is_filled_into_the_form_of_one_unit_is_what_the_reader_gets(form: Path):
    fill_form(form, FILLED)
    assert read(form) == READ
    file = read_values(form, FORM)
    assert file.units.rows() == [("00001", "Xã Đồng Tâm", None)]
    assert file.warnings == ()


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("ref", SHIPPED)
def test_the_empty_forms_of_a_shipped_edition_are_read_as_all_missing(ref, lang, tmp_path: Path):
    edition = find(ref).edition
    template_workbook(edition, UNITS, tmp_path / "bieu.xlsx", lang)
    file = read_values(tmp_path / "bieu.xlsx", edition)
    assert len(file.values) == 2 * len(outline(edition).inputs)
    assert file.values["standing"].unique().to_list() == ["missing"]
    assert file.warnings == ()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_input_that_the_unit_scores_itself_has_one_cell_in_its_form(lang, tmp_path: Path):
    edition = find("commune-model@2025").edition
    unit_workbook(edition, "00001", None, tmp_path / "xa.xlsx", lang)
    file = read_values(tmp_path / "xa.xlsx", edition)
    own = [(node.code, spec.name) for node, spec in outline(edition).inputs if node.scored_by == "unit"]
    assert file.values.select("criterion_id", "input").rows() == own
    assert file.warnings == ()


def test_a_form_filled_in_english_is_read_alike(tmp_path: Path):
    template_workbook(FORM, UNITS, tmp_path / "form.xlsx", "en")
    fill_wide(
        tmp_path / "form.xlsx",
        FILLED | {("1.2", "value"): "Not applicable", ("1.10", "plan"): "Yes", ("1.10", "report"): "No"},
        lang="en",
    )
    assert read(tmp_path / "form.xlsx") == READ


def test_an_input_above_its_whole_is_refused_by_the_cell_and_by_the_reader(wide: Path):
    fill_wide(wide, FILLED | {("1.1", "numerator"): 11})
    with pytest.raises(ProblemsFound):
        read(wide)
    checks = validations(wide)
    assert (
        checks["E11"].formula1
        == 'OR(E11="Không áp dụng",AND(ISNUMBER(E11),E11>=0,OR(NOT(ISNUMBER(F11)),E11<=F11)))'
    )
    assert (
        checks["F11"].formula1
        == 'OR(F11="Không áp dụng",AND(ISNUMBER(F11),F11>=0,OR(NOT(ISNUMBER(E11)),E11<=F11)))'
    )
    assert checks["E11"].promptTitle is None
    assert (
        checks["E11"].prompt
        == "Nhập số từ 0 trở lên, không lớn hơn “Hồ sơ đã giải quyết”, hoặc “Không áp dụng”"
    )


def validations(path: Path) -> dict:
    _, sheet = open_sheet(path)
    return {
        one.sqref.ranges.copy().pop().coord.split(":")[0]: one
        for one in sheet.data_validations.dataValidation
    }


def test_cells_offer_exactly_the_answers_that_count(wide: Path):
    book, _ = open_sheet(wide)
    offered = {}
    for cell, check in validations(wide).items():
        if check.type == "list":
            sheet, area = check.formula1.replace("'", "").replace("$", "").split("!")
            cells = book[sheet][area]
            offered[cell] = [row[0].value for row in cells] if isinstance(cells, tuple) else [cells.value]
    assert offered == {
        "G11": ["Có", "Không", "Không áp dụng"],
        "H11": ["Tốt", "Chưa tốt"],
        "I11": ["Có", "Không"],
        "J11": ["Có", "Không"],
    }


def test_counts_and_points_are_checked_by_their_bounds(wide: Path):
    checks = validations(wide)
    assert checks["K11"].formula1 == "AND(ISNUMBER(K11),K11>=0,K11<=2)"
    assert checks["K11"].prompt == "Nhập số từ 0 đến 2"
    assert checks["L11"].formula1 == "AND(ISNUMBER(L11),L11>=0,L11=INT(L11))"
    assert checks["L11"].prompt == "Nhập số nguyên từ 0 trở lên"


def test_only_cells_to_fill_in_can_be_edited(wide: Path, form: Path):
    _, sheet = open_sheet(wide)
    free = {cell.coordinate for row in sheet for cell in row if not cell.protection.locked}
    assert sheet.protection.sheet
    assert free == {f"{letter}{row}" for letter in "EFGHIJKL" for row in (11, 12)}
    _, sheet = open_sheet(form)
    free = {(cell.column_letter, cell.row) for row in sheet for cell in row if not cell.protection.locked}
    assert sheet.protection.sheet
    assert {letter for letter, _ in free} == {"F", "H", "I"}
    assert len(free) == 3 * len(FILLED)


def test_the_form_of_very_many_units_can_be_filled_in_as_well(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(template, "_MANY_CELLS", 3)
    template_workbook(FORM, UNITS, tmp_path / "bieu.xlsx")
    _, sheet = open_sheet(tmp_path / "bieu.xlsx")
    assert not sheet.column_dimensions["E"].protection.locked
    assert all(cell.protection.locked for cell in sheet["E"][:10])
    assert all(cell.protection.locked for cell in sheet["B"])
    fill_wide(tmp_path / "bieu.xlsx", FILLED)
    assert read(tmp_path / "bieu.xlsx") == READ


def test_a_leaf_that_others_score_is_shown_to_the_unit_and_cannot_be_filled_in(form: Path):
    _, sheet = open_sheet(form)
    row = next(row for row in range(8, 20) if sheet.cell(row, 1).value == "2")
    assert [sheet.cell(row, column).value for column in range(2, 7)] == [
        "Tiêu chí 2",
        2,
        "Hội đồng hoặc lãnh đạo cho điểm, từ 0 đến 2",
        "(Hội đồng)",
        None,
    ]
    assert sheet.cell(row, 6).protection.locked


def test_counters_say_how_much_is_filled_in(wide: Path, form: Path):
    _, sheet = open_sheet(wide)
    assert sheet["E9"].value == "=COUNTA(E11:E12)"
    _, sheet = open_sheet(form)
    assert sheet["F6"].value == '=(COUNTA(F8:F16)-COUNTA(F16))&"/6"'
    assert openpyxl.load_workbook(form, data_only=True).worksheets[0]["F6"].value == "0/6"


def test_the_name_of_a_unit_turns_green_when_all_but_its_bonus_is_filled_in(wide: Path):
    _, sheet = open_sheet(wide)
    [(area, [rule])] = [
        (str(area.sqref), rules) for area, rules in sheet.conditional_formatting._cf_rules.items()
    ]
    assert (area, rule.formula) == ("A11:D12", ["COUNTA($E11:$K11)=7"])


def test_codes_stay_text_and_names_run_nothing(tmp_path: Path):
    template_workbook(
        FORM, UNITS.with_columns(name=pl.Series(["Xã Đồng Tâm", "=Phường"])), tmp_path / "bieu.xlsx"
    )
    _, sheet = open_sheet(tmp_path / "bieu.xlsx")
    assert [cell.value for cell in sheet[10]] == [
        "STT",
        "Mã đơn vị",
        "Tên đơn vị",
        "Nhóm xếp hạng",
        "1.1:numerator",
        "1.1:denominator",
        "1.2",
        "1.3",
        "1.10:plan",
        "1.10:report",
        "2",
        "3",
    ]
    assert [(cell.value, cell.data_type) for cell in sheet[12][:3]] == [
        (2, "n"),
        ("X2", "s"),
        ("=Phường", "s"),
    ]
    assert sheet.freeze_panes == "E11"


def test_how_a_criterion_is_scored_is_said_at_its_code(wide: Path):
    _, sheet = open_sheet(wide)
    assert sheet["G10"].comment.text == "Có: 2 điểm; Không: 0 điểm"


def test_forms_of_an_illustrative_edition_say_so(tmp_path: Path):
    edition = FORM.model_copy(update={"illustrative": True})
    template_workbook(edition, UNITS, tmp_path / "bieu.xlsx")
    unit_workbook(edition, "00001", "Xã Đồng Tâm", tmp_path / "xa.xlsx")
    for name in ("bieu.xlsx", "xa.xlsx"):
        _, sheet = open_sheet(tmp_path / name)
        assert "MINH HỌA" in sheet["A3"].value
        assert sheet.oddHeader.left.text.startswith("MINH HỌA – ")


def test_forms_print_landscape_with_their_headings_on_every_page(wide: Path, form: Path):
    for path, rows in ((wide, "$5:$10"), (form, "$7:$7")):
        _, sheet = open_sheet(path)
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == rows


def test_a_level_is_stored_as_the_number_of_the_edition(wide: Path):
    fill_wide(wide, {("1.3", "value"): "Chưa tốt"})
    assert read(wide) == {("1.3", "value"): 0.0}
    assert FORM.tree[0].criteria[2].rule.levels[1].value == Decimal(0)
