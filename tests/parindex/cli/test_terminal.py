"""Tables on a terminal: numbers stand under each other, texts break, nothing is wider than the window."""

import io

import polars as pl
import pytest

from parindex.cli.printing import printed
from parindex.cli.terminal import cells, clean, is_fancy, width_of, wrapped
from parindex.reports.content import Column, Lines, Report, Table

NAMES = ["Xã Đồng Tâm", "Xã có tên dài hơn hẳn mọi xã khác trong huyện"]
FRAME = pl.DataFrame(
    {"name": NAMES, "points": [87.747, None], "rank": ["9/20", "–"], "big": [8180.0, 84.70232]}
)
COLUMNS = (
    Column("name", "Đơn vị", is_key=True),
    Column("points", "Điểm", 2),
    Column("rank", "Hạng", is_right=True),
    Column("big", "Hồ sơ tiếp nhận"),
)
TABLE = Table("t", "Bảng", FRAME, COLUMNS)


def lines_of(*parts, width=None, lang="vi", is_fancy=False) -> list[str]:
    return printed(Report("Tiêu đề", parts=parts), lang, width=width, is_fancy=is_fancy).splitlines()


def test_numbers_have_a_decimal_comma_and_stand_to_the_right():
    assert lines_of(TABLE)[5:] == [
        "---------------------------------------------  -----  ----  ---------",
        "Xã Đồng Tâm                                    87,75  9/20      8.180",
        "Xã có tên dài hơn hẳn mọi xã khác trong huyện      –     –   84,70232",
    ]


def test_numbers_are_english_in_english():
    assert [line.split()[-1] for line in lines_of(TABLE, lang="en")[-2:]] == ["8,180", "84.70232"]


@pytest.mark.parametrize("width", [40, 50, 60, 80, 120])
def test_no_line_is_wider_than_the_window(width: int):
    assert [line for line in lines_of(TABLE, width=width) if cells(line) > width] == []


def test_a_long_text_is_broken_and_its_row_stays_together():
    lines = lines_of(TABLE, width=60)
    assert lines[-2].split()[-3:] == ["–", "–", "84,70232"]
    assert f"{lines[-2].split('–')[0].strip()} {lines[-1]}" == NAMES[1]


def test_columns_that_do_not_fit_stand_below_with_the_names_again():
    lines = lines_of(TABLE, width=40)
    heads = [line for line in lines if line.startswith("Đơn vị")]
    assert len(heads) == 2
    assert lines[-1].startswith("Xã có tên dài hơn h…")
    assert lines[-1].endswith("84,70232")


def test_a_pipe_keeps_each_row_on_one_line():
    assert len(lines_of(TABLE)) == len(lines_of(Table("t", "Bảng", FRAME, COLUMNS), width=200))
    assert NAMES[1] in "\n".join(lines_of(TABLE))


def test_colour_and_rules_are_for_terminals_alone():
    plain, fancy = "\n".join(lines_of(TABLE)), "\n".join(lines_of(TABLE, is_fancy=True))
    assert "\x1b[" not in plain
    assert "─" not in plain
    assert "\x1b[1m" in fancy
    assert "─" in fancy


def test_the_row_a_report_is_about_is_marked_without_colour_too():
    marked = Table("t", "", FRAME, COLUMNS, strong=frozenset([0]))
    lines = lines_of(marked)
    assert lines[-2].startswith("> Xã Đồng Tâm")
    assert lines[-1].startswith("  Xã có tên")


def test_a_column_of_empty_texts_is_not_shown():
    frame = pl.DataFrame({"a": ["x"], "b": [""]})
    table = Table("t", "", frame, (Column("a", "A", is_key=True), Column("b", "Bê")))
    assert lines_of(table)[-3:] == ["A", "-", "x"]


def test_a_table_without_rows_says_so():
    assert lines_of(Table("t", "Bảng", FRAME.clear(), COLUMNS))[-1] == "  (không có dòng nào)"


def test_differences_have_their_sign():
    frame = pl.DataFrame({"a": [2.61, -0.52, 0.0]})
    table = Table("t", "", frame, (Column("a", "A", 2, is_signed=True),))
    assert [line.strip() for line in lines_of(table)[-3:]] == ["+2,61", "-0,52", "0,00"]


def test_sentences_are_set_in_by_their_depth_and_broken():
    lines = lines_of(Lines("Vì sao", ((1, "một câu dài phải xuống dòng"), (2, "câu con"))), width=40)
    assert lines[-2:] == ["  một câu dài phải xuống dòng", "    câu con"]
    assert lines_of(Lines("", ((1, "x " * 30),)), width=40)[-1].startswith("    x")


def test_a_text_from_a_file_cannot_steer_the_terminal():
    assert clean("\x1b[31mđỏ\x07\n\u009b2J") == "[31mđỏ 2J"
    frame = pl.DataFrame({"a": ["\x1b]0;x\x07tên"]})
    assert "\x1b" not in "\n".join(lines_of(Table("t", "", frame, (Column("a", "A"),))))


def test_decomposed_letters_take_the_cells_of_composed_ones():
    import unicodedata

    name = "Xã Đồng Tâm"
    assert cells(unicodedata.normalize("NFD", name)) == cells(name) == 11


def test_a_word_longer_than_the_line_stands_alone():
    assert wrapped("a bbbbbbbbbb c", 5) == ["a", "bbbbbbbbbb", "c"]


def test_the_width_is_that_of_the_window_or_of_columns(monkeypatch):
    stream = io.StringIO()
    assert width_of(stream) is None
    monkeypatch.setenv("COLUMNS", "97")
    assert width_of(stream) == 97
    monkeypatch.setenv("COLUMNS", "5")
    assert width_of(stream) == 40


@pytest.mark.parametrize(
    ("variables", "expected"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_a_terminal_gets_colour_unless_it_asks_for_none(monkeypatch, variables, expected):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert is_fancy(Terminal()) is expected
    assert is_fancy(io.StringIO()) is False
