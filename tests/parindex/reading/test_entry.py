"""What a person types into the form of one leaf: Vietnamese numerals, bounds, choices, every problem at once."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.frameworks.outline import OutlineNode, outline
from parindex.reading.entry import EntryRead, read_entry
from tests.parindex.scoring.scored import edition, leaf

RATIO = {
    "kind": "proportional",
    "quantity": {"as": "ratio", "numerator": "Đúng hạn", "denominator": "Đã giải quyết"},
}
NUMBER = {"kind": "proportional", "quantity": {"as": "number"}}
SHARE = {"kind": "proportional", "quantity": {"as": "share"}}
PERCENT = {"kind": "proportional"}
COUNT = {"kind": "count", "each": 1}
LEVELS = {
    "kind": "levels",
    "levels": [{"value": 2, "label": {"vi": "Tốt", "en": "Good"}, "share": 100}, {"value": 1, "label": "Đạt", "share": 50}],
}  # fmt: skip


def of(rule: dict[str, Any], most: Any = 2) -> OutlineNode:
    return outline(edition(leaf("1", most, rule))).leaves[0]


def read(rule: dict[str, Any], **typed: str) -> EntryRead:
    return read_entry(of(rule), typed)


def codes(found: EntryRead) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.place.item) for problem in found.problems]


@pytest.mark.parametrize(
    ("rule", "text", "number"),
    [
        (PERCENT, "92,5", "92.5"),
        (PERCENT, " 80,88 % ", "80.88"),
        (PERCENT, "92.5", "92.5"),
        (SHARE, "80,88 %", "0.8088"),
        (SHARE, "0,5", "0.5"),
        (NUMBER, "1,577", "1.577"),
        (NUMBER, "1.577,5", "1577.5"),
        (NUMBER, "1.234.567", "1234567"),
        (NUMBER, "12 345,6", "12345.6"),
        (NUMBER, "−4", "-4"),
        (COUNT, "1.577", "1577"),
        (COUNT, "1,577", "1577"),
        ({"kind": "appraised"}, "1.577", "1.577"),
        ({"kind": "yes_no"}, "có", "1"),
        ({"kind": "yes_no"}, "KHÔNG", "0"),
        ({"kind": "yes_no"}, "1", "1"),
        (LEVELS, "tot", "2"),
        (LEVELS, "Đạt", "1"),
        (LEVELS, "2", "2"),
    ],
)
def test_a_number_or_word_is_read_as_it_is_meant(rule: dict[str, Any], text: str, number: str) -> None:
    assert read(rule, value=text) == EntryRead({"value": Decimal(number)}, ())


@pytest.mark.parametrize(
    ("rule", "text", "code"),
    [
        (NUMBER, "1.577", "RD460"),
        (NUMBER, "nhiều", "RD461"),
        (NUMBER, "3/2", "RD461"),
        (NUMBER, "5 %", "RD447"),
        (NUMBER, "1,2345678901234567", "RD462"),
        (NUMBER, "1e15", "RD448"),
        (PERCENT, "100,5", "RD451"),
        (PERCENT, "-1", "RD450"),
        (COUNT, "2,5", "RD452"),
        (COUNT, "-1", "RD450"),
        ({"kind": "yes_no"}, "2", "RD453"),
        (LEVELS, "Khá", "RD453"),
        ({"kind": "appraised"}, "2,5", "RD451"),
    ],
)
def test_what_cannot_be_is_a_problem_at_its_input_and_no_number(
    rule: dict[str, Any], text: str, code: str
) -> None:
    found = read(rule, value=text)
    assert (codes(found), found.values) == ([(code, "value")], {})


def test_a_text_that_can_be_two_numbers_is_asked_about_in_words_that_answer() -> None:
    (problem,) = read(NUMBER, value="1.577").problems
    assert problem.what() == "“1.577” có thể là 1577 hoặc 1,577"
    assert problem.remedy() == "nhập lại cho rõ: 1577 không có dấu phân cách, hoặc 1,577"
    assert [read(NUMBER, value=text).values["value"] for text in ("1577", "1,577")] == [
        1577,
        Decimal("1.577"),
    ]


def test_in_english_the_point_is_the_decimal_sign_and_the_comma_is_asked_about() -> None:
    assert read_entry(of(NUMBER), {"value": "1.577"}, "en").values == {"value": Decimal("1.577")}
    assert codes(read_entry(of(NUMBER), {"value": "1,577"}, "en")) == [("RD460", "value")]


def test_a_part_above_its_whole_is_a_problem_at_the_part() -> None:
    found = read(RATIO, numerator="12", denominator="10")
    assert (codes(found), found.values) == ([("RD463", "numerator")], {"denominator": Decimal(10)})
    assert found.problems[0].what() == "Đúng hạn (12) lớn hơn Đã giải quyết (10)"


def test_an_empty_field_is_not_given_and_no_problem() -> None:
    assert read(RATIO, numerator=" ", denominator="10") == EntryRead({"denominator": Decimal(10)}, ())


def test_every_problem_of_a_form_is_told_at_once() -> None:
    found = read(RATIO, numerator="-3", denominator="mười", points="2,5")
    assert codes(found) == [("RD450", "numerator"), ("RD461", "denominator"), ("RD451", "points")]


def test_points_set_by_a_person_are_read_beside_the_inputs() -> None:
    assert read(RATIO, points="1,75").values == {"points": Decimal("1.75")}


def test_an_input_that_the_leaf_does_not_have_is_an_error_of_the_form() -> None:
    for text in ("1", ""):
        with pytest.raises(KeyError):
            read(RATIO, value=text)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_number_written_in_vietnamese_is_read_back_or_asked_about_never_changed(number: Decimal) -> None:
    text = format(number, "f").replace(".", ",")
    assert read(NUMBER, value=text).values == {"value": number}
