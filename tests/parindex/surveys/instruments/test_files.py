"""A form as a file that somebody sends: told apart by its content, every problem with its place."""

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from parindex.errors import ProblemsFound
from parindex.frameworks.parts import Text
from parindex.surveys.instruments.digest import digest
from parindex.surveys.instruments.files import MOST_TEXT, form_yaml, read_form
from parindex.surveys.instruments.registry import instrument_entries, load_instrument
from parindex.surveys.instruments.xlsform.writing import write_xlsform


@pytest.mark.parametrize("ref", [one.ref for one in instrument_entries()])
def test_every_shipped_form_goes_out_as_yaml_and_as_a_workbook_and_comes_back_with_its_digest(ref, tmp_path):
    form = load_instrument(ref)
    write_xlsform(tmp_path / "x.xlsx", form)
    assert digest(read_form(form_yaml(form).encode(), "x.yaml").instrument) == digest(form)
    assert digest(read_form((tmp_path / "x.xlsx").read_bytes(), "x.xlsx").instrument) == digest(form)


def test_words_that_yaml_takes_for_something_else_stay_words():
    form = load_instrument("one-stop-kiosk@2026")
    words = ["yes", "12", "3.10", "2026-01-01", "null", "- a: b", "#", "'", "dòng một\ndòng hai"]
    for word in words:
        changed = form.model_copy(update={"title": Text(vi=word)})
        assert read_form(form_yaml(changed).encode(), "x.yaml").instrument.title.vi == word


def _codes(raw, name="phieu.xlsx"):
    with pytest.raises(ProblemsFound) as found:
        read_form(raw, name)
    return [one.code for one in found.value.problems], found.value.problems


def test_a_file_that_is_neither_is_refused_by_name_not_read():
    old_excel = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100
    for raw in (old_excel, b"\x89PNG\0\0", "tiếng Việt".encode("utf-16")):
        codes, problems = _codes(raw)
        assert codes == ["SV140"]
        assert problems[0].place.file == "phieu.xlsx"
    assert _codes(b"\xff\xe9xin")[0] == ["SV140"]


def test_a_yaml_over_one_mebibyte_is_refused_before_it_is_parsed():
    codes, problems = _codes(b"#" * (MOST_TEXT + 1), "phieu.yaml")
    assert codes == ["SV141"]
    assert "1048577" in problems[0].what("vi").replace(".", "")


def test_a_form_with_1001_columns_of_answers_is_refused():
    asked = "\n".join(f"  - {{id: q{one}, kind: text, label: Gì?}}" for one in range(1001))
    codes, _problems = _codes(f"id: dai\nyear: 2026\ntitle: Dài\nquestions:\n{asked}\n".encode(), "x.yml")
    assert codes == ["SV141"]


def test_all_problems_of_a_yaml_come_at_once_with_their_lines():
    text = (
        "id: x\nyear: 2026\ntitle: X\nquestions:\n"
        "  - {id: a, kind: single, label: A}\n"
        "  - {id: b, kind: text, label: B, relevant: '${c} = 1'}\n"
    )
    codes, problems = _codes(text.encode(), "x.yaml")
    assert codes == ["SV112", "SV126"]
    assert [one.place.line for one in problems] == [5, 6]


def test_formula_cells_without_a_result_and_cells_in_error_are_all_named_with_their_place(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx")) as book:
        sheet = book.add_worksheet("survey")
        for number, row in enumerate(
            [["type", "name", "label"], ["text", "q1"], ["text", "q2"], ["text", "q3"]]
        ):
            sheet.write_row(number, 0, row)
        sheet.write_formula("C2", '=A1&" "', value="")
        sheet.write_formula("C3", "=A99", value="#REF!")
        sheet.write_formula("C4", '="Có "&"kết quả"', value="Có kết quả")
    codes, problems = _codes((tmp_path / "x.xlsx").read_bytes())
    assert codes == ["RD446", "RD445"]
    assert [(one.place.sheet, one.place.row, one.place.column) for one in problems] == [
        ("survey", 2, "label"),
        ("survey", 3, "label"),
    ]


def test_an_archive_that_unpacks_to_51_mebibytes_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _piece in range(51):
                member.write(b"\0" * (1 << 20))
    assert len(out.getvalue()) < 1 << 20
    assert _codes(out.getvalue())[0] == ["SV141"]


def test_names_that_are_reserved_where_the_form_is_asked_are_refused_with_their_place(tmp_path):
    text = "id: x\nyear: 2026\ntitle: X\nquestions:\n  - {id: Go, kind: text, label: A}\n"
    assert read_form(text.encode(), "x.yaml").instrument.questions[0].id == "Go"
    with pytest.raises(ProblemsFound) as found:
        read_form(text.encode(), "x.yaml", reserved=frozenset({"go"}))
    assert [(one.code, one.place.line) for one in found.value.problems] == [("SV111", 5)]
    form = read_form(text.encode(), "x.yaml").instrument
    write_xlsform(tmp_path / "x.xlsx", form)
    with pytest.raises(ProblemsFound) as found:
        read_form((tmp_path / "x.xlsx").read_bytes(), "x.xlsx", reserved=frozenset({"go"}))
    assert [(one.code, one.place.row) for one in found.value.problems] == [("SV111", 2)]


def test_a_form_id_that_was_changed_in_a_downloaded_workbook_makes_it_another_form(tmp_path):
    form = load_instrument("one-stop-kiosk@2026").model_copy(update={"id": "a--b"})
    write_xlsform(tmp_path / "x.xlsx", form)
    assert read_form((tmp_path / "x.xlsx").read_bytes(), "x.xlsx").instrument.ref == "a--b@2026"
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    [column] = [cell.column for cell in book["settings"][1] if cell.value == "form_id"]
    book["settings"].cell(row=2, column=column).value = "phieu_moi_2027"
    book.save(tmp_path / "x.xlsx")
    assert read_form((tmp_path / "x.xlsx").read_bytes(), "x.xlsx").instrument.ref == "phieu-moi@2027"
