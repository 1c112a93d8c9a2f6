"""Simple skips as data and as text: what is written reads back the same and means the same; the rest stays text."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.surveys.instruments.logic.conditions import Condition, Skip, plain_number, read_skip, skip_text
from parindex.surveys.instruments.logic.evaluating import Scene, holds
from parindex.surveys.instruments.logic.parsing import ExpressionError, parse
from parindex.surveys.instruments.logic.wording import Asked, numbered, skip_said

NUMBERS = st.integers(-(10**6), 10**6).map(lambda one: plain_number(str(Decimal(one) / 100)))
SPELLINGS = ("1", "2", "-9", "yes", "it's", 'so-"so"')
ANSWERS = {
    "option": st.sampled_from(("", *SPELLINGS)),
    "chosen": st.lists(st.sampled_from(SPELLINGS), unique=True).map(" ".join),
    "number": NUMBERS.map(float) | st.just(""),
}


@st.composite
def conditions(draw, name):
    against = draw(st.sampled_from(["option", "chosen", "number"]))
    relations = ["one_of", "none_of", *(["at_least", "at_most"] if against == "number" else [])]
    relation = draw(st.sampled_from(relations))
    most = 1 if relation in ("at_least", "at_most") else 3
    values = NUMBERS if against == "number" else st.sampled_from(SPELLINGS)
    chosen = draw(st.lists(values, min_size=1, max_size=most, unique=True))
    return Condition(name, relation, tuple(chosen), against)


@st.composite
def skips(draw):
    names = draw(st.lists(st.sampled_from(["q1", "q2", "q3-a", "q4"]), min_size=1, max_size=4, unique=True))
    found = tuple(draw(conditions(name)) for name in names)
    return Skip(found, draw(st.booleans()) and len(found) > 1)


def is_met(one: Condition, answer) -> bool:
    """Say whether a condition holds, in no way that the parser or the evaluator go."""
    if one.against == "number":
        numbers = [float(value) for value in one.values]
        if one.relation == "at_least":
            return answer != "" and answer >= numbers[0]
        if one.relation == "at_most":
            return answer != "" and answer <= numbers[0]
        return (answer in numbers) == (one.relation == "one_of")
    given = set(answer.split()) if one.against == "chosen" else {answer}
    return bool(given & set(one.values)) == (one.relation == "one_of")


@given(skips())
def test_a_skip_that_is_written_reads_back_as_the_same_skip(skip):
    assert read_skip(skip_text(skip)) == skip


@given(skips(), st.data())
def test_a_skip_holds_exactly_where_all_or_any_of_its_conditions_do(skip, data):
    answers = {one.name: data.draw(ANSWERS[one.against]) for one in skip.conditions}
    met = [is_met(one, answers[one.name]) for one in skip.conditions]
    expected = any(met) if skip.is_any else all(met)
    assert holds(parse(skip_text(skip)), Scene(answers)) is expected


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("${a} = 1", "${a} = 1"),
        ("${a}=01.0", "${a} = 1"),
        ("${a} >= -5", "${a} >= -5"),
        ("not(${a} = 'x')", "${a} != 'x'"),
        ("selected(${a}, 'x') or selected(${a}, 'y')", "selected(${a}, 'x') or selected(${a}, 'y')"),
        ('not(selected(${a}, "it\'s"))', 'not(selected(${a}, "it\'s"))'),
        ("(${a} = 1 or ${a} = 2) and ${b} <= 3", "(${a} = 1 or ${a} = 2) and ${b} <= 3"),
        ("${b} = 'x' or ((${a} != 'y') and ${a} != 'z')", "${b} = 'x' or (${a} != 'y' and ${a} != 'z')"),
        ("${a} >= 1 and ${a} <= 5", "${a} >= 1 and ${a} <= 5"),
        ("${a} = 1 or (${a} = 2 or ${b} = 3)", "${a} = 1 or ${a} = 2 or ${b} = 3"),
    ],
)
def test_the_ways_people_write_a_simple_skip_are_read(text, written):
    skip = read_skip(text)
    assert skip is not None
    assert skip_text(skip) == written


@pytest.mark.parametrize(
    "text",
    [
        "${a} > 3",
        "${a} + 1 = 3",
        "1 = ${a}",
        "${a} = ${b}",
        "${a} != ''",
        "${a} >= '3'",
        "not(${a} >= 3)",
        "count-selected(${a}) >= 2",
        "(${a} = 1 or ${b} = 1) and ${c} = 1",
        "${a} = 1 or (${b} = 1 and ${c} = 1)",
        "true()",
    ],
)
def test_a_skip_that_says_more_is_left_as_text(text):
    assert read_skip(text) is None


def test_what_is_no_expression_is_refused_and_quotes_that_cannot_be_written_too():
    with pytest.raises(ExpressionError):
        read_skip("${a} =")
    with pytest.raises(ValueError, match="no quotes fit"):
        skip_text(Skip((Condition("a", "one_of", ("'\"",)),)))


SAID = {
    "came": Asked("câu 1 “Đã đến?”", {"1": "Rồi", "no": "Chưa", "3": "Quên"}),
    "age": Asked("câu 2 “Tuổi”"),
    "why": Asked("câu 3 “Việc gì?”", {"1": "Đất đai", "2": "Hộ tịch"}, is_several=True),
}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("${came} = 1 or ${came} = 'no' or ${came} = 3", "câu 1 “Đã đến?” là “Rồi”, “Chưa” hoặc “Quên”"),
        ("${came} != 1 and ${came} != 'no'", "câu 1 “Đã đến?” không phải “Rồi” hoặc “Chưa”"),
        (
            "(${came} = 1 or ${came} = 3) and ${age} >= 18.50",
            "(câu 1 “Đã đến?” là “Rồi” hoặc “Quên”) và câu 2 “Tuổi” từ 18,5 trở lên",
        ),
        ("${age} <= -5", "câu 2 “Tuổi” từ -5 trở xuống"),
        ("selected(${why}, 1) or selected(${why}, '2')", "câu 3 “Việc gì?” có chọn “Đất đai” hoặc “Hộ tịch”"),
        ("${came} = 7 or ${came} = 1", ""),
        ("${came} =", ""),
    ],
)
def test_a_skip_is_said_in_one_breath_with_numbers_as_people_write_them(text, words):
    assert skip_said([text], SAID) == words


def test_several_skips_hold_together_and_english_has_its_words():
    english = {"age": Asked("question 2 “Age”"), "came": Asked("question 1 “Came?”", {"1": "Yes", "2": "No"})}
    assert skip_said(["${age} >= 18.5", "${came} = 1 or ${came} = 2"], english, "en") == (
        "question 2 “Age” is 18.5 or more and (question 1 “Came?” is “Yes” or “No”)"
    )


def test_a_long_question_is_called_by_its_first_80_letters():
    said = numbered(3, "x" * 81, "vi")
    assert said == f"câu 3 “{'x' * 79}…”"
    assert numbered(3, "x" * 80, "vi") == f"câu 3 “{'x' * 80}”"
