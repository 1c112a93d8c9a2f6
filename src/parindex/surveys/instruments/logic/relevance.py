"""Which questions are asked, which options are offered, and what is wrong with the answers of one person.

Answers are a mapping from the columns of the form (:attr:`Instrument.columns`) to values: the code of an
option, 1 or 0 of a flag, a text, a number, a day. What is absent or None was not answered. An answer to a
question that is not asked (any more) counts as none, as in XForms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from parindex.surveys.instruments.logic.evaluating import Scene, Value, day_number, holds
from parindex.surveys.instruments.logic.parsing import parse
from parindex.surveys.instruments.model import Column, Instrument
from parindex.surveys.instruments.parts import Option, Question

Answer = str | float | date | None
Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong: nothing where something is required, a constraint that fails, an option not offered."""

    question: str
    column: str
    reason: Literal["required", "constraint", "option"]


class _Person:
    """One person's answers, with what follows from them worked out once."""

    def __init__(self, form: Instrument, answers: Answers, today: date | None) -> None:
        self.form = form
        self.answers = answers
        self.today = today
        self._asked: dict[str, bool] = {}

    def is_asked(self, question: Question) -> bool:
        """Tell whether a question is asked: its own skip and that of its group."""
        if question.id not in self._asked:
            self._asked[question.id] = True  # a form whose skips go in circles is refused by its checks
            self._asked[question.id] = all(self._holds(text) for text in _skips(self.form, question))
        return self._asked[question.id]

    def _holds(self, text: str) -> bool:
        expression = parse(text)
        return holds(expression, Scene(self.values(expression.answers), today=self.today))

    def values(self, names: frozenset[str]) -> dict[str, Value]:
        """Give the answers that an expression asks for, as it sees them."""
        columns = self.form.columns_by_name
        return {name: self._value(columns[name]) for name in names if name in columns}

    def _value(self, columns: tuple[Column, ...]) -> Value:
        question = columns[0].question
        if not self.is_asked(question):
            return ""
        if columns[0].kind == "flag":
            chosen = (one.option.spelling for one in columns if one.option and self.answers.get(one.id))
            return " ".join(chosen)
        return _seen(columns[0], self.answers.get(columns[0].id))

    def of(self, question: Question) -> Value:
        """Give the answer to a question as an expression sees it."""
        return self._value(self.form.columns_by_name[question.id])


def _skips(form: Instrument, question: Question) -> Iterator[str]:
    group = next((one for one in form.groups if one.id == question.group), None)
    for text in (group.relevant if group else None, question.relevant):
        if text:
            yield text


def _seen(column: Column, answer: Answer) -> Value:
    if answer is None:
        return ""
    if column.kind == "code":
        spelled = (option.spelling for option in column.options if option.code == answer)
        return next(spelled, "")
    if isinstance(answer, date):
        return day_number(answer)
    return answer if isinstance(answer, str) else float(answer)


def is_relevant(form: Instrument, question: str, answers: Answers, today: date | None = None) -> bool:
    """Tell whether a question is asked after these answers.

    >>> from parindex.surveys.instruments.registry import load_instrument
    >>> kiosk = load_instrument("one-stop-kiosk@2026")
    >>> is_relevant(kiosk, "reason", {"attitude": 1}), is_relevant(kiosk, "reason", {"attitude": 3})
    (True, False)

    Raises KeyError for a question that the form has not.
    """
    return _Person(form, answers, today).is_asked(form.by_id[question])


def check_constraint(form: Instrument, question: str, answers: Answers, today: date | None = None) -> bool:
    """Tell whether the answer to a question keeps its constraint; no answer keeps every one."""
    person, asked = _Person(form, answers, today), form.by_id[question]
    return _keeps(person, asked)


def _keeps(person: _Person, question: Question) -> bool:
    if question.constraint is None:
        return True
    current = person.of(question)
    if current == "":
        return True
    expression = parse(question.constraint)
    return holds(expression, Scene(person.values(expression.answers), current, today=person.today))


def allowed_options(
    form: Instrument, question: str, answers: Answers, today: date | None = None
) -> tuple[Option, ...]:
    """Give the options that a question offers after these answers: those its choice filter lets pass."""
    return _offered(_Person(form, answers, today), form.by_id[question])


def _offered(person: _Person, question: Question) -> tuple[Option, ...]:
    options = person.form.options_of(question)
    if question.choice_filter is None:
        return options
    expression = parse(question.choice_filter)
    values = person.values(expression.answers)
    scenes = (Scene(values, columns=_looked_at(option), today=person.today) for option in options)
    return tuple(option for option, scene in zip(options, scenes, strict=True) if holds(expression, scene))


def _looked_at(option: Option) -> dict[str, str]:
    return {**option.filters, "name": option.spelling}


def relevant_columns(form: Instrument, answers: Answers, today: date | None = None) -> tuple[Column, ...]:
    """Give the columns that are asked after these answers, in the order of the form."""
    person = _Person(form, answers, today)
    return tuple(column for column in form.columns if _is_open(person, column))


def _is_open(person: _Person, column: Column) -> bool:
    """Tell whether a column is asked; the text of an option only where the option is chosen."""
    if not person.is_asked(column.question):
        return False
    if column.kind != "text" or column.option is None:
        return True
    code = column.option.code
    is_one = person.answers.get(column.question.id) == code
    return is_one or bool(person.answers.get(f"{column.question.id}:{code}"))


def kept_answers(form: Instrument, answers: Answers, today: date | None = None) -> dict[str, Answer]:
    """Give the answers that count: those to questions that are asked. What the form has not is left out."""
    return {
        column.id: answers[column.id]
        for column in relevant_columns(form, answers, today)
        if answers.get(column.id) is not None
    }


def mistakes(form: Instrument, answers: Answers, today: date | None = None) -> tuple[Mistake, ...]:
    """Give what is wrong with the answers to the questions that are asked, in the order of the form.

    >>> from parindex.surveys.instruments.registry import load_instrument
    >>> mistakes(load_instrument("one-stop-kiosk@2026"), {"attitude": 7})
    (Mistake(question='attitude', column='attitude', reason='option'),)
    """
    person = _Person(form, answers, today)
    asked = (question for question in form.questions if person.is_asked(question))
    return tuple(found for question in asked for found in _wrong(person, question))


def _wrong(person: _Person, question: Question) -> Iterator[Mistake]:
    columns = [one for one in person.form.columns if one.question is question and _is_answer(one)]
    if question.is_required:
        yield from (Mistake(question.id, one.id, "required") for one in _missing(person, columns))
    codes = {option.code for option in _offered(person, question)}
    for column in columns:
        if not _is_offered(column, person.answers.get(column.id), codes):
            yield Mistake(question.id, column.id, "option")
    if not _keeps(person, question):
        yield Mistake(question.id, question.id, "constraint")


def _is_answer(column: Column) -> bool:
    return column.kind != "text" or column.option is None


def _missing(person: _Person, columns: list[Column]) -> list[Column]:
    """Give the columns that had to be answered; of flags the first, where none is chosen."""
    if columns and columns[0].kind == "flag":
        return [] if any(person.answers.get(one.id) for one in columns) else columns[:1]
    return [one for one in columns if person.answers.get(one.id) in (None, "")]


def _is_offered(column: Column, answer: Answer, codes: set[int]) -> bool:
    if answer is None or column.kind not in ("code", "flag"):
        return True
    if column.kind == "code":
        return answer in codes
    return answer == 0 or (answer == 1 and column.option is not None and column.option.code in codes)
