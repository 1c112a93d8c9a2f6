"""Reading printed cells: decimals as printed, the decimal sign by its column, nothing guessed."""

from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest

from parindex.ranking.audit.figures import Printed, printed, rounded_half_up, truncated
from tests.parindex.ranking.audit.tables import audit, table


def values(read: Printed, column: str) -> list[Decimal | None]:
    return [figure and figure.value for figure in read.numbers(column)]


def test_the_decimal_sign_is_decided_column_by_column():
    read = printed(table("Đơn vị;A;B\nx;51,75;51.75\ny;44;1,044.5"))
    assert values(read, "A") == [Decimal("51.75"), Decimal(44)]
    assert values(read, "B") == [Decimal("51.75"), Decimal("1044.5")]


def test_a_column_that_does_not_tell_follows_the_rest_of_the_table():
    read = printed(table("Đơn vị;A;B\nx;51,75;1.577\ny;44;2.044"))
    assert values(read, "B") == [Decimal(1577), Decimal(2044)]


def test_what_nothing_decides_is_asked_and_not_read():
    read = printed(table("Đơn vị;A\nx;1.577\ny;2"))
    assert values(read, "A") == [None, None]
    assert [problem.code for problem in read.problems] == ["AU604"]
    assert "“1.577” có thể là 1577 hoặc 1,577; cột này chưa được kiểm tra" in read.problems[0].what()


@pytest.mark.parametrize(("decimal", "value"), [("comma", Decimal(1577)), ("point", Decimal("1.577"))])
def test_the_answer_decides(decimal, value):
    assert values(printed(table("Đơn vị;A\nx;1.577\ny;2"), decimal=decimal), "A")[0] == value


def test_a_column_of_counts_holds_whole_numbers():
    assert values(printed(table("Đơn vị;A\nx;8.180\ny;74"), counts=["A"]), "A") == [
        Decimal(8180),
        Decimal(74),
    ]


def test_the_decimals_of_a_column_are_those_most_cells_could_have_and_a_percent_sign_shows_its_own():
    column = printed(table("Đơn vị;A;B\nx;82,4;98%\ny;85,36;85,36%\nz;81,96;100%\nt;50;89%")).columns
    assert (column["A"].decimals, column["A"].decimals_of(0)) == (2, 2)
    assert [column["B"].decimals_of(row) for row in range(4)] == [0, 2, 0, 0]


def test_one_finer_figure_does_not_make_a_column_finer():
    lines = ["11,84", "4,75", "16,62", "6", "11", "5", "10,19", "1,577", "11,49", "9,28"]
    column = printed(table("Mã;A\n" + "\n".join(f"{at};{line}" for at, line in enumerate(lines)))).columns[
        "A"
    ]
    assert column.decimals == 2
    assert column.decimals_of(7) == 3


def test_real_numbers_are_the_decimals_they_were_typed_as():
    read = printed(pl.DataFrame({"A": [0.1 + 0.2, 2.0, None], "B": [1, 2, 3]}))
    assert values(read, "A") == [Decimal("0.3"), Decimal(2), None]
    assert read.columns["A"].decimals == 1
    assert read.columns["B"].is_whole


def test_a_cell_that_is_no_number_is_named_where_its_column_is_tested_and_a_dash_is_not():
    text = "Đơn vị;Điểm;Tối đa;Tỷ lệ (%)\nA;5;10;50\nB;chưa chấm;10;–\nC;6;10;60\nD;7;10;70"
    found = audit(text)
    assert [(one.code, one.place.row, one.place.column) for one in found.problems] == [("AU606", 3, "Điểm")]


def test_rows_are_numbered_as_people_see_them():
    assert printed(table("A;B\nx;1\ny;2")).rows == (2, 3)
    assert printed(table("A;B\nx;1\ny;2"), rows=[7, 9]).at(1, "B").row == 9


@pytest.mark.parametrize(
    ("value", "half_up", "cut"),
    [
        ("87.747", "87.75", "87.74"),
        ("-0.005", "-0.01", "0.00"),
        ("2.005", "2.01", "2.00"),
        ("1", "1.00", "1.00"),
    ],
)
def test_rounding_is_half_up_away_from_zero(value, half_up, cut):
    assert rounded_half_up(Fraction(value), 2) == Decimal(half_up)
    assert truncated(Fraction(value), 2) == Decimal(cut)
