"""Skips, constraints and choice filters mean what XPath and ODK say they mean; anything else is refused."""

import math
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.surveys.instruments.logic import (
    ExpressionError,
    Mistake,
    allowed_options,
    check_constraint,
    is_relevant,
    kept_answers,
    mistakes,
    parse,
    relevant_columns,
)
from parindex.surveys.instruments.logic.evaluating import Scene, day_number, evaluate
from parindex.surveys.instruments.logic.patterns import matches
from parindex.surveys.instruments.model import Instrument

VALUES = {"age": 20.0, "name": "An", "jobs": "farm shop", "sex": "1", "born": day_number(date(2000, 2, 29))}
HOLDS = [
    ("1 + 2 * 3", 7.0),
    ("(1 + 2) * 3", 9.0),
    ("10 - 3 - 2", 5.0),
    ("7 mod 4", 3.0),
    ("-7 mod 4", -3.0),
    ("--5", 5.0),
    ("1 div 4", 0.25),
    ("1 div 0", math.inf),
    ("${age} >= 18 and ${age} < 60", True),
    ("${sex} = 1", True),
    ("${sex} = '1'", True),
    ("${sex} != 2", True),
    ("${nobody} = ''", True),
    ("${nobody} > 0", False),
    ("${nobody} != 1", True),
    ("not(${nobody} > 0)", True),
    ("selected(${jobs}, 'shop')", True),
    ("selected(${jobs}, 'sho')", False),
    ("selected(${sex}, 1)", True),
    ("count-selected(${jobs}) = 2", True),
    ("count-selected(${nobody})", 0.0),
    ("string-length(${name})", 2.0),
    ("if(${age} > 18, 'a', 'b')", "a"),
    ("coalesce(${nobody}, ${name})", "An"),
    ("number('12.50') = 12.5", True),
    ("regex(${name}, '[A-Z][a-z]')", True),
    ("regex(${name}, '[A-Z]')", False),
    ("true() or 1 div 0 = 2", True),
    ("false() and ${age} > 1", False),
    ("1 or 0 and 0", True),
    ("1 < 2 = true()", True),
    ("'b' > 'a'", False),
    ("${born} < today()", True),
    ('"it\'s" = "it\'s"', True),
]
REFUSED = [
    ("today(1)", "không nhận 1 đối số"),
    ("pulldata('a','b','c','d')", "hàm pulldata() không hỗ trợ"),
    ("jr:choice-name(${sex}, '${sex}')", "hàm jr:choice-name() không hỗ trợ"),
    ("indexed-repeat(${a}, ${b}, 1)", "hàm indexed-repeat() không hỗ trợ"),
    ("/data/age > 1", "viết sai hoặc dùng dấu không hỗ trợ"),
    ("../age > 1", "viết sai hoặc dùng dấu không hỗ trợ"),
    ("${age} == 1", "ở đây cần một số"),
    ("${age} > ", "ở đây cần một số"),
    ("(1 + 2", "thiếu “)”"),
    ("1 2", "thừa phần sau"),
    ("'open", "viết sai"),
    ("regex(., ${name})", "phải là chữ trong nháy"),
    ("regex(., '(a)\\1')", "tham chiếu ngược"),
    ("regex(., '(?=a)b')", "nhìn trước"),
    ("regex(., 'a)|(b')", "viết sai"),
    ("(" * 60 + "1" + ")" * 60, "lồng nhau quá sâu"),
    ("1+" * 400 + "1", "quá nhiều phép tính"),
    ("1" * 3000, "dài quá 2.000 ký tự"),
    ("", "ở đây cần một số"),
]


@pytest.mark.parametrize(("text", "value"), HOLDS)
def test_an_expression_has_the_value_that_xpath_gives_it(text: str, value: object):
    found = evaluate(parse(text), Scene(VALUES, today=date(2026, 11, 22)))
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_not_understood_is_refused_with_its_reason(text: str, reason: str):
    with pytest.raises(ExpressionError) as found:
        parse(text)
    assert reason in str(found.value)


def test_the_position_of_what_is_refused_counts_from_1():
    with pytest.raises(ExpressionError) as found:
        parse("${a} = 1 and once(${b})")
    assert found.value.position == 14


def test_a_number_that_is_none_equals_nothing_and_divides_into_nothing():
    assert math.isnan(evaluate(parse("number('abc')"), Scene()))
    assert evaluate(parse("number('abc') = number('abc')"), Scene()) is False
    assert math.isnan(evaluate(parse("0 div 0"), Scene()))


def test_a_form_that_asks_for_today_is_never_given_the_clock_of_the_machine():
    with pytest.raises(ValueError, match="today"):
        evaluate(parse("today() > 1"), Scene())


def test_a_pattern_made_to_hang_other_engines_answers_in_one_pass():
    assert matches("a" * 9_000 + "!", "(a+)+") is False
    assert matches("a" * 9_000, "(a+)+") is True
    assert matches("a" * 10_001, "a+") is False


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_and_never_anything_else(text: str):
    with suppress(ExpressionError):
        assert isinstance(evaluate(parse(text), Scene(today=date(2026, 1, 1))), str | float | bool)


NUMBERS = st.integers(-50, 50)


@given(
    NUMBERS,
    NUMBERS,
    NUMBERS,
    st.sampled_from(["+", "-", "*"]),
    st.sampled_from(["<", "<=", ">", ">=", "=", "!="]),
)
def test_whole_numbers_are_reckoned_and_compared_as_in_school(
    a: int, b: int, c: int, sign: str, compare: str
):
    meant = {"=": "==", "!=": "!="}.get(compare, compare)
    expected = eval(f"({a}) {sign} ({b}) {meant} ({c})")  # noqa: S307  # numbers and signs made here
    assert evaluate(parse(f"({a}) {sign} ({b}) {compare} ({c})"), Scene()) is expected


YES_NO = [{"code": 1, "label": "Có"}, {"code": 2, "label": "Không"}]
FORM = Instrument.model_validate({
    "id": "trial", "year": 2026, "title": "Thử",
    "groups": [{"id": "child", "label": "Trẻ", "relevant": "${has_child} = 1"}],
    "questions": [
        {"id": "has_child", "kind": "single", "label": "Có con?", "options": YES_NO, "is_required": True},
        {"id": "age", "kind": "integer", "label": "Tuổi", "group": "child", "constraint": ". >= 0 and . < 18", "is_required": True},
        {"id": "school", "kind": "single", "label": "Đi học?", "group": "child", "options": YES_NO, "relevant": "${age} >= 6"},
        {"id": "why", "kind": "text", "label": "Vì sao", "relevant": "${school} = 2"},
        {"id": "district", "kind": "single", "label": "Huyện", "options": [
            {"code": 1, "name": "dong", "label": "Đông"}, {"code": 2, "name": "tay", "label": "Tây"}]},
        {"id": "commune", "kind": "single", "label": "Xã", "choice_filter": "district = ${district}", "options": [
            {"code": 1, "label": "Một", "filters": {"district": "dong"}},
            {"code": 2, "label": "Hai", "filters": {"district": "tay"}}]},
        {"id": "ways", "kind": "multi", "label": "Kênh", "is_required": True, "constraint": "not(selected(., '9') and count-selected(.) > 1)",
         "options": [{"code": 1, "label": "Đài"}, {"code": 2, "label": "Khác", "has_text": True}, {"code": 9, "label": "Không kênh nào"}]},
    ],
})  # fmt: skip


def test_a_question_is_asked_when_its_skip_and_that_of_its_group_hold():
    assert not is_relevant(FORM, "age", {})
    assert is_relevant(FORM, "age", {"has_child": 1})
    assert not is_relevant(FORM, "school", {"has_child": 1, "age": 5})
    assert is_relevant(FORM, "school", {"has_child": 1, "age": 6})


def test_an_answer_to_a_question_that_is_no_longer_asked_counts_as_none():
    answers = {"has_child": 2, "age": 10, "school": 2, "why": "xa"}
    assert not is_relevant(FORM, "why", answers)
    assert is_relevant(FORM, "why", answers | {"has_child": 1})
    assert kept_answers(FORM, answers) == {"has_child": 2}


def test_a_constraint_is_kept_by_no_answer_and_checked_on_any_other():
    asked = {"has_child": 1}
    assert check_constraint(FORM, "age", asked)
    assert check_constraint(FORM, "age", asked | {"age": 17})
    assert not check_constraint(FORM, "age", asked | {"age": 18})


def test_a_constraint_on_several_answers_sees_all_of_them():
    assert check_constraint(FORM, "ways", {"ways:1": 1, "ways:2": 1})
    assert not check_constraint(FORM, "ways", {"ways:1": 1, "ways:9": 1})


def test_a_list_that_depends_on_another_offers_what_belongs_to_the_answer():
    assert [option.code for option in allowed_options(FORM, "commune", {"district": 2})] == [2]
    assert allowed_options(FORM, "commune", {}) == ()


def test_the_text_of_an_option_is_open_only_where_the_option_is_chosen():
    def open_columns(answers):
        return [column.id for column in relevant_columns(FORM, answers)]

    assert "ways_2_text" not in open_columns({"ways:1": 1})
    assert "ways_2_text" in open_columns({"ways:2": 1})


def test_mistakes_are_given_in_the_order_of_the_form_all_at_once():
    answers = {"has_child": 1, "age": 40, "district": 1, "commune": 2}
    assert mistakes(FORM, answers) == (
        Mistake("age", "age", "constraint"),
        Mistake("commune", "commune", "option"),
        Mistake("ways", "ways:1", "required"),
    )


def test_what_is_not_asked_is_never_a_mistake():
    assert mistakes(FORM, {"has_child": 2, "age": 99, "ways:1": 1}) == ()
