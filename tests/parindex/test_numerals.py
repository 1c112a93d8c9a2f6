"""Numbers and days as Vietnamese documents write them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.numerals import STYLES, format_date, format_number, parse_number, read_number

FINITE = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6)


@pytest.mark.parametrize(
    ("text", "comma", "point"),
    [
        ("8180", 8180, 8180),
        ("8.180", 8180, "8.180"),
        ("1.577", 1577, "1.577"),
        ("1,577", "1.577", 1577),
        ("12.345.678", 12345678, None),
        ("12,345,678", None, 12345678),
        ("84,70232", "84.70232", None),
        ("84.70232", None, "84.70232"),
        ("80,88 %", "80.88", None),
        ("80,88\u00a0%", "80.88", None),
        ("0.577", None, "0.577"),
        ("0,577", "0.577", None),
        ("1.234,5", "1234.5", None),
        ("1,234.5", None, "1234.5"),
        ("1 577", 1577, 1577),
        ("1\u00a0577,25", "1577.25", None),
        ("1\u202f577.123", None, "1577.123"),
        ("\u22125,5", "-5.5", None),
        ("–5", -5, -5),
        ("１２,５", "12.5", None),
        (",5", "0.5", None),
        ("1.5E-05", None, "0.000015"),
        ("007", 7, 7),
    ],
)
def test_a_text_has_a_reading_for_each_style(text: str, comma: object, point: object):
    expected = tuple(None if one is None else Decimal(str(one)) for one in (comma, point))
    assert tuple(read_number(text)) == expected


@pytest.mark.parametrize(
    "text",
    ["", " ", "abc", "3/2/2022", "2022-02-03", "16/3", "1.57.7", "1,5,5", "1 57", "5.", "1..5", "--5", "nan", "inf",
     "1_000", "½", "0x10", "%", "5 %%", "٣", "1.577,", "0.577.123", "12 3456"],
)  # fmt: skip
def test_what_is_no_number_has_no_reading(text: str):
    assert tuple(read_number(text)) == (None, None)


@pytest.mark.parametrize(
    ("text", "is_ambiguous"),
    [("1.577", True), ("1.000", True), ("1577", False), ("11,84", False), ("x", False)],
)
def test_a_text_is_ambiguous_when_its_readings_differ(text: str, is_ambiguous: bool):
    assert read_number(text).is_ambiguous is is_ambiguous


@pytest.mark.parametrize(
    ("number", "decimals", "vi", "en"),
    [
        (87.747, 2, "87,75", "87.75"),
        (Decimal("87.745"), 2, "87,75", "87.75"),
        (2.675, 2, "2,68", "2.68"),
        (-2.675, 2, "-2,68", "-2.68"),
        (Decimal("84.70232"), None, "84,70232", "84.70232"),
        (8180, None, "8.180", "8,180"),
        (1234567.5, 1, "1.234.567,5", "1,234,567.5"),
        (Decimal("1.50"), None, "1,5", "1.5"),
        (Decimal("1.5"), 2, "1,50", "1.50"),
        (0.1 + 0.2, None, "0,3", "0.3"),
        (-0.001, 2, "0,00", "0.00"),
        (Decimal("1E+3"), None, "1.000", "1,000"),
        (0, None, "0", "0"),
    ],
)
def test_a_number_is_written_half_up_with_the_signs_of_the_language(number, decimals, vi: str, en: str):
    assert (format_number(number, decimals), format_number(number, decimals, "en")) == (vi, en)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_not_finite_is_never_written_as_a_number(number):
    with pytest.raises(ValueError, match="finite"):
        format_number(number, 2)


@given(FINITE)
def test_a_number_written_in_full_is_read_back_as_itself(number: Decimal):
    assert parse_number(format_number(number), "comma") == number
    assert parse_number(format_number(number, lang="en"), "point") == number


@given(FINITE, st.integers(0, 5))
def test_a_rounded_number_is_within_half_a_unit_and_has_its_decimals(number: Decimal, decimals: int):
    text = format_number(number, decimals)
    read = parse_number(text, "comma")
    assert abs(read - number) <= Decimal(5).scaleb(-decimals - 1)
    assert len(text.partition(",")[2]) == decimals


@given(st.floats(min_value=-1e15, max_value=1e15))
def test_a_float_is_written_to_fifteen_digits(number: float):
    assert float(parse_number(format_number(number), "comma")) == float(f"{number:.15g}")


@given(st.text(alphabet="0123456789.,-+ %eE\u00a0−", max_size=12))
def test_where_both_styles_read_a_text_the_sign_alone_makes_the_difference(text: str):
    mirrored = text.translate(str.maketrans(",.", ".,"))
    assert tuple(read_number(mirrored)) == tuple(reversed(tuple(read_number(text))))


@given(st.text(max_size=12), st.sampled_from(STYLES))
def test_any_text_gives_a_finite_number_or_none(text: str, style):
    number = parse_number(text, style)
    assert number is None or number.is_finite()


def test_a_day_is_written_day_month_year_in_both_languages():
    assert [format_date(date(2023, 3, 6), lang) for lang in ("vi", "en")] == ["06/03/2023", "06/03/2023"]
