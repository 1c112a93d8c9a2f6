"""What is exported carries its codebook, opens elsewhere, and reads back as the same table."""

from pathlib import Path

import openpyxl
import polars as pl
import pyreadstat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parindex.errors import ProblemsFound
from parindex.surveys.answers.exporting import labelled, write_answers
from parindex.surveys.answers.headers import spss_name
from parindex.surveys.answers.reading import read_answers
from parindex.surveys.answers.table import answers_schema
from parindex.surveys.codebook import codebook
from parindex.surveys.instruments.registry import load_instrument

FORM = load_instrument("sipas-population@2026")
WORDS = st.none() | st.text("abc ơ=+@-'\",;", min_size=1, max_size=12).map(str.strip).filter(
    lambda text: text and not text.startswith("'")
)


def cells(column):
    if column.kind == "code":
        return st.sampled_from([None, *(option.code for option in column.options)])
    return WORDS if column.kind == "text" else st.none()


@st.composite
def tables(draw):
    rows = []
    for number in range(draw(st.integers(1, 4))):
        row = {"response_id": f"r{number}", "unit_id": "X"} | {
            column.id: draw(cells(column)) for column in FORM.columns
        }
        if draw(st.booleans()):
            chosen = [int(draw(st.booleans())) for _ in range(7)]
            row |= {f"q2:{code}": flag for code, flag in enumerate(chosen, 1)}
        rows.append(row)
    return pl.DataFrame(rows, schema=answers_schema(FORM))


QUICK = settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


@pytest.mark.parametrize(
    ("suffix", "sheet"),
    [(".csv", None), (".parquet", None), (".sav", None), (".xlsx", "Mã trả lời"), (".xlsx", "Trả lời")],
)
def test_what_is_exported_reads_back_as_the_same_table(tmp_path: Path, suffix: str, sheet: str | None):
    @QUICK
    @given(tables())
    def holds(frame):
        path = tmp_path / f"out{suffix}"
        write_answers(path, frame, FORM)
        assert read_answers(path, FORM, sheet=sheet).frame.equals(frame)

    holds()


def one_row(**answers) -> pl.DataFrame:
    return pl.DataFrame([{"response_id": "a", "unit_id": "X", **answers}], schema=answers_schema(FORM))


def test_a_csv_begins_with_the_mark_excel_needs_and_runs_no_formula(tmp_path: Path):
    path, book = write_answers(tmp_path / "a.csv", one_row(other_feedback="=HYPERLINK(1)"), FORM)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfresponse_id,unit_id,gender,")
    assert "'=HYPERLINK(1)" in path.read_text(encoding="utf-8-sig")
    assert book.name == "a-codebook.csv"
    assert book.read_bytes().startswith(b"\xef\xbb\xbf")


def test_spss_shows_labels_of_variables_and_values(tmp_path: Path):
    write_answers(
        tmp_path / "a.sav",
        one_row(q9_1=4, gender=2).with_columns(pl.lit(1, dtype=pl.Int16).alias("q2:1")),
        FORM,
    )
    frame, meta = pyreadstat.read_sav(tmp_path / "a.sav", output_format="polars")
    assert meta.variable_value_labels["q9_1"][4.0] == "Hài lòng"
    assert meta.variable_value_labels["q2.1"] == {0.0: "không chọn", 1.0: "đã chọn"}
    assert meta.column_names_to_labels["gender"] == "Giới tính"
    assert frame["gender"].to_list() == [2.0]


def test_columns_of_the_sample_and_others_go_to_spss_under_names_it_allows(tmp_path: Path):
    frame = one_row(gender=1).with_columns(
        pl.lit(1.5).alias("weight"), pl.lit("h7").alias("Hộ số"), pl.lit("d").alias("1 máy")
    )
    write_answers(tmp_path / "a.sav", frame, FORM)
    back, _ = pyreadstat.read_sav(tmp_path / "a.sav", output_format="polars")
    assert back.select("weight", "ho_so", "v1_may").row(0) == (1.5, "h7", "d")


def test_names_in_spss_are_valid_and_each_is_its_own():
    names = [spss_name(column) for column in FORM.columns]
    assert len({name.lower() for name in names}) == len(names)
    assert all(
        name[0].isalpha() and len(name) <= 64 and name.replace(".", "").replace("_", "").isalnum()
        for name in names
    )


def test_a_workbook_has_labels_codes_and_the_codebook_in_the_language_asked(tmp_path: Path):
    write_answers(tmp_path / "a.xlsx", one_row(q9_1=4, gender=2), FORM, "en")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Answers", "Codes", "Codebook"]
    labels = [cell.value for cell in book["Answers"][4]]
    assert "Satisfied" in labels
    assert "Female" in labels


def test_another_suffix_is_refused_with_those_there_are(tmp_path: Path):
    with pytest.raises(ProblemsFound) as found:
        write_answers(tmp_path / "a.dta", one_row(), FORM)
    assert found.value.problems[0].code == "SV209"
    assert ".sav" in found.value.problems[0].remedy()


def test_the_codebook_has_every_column_and_every_code_of_the_form():
    book = codebook(FORM)
    assert book["column"].unique(maintain_order=True).to_list() == [column.id for column in FORM.columns]
    satisfied = book.filter(pl.col("is_satisfied"))
    assert satisfied.group_by("column").agg(pl.col("code").sort()).height == 39
    assert satisfied["code"].unique().sort().to_list() == [4, 5]
    assert book.filter(column="q9_24")["factor"].unique().to_list() == ["II.A"]


def test_the_codebook_says_which_wording_is_illustrative():
    book = codebook(load_instrument("one-stop-kiosk@2026"))
    assert book.filter(column="reason:1")["is_illustrative"].all()
    assert not book.filter(column="attitude")["is_illustrative"].any()


def test_labels_stand_in_place_of_codes_and_everything_else_stays():
    frame = labelled(one_row(q9_1=1, other_feedback="Tốt"), FORM)
    assert frame.select("q9_1", "other_feedback", "q9_2").row(0) == ("Rất không hài lòng", "Tốt", None)
