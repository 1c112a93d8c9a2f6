"""What we publish as XLSForm opens in ODK without a warning and reads back as the same form; people's workbooks are
read, or refused with every problem at its sheet and row."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from pyxform.xls2xform import convert

from parindex.errors import ProblemsFound
from parindex.surveys.instruments.checks import check
from parindex.surveys.instruments.digest import digest
from parindex.surveys.instruments.logic import allowed_options, check_constraint, is_relevant
from parindex.surveys.instruments.registry import instrument_entries, load_instrument
from parindex.surveys.instruments.xlsform.reading import read_xlsform
from parindex.surveys.instruments.xlsform.writing import write_xlsform, xform
from tests.parindex.surveys.instruments.forms import instruments
from tests.parindex.surveys.instruments.workbooks import sample, sheets_in, workbook

SHIPPED = [entry.ref for entry in instrument_entries()]


@pytest.mark.parametrize("ref", SHIPPED)
def test_a_shipped_form_opens_in_pyxform_without_a_single_warning(ref: str, tmp_path: Path):
    path = tmp_path / "form.xlsx"
    write_xlsform(path, load_instrument(ref))
    warnings: list[str] = []
    made = convert(path, warnings=warnings)
    assert warnings == []
    assert made.xform.count("<bind ") >= len(load_instrument(ref).questions)


@pytest.mark.parametrize("ref", SHIPPED)
def test_a_shipped_form_reads_back_from_its_workbook_with_the_same_digest(ref: str, tmp_path: Path):
    form = load_instrument(ref)
    write_xlsform(tmp_path / "form.xlsx", form)
    back = read_xlsform(tmp_path / "form.xlsx")
    assert back.instrument == form
    assert digest(back.instrument) == digest(form)
    assert back.warnings == ()


@given(instruments())
@settings(
    max_examples=40,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking through Excel takes minutes
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
def test_any_sound_form_reads_back_equal_and_opens_in_pyxform_without_a_warning(tmp_path: Path, form):
    assert [problem.text() for problem in check(form) if problem.is_error] == []
    path = tmp_path / "form.xlsx"
    write_xlsform(path, form)
    warnings: list[str] = []
    convert(path, warnings=warnings)
    assert warnings == []
    assert read_xlsform(path).instrument == form


def test_the_xform_names_the_version_and_the_languages_of_the_form():
    made = xform(load_instrument("sipas-population@2026"))
    assert 'version="2026.1"' in made.xml
    assert 'lang="Tiếng Việt (vi)" default="true()"' in made.xml
    assert 'lang="English (en)"' in made.xml


def test_a_matrix_is_a_table_list_and_its_items_carry_their_own_names(tmp_path: Path):
    made = xform(load_instrument("sipas-ward-department@2026"))
    assert 'appearance="list-nolabel"' in made.xml
    assert all(f"/i/i{number}" in made.xml for number in range(1, 10))


# ------------------------------------------------------------------ workbooks in the style of public ones


def test_skips_and_groups_in_groups_are_read_with_the_skips_of_what_stands_around_them(tmp_path: Path):
    form = read_xlsform(sample("skips", tmp_path)).instrument
    assert form.ref == "mot-cua@2026"
    assert form.version == "3"
    assert form.metadata == ("start", "end", "deviceid")
    assert [group.id for group in form.groups] == ["respondent", "visit", "result", "visit_2"]
    assert {option.name: option.code for option in form.scales["yesno"].options} == {"yes": 1, "no": 2}
    assert not is_relevant(form, "on_time", {"visited": 2, "times": 3})
    assert not is_relevant(form, "on_time", {"visited": 1})
    assert is_relevant(form, "on_time", {"visited": 1, "times": 1})
    assert is_relevant(form, "late_other", {"visited": 1, "times": 1, "on_time": 2, "late_reason:3": 1})
    assert is_relevant(form, "not_visited", {"visited": 2})


def test_constraints_are_read_with_their_messages_in_both_languages(tmp_path: Path):
    from datetime import date

    form = read_xlsform(sample("constraints", tmp_path)).instrument
    assert form.by_id["phone"].constraint_message.en == "Ten digits beginning with 0"
    assert check_constraint(form, "phone", {"phone": "0912345678"})
    assert not check_constraint(form, "phone", {"phone": "912345678"})
    today = date(2026, 11, 22)
    days = {"handed_on": date(2026, 11, 1), "done_on": date(2026, 10, 31)}
    assert not check_constraint(form, "done_on", days, today)
    assert check_constraint(form, "done_on", days | {"done_on": today}, today)
    assert not check_constraint(form, "fee", {"fee": 1.25})
    assert not check_constraint(form, "channels", {"channels:1": 1, "channels:9": 1})
    assert check_constraint(form, "idea", {"age": 70, "idea": "x" * 400})
    assert not check_constraint(form, "idea", {"age": 30, "idea": "x" * 400})


def test_languages_are_told_by_their_code_or_name_and_a_third_is_passed_over_with_a_warning(tmp_path: Path):
    read = read_xlsform(sample("languages", tmp_path))
    assert read.instrument.languages == ("en", "vi")
    assert read.instrument.by_id["overall"].label.vi == "Ông/Bà hài lòng đến mức nào?"
    assert read.instrument.by_id["overall"].label.en == "How satisfied are you?"
    assert [(problem.code, problem.details["language"]) for problem in read.warnings] == [
        ("SV158", "Français (fr)")
    ]


def test_lists_that_depend_on_each_other_offer_what_belongs_together(tmp_path: Path):
    form = read_xlsform(sample("cascading", tmp_path)).instrument
    assert [option.name for option in allowed_options(form, "commune", {"province": 2})] == ["dong_tam"]
    assert [option.code for option in allowed_options(form, "village", {"province": 1, "commune": 1})] == [
        1,
        2,
    ]
    assert [option.name for option in allowed_options(form, "offices", {})] == ["hub", "desk"]


def test_a_table_list_and_a_table_made_by_hand_are_both_a_matrix(tmp_path: Path):
    form = read_xlsform(sample("matrices", tmp_path)).instrument
    officials, result = form.by_id["officials"], form.by_id["result"]
    assert (officials.kind, officials.group, officials.is_required) == ("matrix", "service", True)
    assert [item.id for item in officials.items] == ["o1", "o2", "o3"]
    assert officials.hint.vi == "Chọn một ô mỗi dòng"
    assert [item.id for item in result.items] == ["r1", "r2"]
    assert result.relevant == "${o1} >= 1"


def test_lines_of_a_table_that_differ_in_their_skip_stay_questions_of_their_own(tmp_path: Path):
    form = read_xlsform(sample("matrices", tmp_path)).instrument
    assert form.by_id["m1"].kind == form.by_id["m2"].kind == "single"
    assert form.by_id["m2"].relevant == "${m1} < 3"


def test_the_older_words_that_kobo_writes_are_understood_and_unread_columns_are_named(tmp_path: Path):
    read = read_xlsform(sample("kobo", tmp_path))
    form = read.instrument
    assert form.ref == "dvc@2026"
    assert [(one.id, one.kind) for one in form.questions] == [
        ("Q1", "single"),
        ("Q2", "multi"),
        ("Q3", "integer"),
        ("Q4", "text"),
    ]
    assert form.by_id["Q1"].is_required
    assert form.by_id["Q2"].relevant == "${Q1} = 1"
    assert [option.spelling for option in form.by_id["Q2"].options] == ["phone", "pc", "other"]
    assert "Q2_3_text" in form.column_by_id
    unread = [problem.details["header"] for problem in read.warnings if problem.code == "SV157"]
    assert unread == ["$kuid", "default", "parameters"]


def test_a_repeat_is_refused_with_a_message_that_says_why_and_where(tmp_path: Path):
    with pytest.raises(ProblemsFound) as found:
        read_xlsform(sample("repeats", tmp_path))
    (problem,) = found.value.problems
    assert (problem.code, problem.place.sheet, problem.place.row) == ("SV152", "survey", 3)
    assert (
        problem.what()
        == "vòng lặp (repeat) “member” không hỗ trợ: mỗi phiếu là một người, một dòng trong bảng trả lời"
    )


UNSUPPORTED = [
    ("SV151", "survey", 2, "geopoint"), ("SV151", "survey", 3, "image"), ("SV151", "survey", 4, "calculate"),
    ("SV151", "survey", 5, "select_one_from_file wards.csv"), ("SV125", "survey", 6, "pulldata()"),
    ("SV125", "survey", 7, "indexed-repeat()"), ("SV125", "survey", 8, "dấu không hỗ trợ"), ("SV159", "survey", 8, "${a} > 1"),
    ("SV151", "survey", 9, "rank things"), ("SV126", "survey", 10, "${f}"), ("SV156", "survey", 11, "“g”"),
    ("SV154", "survey", 12, "tên"), ("SV155", "survey", 13, "missing"), ("SV163", "choices", 3, "label"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "sheet", "row", "words"), UNSUPPORTED)
def test_what_is_not_supported_is_named_with_its_sheet_and_row(code, sheet, row, words, tmp_path: Path):
    with pytest.raises(ProblemsFound) as found:
        read_xlsform(sample("unsupported", tmp_path))
    said = [
        one.what()
        for one in found.value.problems
        if (one.code, one.place.sheet, one.place.row) == (code, sheet, row)
    ]
    assert len(said) == 1
    assert words in said[0]


def test_every_problem_of_a_workbook_is_told_at_once_and_none_that_only_follows(tmp_path: Path):
    with pytest.raises(ProblemsFound) as found:
        read_xlsform(sample("unsupported", tmp_path))
    errors = [one for one in found.value.problems if one.is_error]
    assert len(errors) == len(UNSUPPORTED)


SIMPLE = """
| survey |
| | type | name | label |
{rows}
| settings |
| | form_title | form_id | version |
| | Thử | {form_id} | 1 |
"""


def simple(folder: Path, rows: str, form_id: str = "trial_2026") -> Path:
    return workbook(folder / "simple.xlsx", sheets_in(SIMPLE.format(rows=rows, form_id=form_id)))


def codes_of(path: Path, **given) -> list[tuple[str, int | None]]:
    with pytest.raises(ProblemsFound) as found:
        read_xlsform(path, **given)
    return [(problem.code, problem.place.row) for problem in found.value.problems]


def test_a_group_that_does_not_close_and_one_that_never_opened_are_told(tmp_path: Path):
    assert codes_of(simple(tmp_path, "| | begin_group | g | G |\n| | text | a | A |")) == [("SV153", 2)]
    assert codes_of(simple(tmp_path, "| | text | a | A |\n| | end_group | | |")) == [("SV153", 3)]


def test_a_form_without_a_year_asks_for_one_and_takes_the_one_given(tmp_path: Path):
    path = simple(tmp_path, "| | text | a | A |", form_id="trial")
    assert codes_of(path) == [("SV164", 2)]
    assert read_xlsform(path, year=2027).instrument.ref == "trial@2027"


def test_a_workbook_without_a_survey_is_told_so(tmp_path: Path):
    path = workbook(tmp_path / "other.xlsx", {"Trang 1": [["Họ tên", "Tuổi"]]})
    assert codes_of(path) == [("SV150", None)]


def test_what_only_pyxform_minds_is_told_in_its_words(tmp_path: Path):
    path = simple(tmp_path, "| | text | a | A |")
    sheets = sheets_in(SIMPLE.format(rows="| | text | a | A |", form_id="trial_2026"))
    sheets["settings"] = [["form_title", "form_id", "name"], ["Thử", "trial_2026", "1 bad name"]]
    with pytest.raises(ProblemsFound) as found:
        read_xlsform(workbook(path, sheets))
    assert [problem.code for problem in found.value.problems] == ["SV161"]
    assert "name" in found.value.problems[0].details["said"]


def test_a_broken_row_of_our_own_sheet_is_told_with_its_key(tmp_path: Path):
    sheets = sheets_in(SIMPLE.format(rows="| | text | a | A |", form_id="trial_2026"))
    wrong = [
        ["source", "{broken"],
        ["colour", "1"],
        ["no_opinion", "[9]"],
        ["illustrative_parts", "7"],
        ["note", "[" * 9000],
    ]
    sheets["_parindex"] = [["key", "json"], *wrong]
    found = codes_of(workbook(tmp_path / "own.xlsx", sheets))
    assert found == [("SV160", row) for row in range(2, 7)]


def test_a_file_that_is_not_there_or_no_workbook_is_told(tmp_path: Path):
    assert codes_of(tmp_path / "nothing.xlsx") == [("SV101", None)]
    (tmp_path / "text.xlsx").write_text("xin chào", encoding="utf-8")
    with pytest.raises(ProblemsFound):
        read_xlsform(tmp_path / "text.xlsx")


def test_the_sheet_of_extras_keeps_what_xlsform_cannot_say_and_its_loss_only_costs_that(tmp_path: Path):
    from openpyxl import load_workbook

    form = load_instrument("sipas-population@2026")
    write_xlsform(tmp_path / "form.xlsx", form)
    book = load_workbook(tmp_path / "form.xlsx")
    del book["_parindex"]
    book.save(tmp_path / "less.xlsx")
    back = read_xlsform(tmp_path / "less.xlsx").instrument
    assert back.factors == ()
    assert back.index is None
    assert back.questions == form.questions
