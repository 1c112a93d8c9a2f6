"""Which sign is the decimal sign: decided by the column, or asked; never guessed."""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.numerals import STYLES, format_number, read_number
from parindex.reading.decimals import evidence_of, with_readings
from parindex.reading.values import read_values
from tests.parindex.reading.edition import SMALL, csv_file, problems_of


def column(tmp_path: Path, title: str, *texts: str) -> Path:
    rows = (f"{'unit' + str(number)};{text}" for number, text in enumerate(texts))
    return csv_file(tmp_path, f"unit_id;{title}", *rows)


def numbers(file: Path, **options) -> list[float | None]:
    return read_values(file, SMALL, **options).values["value"].to_list()


@pytest.mark.parametrize(
    ("title", "texts", "expected"),
    [
        ("8.2", ["1.577", "11,84"], [1577, 11.84]),
        ("8.2", ["1,577", "0.5"], [1577, 0.5]),
        ("8.2", ["1.577", "12.34"], [1.577, 12.34]),
        ("8.2", ["1.577", "0.577"], [1.577, 0.577]),
        ("8.2", ["1.577", "1.234.567"], [1577, 1234567]),
        ("8.2", ["1.577", "1 234,5"], [1577, 1234.5]),
        ("8.2", ["1577", "12"], [1577, 12]),
        ("8.2", ["80,88", "−5"], [80.88, -5]),
        ("3.1", ["80,88 %", "100%", "７５,５"], [80.88, 100, 75.5]),
        ("3.9", ["80,88 %", "1"], [0.8088, 1]),
        ("3.9", ["0,5", "7e-1"], [0.5, 0.7]),
    ],
)
def test_one_cell_that_can_be_read_in_one_way_only_decides_its_column(
    tmp_path: Path, title: str, texts: list[str], expected: list[float]
):
    assert numbers(column(tmp_path, title, *texts)) == expected


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [("8.1", "1.577", 1.577), ("8.1", "1,577", 1.577), ("3.1", "80.123", 80.123), ("3.1", "80,123", 80.123),
     ("1.2", "1.577", 1577), ("1.2", "1,577", 1577)],
)  # fmt: skip
def test_what_the_criterion_can_hold_decides_too(tmp_path: Path, title: str, text: str, expected: float):
    """At most 2 points, at most 100 %, whole numbers only: one of the two readings cannot be."""
    assert numbers(column(tmp_path, title, text)) == [expected]


def test_a_column_that_nothing_decides_is_asked_about_with_both_readings_and_how_to_answer(tmp_path: Path):
    file = column(tmp_path, "8.2", "12", "1.577", "8.180")
    problem = problems_of(read_values, file, SMALL)["RD441"][0]
    assert (problem.place.row, problem.place.column) == (3, "8.2")
    assert "“1.577” có thể là 1577 hoặc 1,577" in problem.what()
    assert "(2 ô như vậy)" in problem.what()
    assert (
        "nếu là 1577, chạy lại với --decimal comma; nếu là 1,577, chạy lại với --decimal point"
        in problem.remedy()
    )
    assert numbers(file, decimal="comma") == [12, 1577, 8180]
    assert numbers(file, decimal="point") == [12, 1.577, 8.18]


def test_columns_are_decided_one_by_one(tmp_path: Path):
    file = csv_file(
        tmp_path, "unit_id;3.2:numerator;3.2:denominator;8.2", "a;8.104;8.180;12,5", "b;7.5;9,5;1.577"
    )
    assert numbers(file) == [8.104, 8180, 12.5, 7.5, 9.5, 1577]


def test_the_value_column_of_a_long_file_is_one_column(tmp_path: Path):
    file = csv_file(tmp_path, "unit_id;criterion_id;value", "a;3.1;11,84", "a;8.2;1.577")
    assert numbers(file) == [11.84, 1577]


def test_a_column_with_both_styles_is_refused_with_a_cell_of_each(tmp_path: Path):
    file = column(tmp_path, "8.2", "7", "1,5", "2.5", "3,5")
    found = problems_of(read_values, file, SMALL)
    assert list(found) == ["RD442"]
    assert "“1,5” (dòng 3)" in found["RD442"][0].what()
    assert "“2.5” (dòng 4)" in found["RD442"][0].what()


def test_a_cell_that_the_style_asked_for_cannot_read_is_a_problem(tmp_path: Path):
    problem = problems_of(read_values, column(tmp_path, "8.2", "1,5", "2.5"), SMALL, decimal="comma")[
        "RD443"
    ][0]
    assert problem.place.row == 3
    assert "“2.5” không đọc được khi dấu thập phân là “,”" in problem.what()


@pytest.mark.parametrize(
    ("texts", "style", "is_mixed", "is_ambiguous"),
    [
        (["8.104", "74", "8.180"], None, False, True),
        (["8.104", "80,88"], "comma", False, False),
        (["8104", "74"], None, False, False),
        (["1,5", "2.5", "1.577"], None, True, True),
        ([], None, False, False),
        ([None, "abc"], None, False, False),
    ],
)
def test_any_column_of_texts_can_be_asked_for_its_style(texts, style, is_mixed: bool, is_ambiguous: bool):
    assert tuple(evidence_of(pl.Series(texts, dtype=pl.String))) == (style, is_mixed, is_ambiguous)


@given(st.lists(st.text(alphabet="0123456789.,-+ %eE\u00a0−１x", max_size=12), min_size=1, max_size=20))
def test_a_column_is_read_exactly_as_its_cells_are(texts: list[str]):
    frame = with_readings(pl.DataFrame({"text": texts, "type": ["number"] * len(texts)}))
    for text, *readings in frame.select("text", *STYLES).iter_rows():
        expected = [None if one is None else float(one) for one in read_number(text)]
        assert readings == expected


@settings(max_examples=max(settings().max_examples // 5, 1))  # each example writes a file
@given(
    st.lists(st.decimals(0, 9999, places=3), min_size=1, max_size=20),
    st.sampled_from([("vi", "comma"), ("en", "point")]),
)
def test_a_column_written_in_one_style_is_read_back_or_asked_about_but_never_changed(
    tmp_path_factory, values: list[Decimal], written
):
    lang, style = written
    folder = tmp_path_factory.mktemp("column")
    file = column(folder, "8.2", *(format_number(value, lang=lang) for value in values))
    assert numbers(file, decimal=style) == [float(value) for value in values]
    texts = pl.Series([format_number(value, lang=lang) for value in values])
    evidence = evidence_of(texts)
    assert evidence.style in {style, None}
    assert not evidence.is_mixed
    if not evidence.is_ambiguous:
        assert numbers(file) == [float(value) for value in values]
