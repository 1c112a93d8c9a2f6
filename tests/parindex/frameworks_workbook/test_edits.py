"""What officials do to the workbook: their edits survive, their slips are named with sheet, row and column."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from parindex.errors import ProblemsFound
from parindex.frameworks.workbook.exporting import export_workbook
from parindex.frameworks.workbook.importing import import_workbook
from parindex.frameworks.workbook.problems import NO_COLUMN
from parindex.frameworks.writing import edition_text
from tests.parindex.frameworks_workbook.edited import CASES, HEADER, SMALL, Edited
from tests.repository.tree import ROOT


def node(edition, code: str):
    return next(one for one in edition.nodes() if one.code == code)


def told(problems) -> list[tuple]:
    return [(one.code, one.place.sheet, one.place.row, one.place.column) for one in problems]


def test_a_maximum_can_be_changed(edited: Edited):
    edited.put("1.2", "Điểm tối đa", 2.5)
    assert node(edited.read().edition, "1.2").max == Decimal("2.5")


def test_a_number_typed_as_text_with_a_decimal_comma_is_the_number(edited: Edited):
    edited.put("1.2", "Điểm tối đa", " 18,5 ")
    assert node(edited.read().edition, "1.2").max == Decimal("18.5")


def test_the_noise_of_a_sum_in_a_cell_is_not_taken_over(edited: Edited):
    edited.put("1.2", "Điểm tối đa", 0.1 + 0.2)
    assert node(edited.read().edition, "1.2").max == Decimal("0.3")


def test_a_band_can_be_changed_in_the_words_of_decisions(edited: Edited):
    edited.put(
        "1.1", "Tham số cách chấm", "bands:\n- Từ 95 % đến dưới 100 %: 1,75\n- từ 100: 2\n- DƯỚI 95: 0,25"
    )
    rule = node(edited.read().edition, "1.1").rule
    assert [(band.from_, band.below, band.points) for band in rule.bands] == [
        (95, 100, Decimal("1.75")),
        (100, None, 2),
        (None, 95, Decimal("0.25")),
    ]


def test_a_new_leaf_can_be_added_in_a_spare_row(edited: Edited):
    edited.write_row(
        edited.first_spare_row(),
        Mã="1.3",
        Thuộc_mục="1",
        Nội_dung="Dịch vụ công trực tuyến",
        Điểm_tối_đa=1,
        Cách_chấm="Theo tỷ lệ, có mức sàn",
        Tham_số_cách_chấm="floor: 62,5",
        Tài_liệu_kiểm_chứng="- Báo cáo\n- Ảnh chụp (không bắt buộc)",
    )
    edition = edited.read().edition
    assert [child.code for child in edition.tree[0].criteria] == ["1.1", "1.2", "1.3"]
    leaf = node(edition, "1.3")
    assert (leaf.rule.kind, leaf.rule.floor) == ("ratio_floor", Decimal("62.5"))
    assert [(one.label.vi, one.required) for one in leaf.evidence] == [("Báo cáo", True), ("Ảnh chụp", False)]


def test_the_worked_example_of_the_methods_page_comes_out_as_written_there(edited: Edited):
    edited.tree.delete_rows(edited.row("2"))
    edited.put("1", "Điểm tối đa", 5)
    edited.put("1", "Nguồn điểm", None)
    edited.put("1.1", "Tham số cách chấm", "bands:\n- từ 95: 2\n- dưới 95: 0,25")
    edited.put("1.1", "Tài liệu kiểm chứng", None)
    edited.write_row(
        edited.first_spare_row(),
        Mã="1.3",
        Thuộc_mục="1",
        Nội_dung="Dịch vụ công trực tuyến",
        Điểm_tối_đa=1,
        Cách_chấm="Theo tỷ lệ, có mức sàn",
        Tham_số_cách_chấm="floor: 62,5",
    )
    page = (ROOT / "docs" / "methods" / "workbooks.md").read_text(encoding="utf-8")
    shown = page.partition("```yaml\n")[2].partition("```")[0]
    assert edition_text(edited.read().edition).endswith(shown)


def test_a_row_inserted_in_the_middle_stands_in_the_middle(edited: Edited):
    row = edited.row("1.2")
    edited.tree.insert_rows(row)
    edited.write_row(row, Mã="1.1a", Thuộc_mục="1", Nội_dung="Giữa", Điểm_tối_đa=0, Cách_chấm="Có / Không")
    assert [child.code for child in edited.read().edition.tree[0].criteria] == ["1.1", "1.1a", "1.2"]


def test_a_leaf_can_be_moved_below_another_node_and_a_row_can_be_deleted(edited: Edited):
    edited.put("1.2", "Thuộc mục", None)
    edited.tree.delete_rows(edited.row("2"))
    assert [one.code for one in edited.read().edition.tree] == ["1", "1.2"]


def test_words_of_drop_downs_are_read_without_diacritics_and_in_english(edited: Edited):
    edited.put("1.2", "Ai chấm", "nguoi tham dinh ")
    edited.put("1.1", "Khi không áp dụng", "exclude")
    edited.put("2", "Nguồn điểm", "APPRAISAL")
    edition = edited.read().edition
    assert node(edition, "1.2").scored_by == "appraiser"
    assert node(edition, "1.1").not_applicable == "exclude"
    assert node(edition, "2").channel == "appraisal"


def test_a_channel_can_be_renamed_and_its_criteria_follow(edited: Edited):
    cell = next(cell for row in edited.settings for cell in row if cell.value == "Chỉ số hài lòng")
    cell.value = "Mức độ hài lòng"
    edition = edited.read().edition
    assert edition.channels["sipas"].label.vi == "Mức độ hài lòng"
    assert node(edition, "2").channel == "sipas"


def test_a_channel_and_a_class_can_be_added_in_spare_rows(edited: Edited):
    header = next(cell for row in edited.settings for cell in row if cell.value == "Loại nguồn điểm")
    for column, value in enumerate(("thuong", "Điểm thưởng", "2,5", "Nguồn điểm thưởng"), 2):
        edited.settings.cell(header.row + 3, column).value = value
    classes = next(cell for row in edited.settings for cell in row if cell.value == "Mã loại")
    for column, value in enumerate(("B", "Khá", 65, 80), 2):
        edited.settings.cell(classes.row + 2, column).value = value
    edition = edited.read().edition
    assert (edition.channels["thuong"].max, edition.channels["thuong"].kind) == (Decimal("2.5"), "bonus")
    assert [(band.code, band.from_, band.below) for band in edition.settings.classes.bands] == [
        ("A", 80, None),
        ("B", 65, 80),
    ]


def test_days_are_read_from_dates_and_from_text(edited: Edited):
    edited.setting("legal_basis.date").value = "31/12/2024"
    edited.setting("validity.from").value = date(2025, 1, 1)
    edition = edited.read().edition
    assert edition.legal_basis.date == date(2024, 12, 31)
    assert edition.validity.from_ == date(2025, 1, 1)


def test_rows_that_share_a_merged_code_are_one_criterion(edited: Edited):
    row = edited.row("1.2")
    edited.tree.insert_rows(row + 1)
    edited.tree.cell(row, edited.column("Tài liệu kiểm chứng")).value = "Quyết định"
    edited.tree.cell(row + 1, edited.column("Tài liệu kiểm chứng")).value = "Ảnh chụp"
    edited.tree.merge_cells(start_row=row, end_row=row + 1, start_column=1, end_column=1)
    leaf = node(edited.read().edition, "1.2")
    assert [one.label.vi for one in leaf.evidence] == ["Quyết định", "Ảnh chụp"]


def test_a_value_merged_over_several_criteria_holds_for_each(edited: Edited):
    column = edited.column("Ai chấm")
    edited.put("1.1", "Ai chấm", "Hội đồng")
    edited.tree.merge_cells(
        start_row=edited.row("1.1"), end_row=edited.row("1.2"), start_column=column, end_column=column
    )
    edition = edited.read().edition
    assert [node(edition, code).scored_by for code in ("1.1", "1.2")] == ["council", "council"]


def test_a_sheet_renamed_without_diacritics_is_found(edited: Edited):
    edited.tree.title = "BO TIEU CHI"
    edited.settings.title = "Thiet lap "
    assert edited.read().edition == SMALL


def test_columns_may_be_moved_and_rows_may_stand_above_the_headings(edited: Edited):
    edited.tree.insert_rows(1, 3)
    edited.tree.move_range("N1:N60", cols=20)
    assert edited.read().edition == SMALL


def test_a_missing_sheet_is_named_together_with_the_sheets_there_are(edited: Edited):
    del edited.book["Ví dụ"]
    [problem] = edited.refused()
    assert problem.code == "XL303"
    assert "“Ví dụ”" in problem.what()
    assert "Bộ tiêu chí, Thiết lập" in problem.remedy()


def test_a_missing_column_is_named_with_its_sheet(edited: Edited):
    edited.tree.cell(HEADER, edited.column("Điểm tối đa")).value = "Điểm"
    problems = edited.refused()
    assert (problems[0].code, problems[0].place.sheet) == (NO_COLUMN.code, "Bộ tiêu chí")
    assert problems[0].what() == "không có cột “Điểm tối đa”"


def test_a_column_headed_twice_is_named(edited: Edited):
    edited.tree.cell(HEADER, edited.column("Căn cứ")).value = "Mã"
    assert told(edited.refused())[0][:3] == ("XL305", "Bộ tiêu chí", HEADER)


def test_every_problem_of_the_file_is_told_at_once_with_sheet_row_and_column(edited: Edited):
    first, second, third = (edited.row(code) for code in ("1.1", "1.2", "2"))
    edited.put("1.1", "Điểm tối đa", "hai")
    edited.put("1.1", "Cách chấm", "Theo mức trăng")
    edited.put("1.2", "Điểm tối đa", "1.577")
    edited.put("1.2", "Thuộc mục", "9")
    edited.put("2", "Nguồn điểm", "PAPI")
    edited.setting("settings.decimals").value = "hai"
    assert told(edited.refused()) == [
        ("XL311", "Bộ tiêu chí", first, "D (Điểm tối đa)"),
        ("XL310", "Bộ tiêu chí", first, "G (Cách chấm)"),
        ("XL312", "Bộ tiêu chí", second, "D (Điểm tối đa)"),
        ("XL308", "Bộ tiêu chí", second, "B (Thuộc mục)"),
        ("XL310", "Bộ tiêu chí", third, "F (Nguồn điểm)"),
        ("XL311", "Thiết lập", edited.setting("settings.decimals").row, "C (Giá trị)"),
    ]


def test_an_ambiguous_number_is_refused_with_both_readings(edited: Edited):
    edited.put("1.2", "Điểm tối đa", "1.577")
    [problem] = edited.refused()
    assert problem.what() == "“1.577” có thể là 1.577 hoặc 1,577"


def test_a_word_outside_a_drop_down_is_answered_with_the_list(edited: Edited):
    edited.put("1.2", "Khi không áp dụng", "bỏ qua")
    [problem] = edited.refused()
    assert problem.remedy() == "chọn một trong: Không cho phép; Loại khỏi mẫu số; Tính đủ điểm; Tính 0 điểm"


def test_a_blank_maximum_is_told_at_its_cell(edited: Edited):
    edited.put("1.2", "Điểm tối đa", None)
    assert told(edited.refused()) == [("XL320", "Bộ tiêu chí", edited.row("1.2"), "D (Điểm tối đa)")]


def test_a_row_without_a_code_is_told(edited: Edited):
    row = edited.first_spare_row()
    edited.write_row(row, Nội_dung="Không có mã", Điểm_tối_đa=1)
    assert told(edited.refused()) == [("XL306", "Bộ tiêu chí", row, "A (Mã)")]


def test_a_code_with_a_space_is_told(edited: Edited):
    row = edited.row("1.2")
    edited.put("1.2", "Mã", "1 2")
    assert told(edited.refused()) == [("XL307", "Bộ tiêu chí", row, "A (Mã)")]


def test_a_code_that_excel_made_a_day_is_told(edited: Edited):
    row = edited.row("1.2")
    edited.put("1.2", "Mã", date(2025, 2, 1))
    assert told(edited.refused()) == [("XL314", "Bộ tiêu chí", row, "A (Mã)")]


def test_a_code_typed_as_a_number_is_read_with_a_warning(edited: Edited):
    row = edited.row("1.2")
    edited.put("1.2", "Mã", 1.3)
    read = edited.read()
    assert [child.code for child in read.edition.tree[0].criteria] == ["1.1", "1.3"]
    assert told(read.problems) == [("XL330", "Bộ tiêu chí", row, "A (Mã)")]


def test_a_criterion_below_itself_is_told(edited: Edited):
    edited.put("1", "Thuộc mục", "1.1")
    problems = edited.refused()
    assert {one.code for one in problems} == {"XL309"}
    assert [one.place.row for one in problems] == [edited.row(code) for code in ("1", "1.1", "1.2")]


def test_a_parameter_that_the_rule_does_not_have_is_told_at_its_cell(edited: Edited):
    edited.put("1.2", "Tham số cách chấm", "floor: 70")
    assert told(edited.refused()) == [("FW004", "Bộ tiêu chí", edited.row("1.2"), "H (Tham số cách chấm)")]


def test_a_decimal_comma_inside_braces_is_told_and_not_read_as_two_numbers(edited: Edited):
    edited.put("1.1", "Tham số cách chấm", "bands:\n- {from: 95, points: 1,75}")
    problems = edited.refused()
    assert told(problems) == [("FW006", "Bộ tiêu chí", edited.row("1.1"), "H (Tham số cách chấm)")]
    assert "“75” không hợp lệ: dấu phẩy ở đây ngăn hai khóa" in problems[0].what()


def test_hard_spaces_that_were_pasted_into_parameters_do_no_harm(edited: Edited):
    edited.put(
        "1.1",
        "Tham số cách chấm",
        "bands:\n\u00a0\u00a0-\u00a0từ\u00a095:\u00a02\n\u00a0\u00a0-\u00a0dưới\u00a095:\u00a00",
    )
    assert [band.points for band in node(edited.read().edition, "1.1").rule.bands] == [2, 0]


@pytest.mark.parametrize("text", ["bands: [", "nói chung là tốt", "bands:\n- khoảng 95: 2"])
def test_parameters_that_cannot_be_understood_are_told(edited: Edited, text):
    edited.put("1.1", "Tham số cách chấm", text)
    assert told(edited.refused()) == [("XL315", "Bộ tiêu chí", edited.row("1.1"), "H (Tham số cách chấm)")]


def test_parameters_without_a_kind_are_told(edited: Edited):
    edited.put("1.1", "Cách chấm", None)
    assert told(edited.refused()) == [("XL316", "Bộ tiêu chí", edited.row("1.1"), "G (Cách chấm)")]


def test_a_damaged_or_doubled_key_of_the_settings_is_told(edited: Edited):
    year, title = (edited.setting(key).row for key in ("year", "title.en"))
    edited.settings.cell(title, 1).value = "year"
    edited.settings.cell(edited.setting("note.vi").row, 1).value = "ghi chú"
    found = told(edited.refused())
    assert ("XL318", "Thiết lập", title, "A (Khóa)") in found
    assert ("XL317", "Thiết lập", title + 2, "A (Khóa)") in found
    assert year < title


def test_a_day_that_is_none_is_told(edited: Edited):
    edited.setting("legal_basis.date").value = "31/02/2025"
    assert told(edited.refused()) == [
        ("XL313", "Thiết lập", edited.setting("legal_basis.date").row, "C (Giá trị)")
    ]


def test_an_illegal_year_is_told_at_its_cell(edited: Edited):
    edited.setting("year").value = 25
    assert told(edited.refused()) == [("FW006", "Thiết lập", edited.setting("year").row, "C (Giá trị)")]


def test_a_file_that_is_no_workbook_is_told(tmp_path: Path):
    (tmp_path / "bo.xlsx").write_text("Mã;Nội dung\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        import_workbook(tmp_path / "bo.xlsx")
    assert [one.what() for one in found.value.problems] == ["không đọc được bảng tính: không phải tệp Excel"]


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(ProblemsFound) as found:
        import_workbook(tmp_path / "không có.xlsx")
    assert [one.code for one in found.value.problems] == ["XL302"]


def test_a_fact_can_be_added_to_a_case_and_a_case_can_be_added(edited: Edited):
    last = max(row for row in range(1, 60) if edited.cases.cell(row, 1).value)
    rows = [
        (CASES[0].name, "Điểm in ra", "Xã A", "1.1", None, 1.5),
        ("Không thì không điểm", "Cho trước", "Xã B", "1.2", None, "0"),
        (None, "Điểm phải có", "Xã B", "1.2", None, 0),
        (None, "Hạng in ra", "Xã B", "total", None, "2/2"),
    ]
    for number, values in enumerate(rows, last + 1):
        for column, value in enumerate(values, 1):
            edited.cases.cell(number, column).value = value
    first, second = edited.read().cases
    assert first.expect["Xã A"].printed == {"1.1": "1,50"}
    assert second.name == "Không thì không điểm"
    assert second.units == {"Xã B": {"1.2": Decimal(0)}}
    assert (second.expect["Xã B"].points, second.expect["Xã B"].ranks) == ({"1.2": 0}, {"total": "2/2"})


def test_slips_in_the_cases_are_told_with_their_rows(edited: Edited):
    last = max(row for row in range(1, 60) if edited.cases.cell(row, 1).value)
    rows = [
        (CASES[0].name, "Cho trước", None, "1.1", None, 1),
        (CASES[0].name, "Cho trước", "Xã A", None, None, 1),
        (CASES[0].name, "Cho trước", "Xã A", "1.1", None, 91),
        (CASES[0].name, "Điểm phải có", "Xã A", "1", None, "nhiều"),
        (CASES[0].name, "Hạng in ra", "Xã A", "1", None, date(2025, 9, 19)),
        (CASES[0].name, None, "Xã A", "1", None, 1),
    ]
    for number, values in enumerate(rows, last + 1):
        for column, value in enumerate(values, 1):
            edited.cases.cell(number, column).value = value
    found = [(one.code, one.place.row) for one in edited.refused()]
    assert found == [
        (code, last + number)
        for number, code in enumerate(("XL319", "XL319", "XL318", "XL311", "XL314", "XL319"), 1)
    ]


def test_a_column_and_a_sheet_of_ones_own_are_listed_as_not_carried(edited: Edited):
    column = edited.tree.max_column + 1
    edited.tree.cell(HEADER, column).value = "Phòng theo dõi"
    edited.tree.cell(HEADER + 1, column).value = "Nội vụ"
    edited.book.create_sheet("Nháp")["A1"] = "tính thử"
    read = edited.read()
    assert read.edition == SMALL
    assert [(one.code, one.is_error) for one in read.losses] == [("XL342", False), ("XL343", False)]
    assert "“Phòng theo dõi”" in read.losses[0].what()


def test_comments_of_the_yaml_file_are_listed_with_their_lines(tmp_path: Path):
    source = tmp_path / "framework.yaml"
    source.write_text('# Đầu tệp\nid: mau # tên máy\ntitle: "a # b"\n\n#\n  # Cuối\n', encoding="utf-8")
    losses = export_workbook(SMALL, CASES, tmp_path / "bo.xlsx", sources=[source])
    assert [(one.code, one.place.line, one.details["text"]) for one in losses] == [
        ("XL340", 1, "Đầu tệp"),
        ("XL340", 2, "tên máy"),
        ("XL340", 6, "Cuối"),
    ]


def test_a_text_that_a_cell_cannot_hold_is_listed_as_not_carried(tmp_path: Path):
    edition = SMALL.model_copy(
        update={"note": SMALL.title.model_copy(update={"vi": " trước và sau ", "en": None})}
    )
    losses = export_workbook(edition, CASES, tmp_path / "bo.xlsx")
    assert [(one.code, one.details["what"]) for one in losses] == [("XL341", "note › vi")]


def test_codes_are_locked_other_cells_are_not_and_there_is_no_password(edited: Edited):
    row = edited.row("1.1")
    protection = edited.tree.protection
    assert (protection.sheet, protection.password) == (True, None)
    assert edited.tree.cell(row, 1).protection.locked
    free = (
        "Nội dung",
        "Điểm tối đa",
        "Cách chấm",
        "Tham số cách chấm",
        "Tài liệu kiểm chứng",
        "Khi không áp dụng",
    )
    assert not any(edited.cell("1.1", heading).protection.locked for heading in free)
    assert not edited.tree.cell(edited.first_spare_row(), 1).protection.locked


def test_headings_stay_in_sight_and_choices_are_drop_downs(edited: Edited):
    assert edited.tree.freeze_panes == "D5"
    cell = edited.cell("1.1", "Cách chấm").coordinate
    found = next(one for one in edited.tree.data_validations.dataValidation if cell in one.sqref)
    assert found.type == "list"
    sheet, cells = found.formula1.replace("'", "").split("!")
    words = [row[0].value for row in edited.book[sheet][cells.replace("$", "")]]
    assert (len(words), words[0], words[4]) == (18, "Có / Không", "Theo khoảng")
    assert edited.book[sheet].sheet_state == "hidden"


def test_the_sum_of_children_stands_beside_the_maximum_as_a_formula_of_ours(edited: Edited):
    check = edited.cell("1", "Tổng điểm các mục con")
    assert check.value.startswith("=SUMPRODUCT(")
    assert openpyxl.load_workbook(edited.path, data_only=True)["Bộ tiêu chí"][check.coordinate].value == 4


def test_an_illustrative_edition_says_so_on_every_sheet(tmp_path: Path):
    edited = Edited(tmp_path / "bo.xlsx", SMALL.model_copy(update={"illustrative": True}))
    visible = [sheet for sheet in edited.book if sheet.sheet_state == "visible"]
    assert [sheet.title for sheet in visible] == ["Bộ tiêu chí", "Thiết lập", "Ví dụ", "Hướng dẫn"]
    assert all("MINH HỌA" in sheet["A3"].value for sheet in visible)
    assert all("MINH HỌA" in sheet.oddHeader.left.text for sheet in visible)


def test_an_edition_with_one_illustrative_criterion_says_so_too(tmp_path: Path):
    tree = (SMALL.tree[0], SMALL.tree[1].model_copy(update={"illustrative": True}))
    edited = Edited(tmp_path / "bo.xlsx", SMALL.model_copy(update={"tree": tree}))
    assert edited.tree["A3"].value == "Có tiêu chí MINH HỌA (in nghiêng, nền vàng)"
    assert edited.cell("2", "Nội dung").font.italic
    assert not edited.cell("1.1", "Nội dung").font.italic


def test_an_adopted_edition_says_nothing_of_the_kind(edited: Edited):
    assert edited.tree["A3"].value is None
