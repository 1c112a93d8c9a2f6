"""A screen as a template shows it: fields with their options, what was answered, what is to be mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from parindex.language import Lang
from parindex.surveys.instruments.model import SPECIFY, Column, Instrument, text_column
from parindex.surveys.instruments.parts import Option, Question
from parweb.interface.numbers import day_text, number_text
from parweb.surveys.asking.rules import asked_questions, offered
from parweb.surveys.asking.screens import Part, Screen, columns_of


@dataclass(frozen=True)
class Choice:
    """An option of a field."""

    code: str
    label: str
    is_chosen: bool
    text_name: str = ""
    """The name of the text that belongs to it, empty where there is none."""
    text_label: str = ""
    text: str = ""


@dataclass(frozen=True)
class Field:
    """One thing to answer. ``kind``: radio, check, number, date, text."""

    name: str
    kind: str
    label: str
    choices: tuple[Choice, ...] = ()
    value: str = ""
    problem: str = ""
    is_required: bool = False


@dataclass(frozen=True)
class Shown:
    """A question: its words, and its fields (none of a note)."""

    id: str
    label: str
    hint: str
    is_grid: bool
    fields: tuple[Field, ...]


def shown(
    form: Instrument,
    screen: Screen,
    answers: Mapping[str, Any],
    problems: Mapping[str, str],
    language: Lang,
    typed: Mapping[str, str] | None = None,
) -> list[Shown]:
    """Give the questions of a screen that are asked.

    ``typed`` stands in place of an answer, by column: what was typed and could not be read.
    """
    asked = asked_questions(form, answers)
    found = [
        _question(form, part, answers, problems, language)
        for part in screen.parts
        if part.question.id in asked
    ]
    return [_as_typed(one, typed) for one in found] if typed else found


def _as_typed(question: Shown, typed: Mapping[str, str]) -> Shown:
    fields = (replace(one, value=typed.get(one.name, one.value)) for one in question.fields)
    return replace(question, fields=tuple(fields))


def _question(
    form: Instrument, part: Part, answers: Mapping[str, Any], problems: Mapping[str, str], language: Lang
) -> Shown:
    question = part.question
    if question.kind == "multi":
        fields = [_several(form, question, answers, language)]
    else:
        columns = [column for column in columns_of(form, part) if column.option is None]
        fields = [_field(form, column, answers, language) for column in columns]
    return Shown(
        id=question.id,
        label=question.label.in_(language),
        hint=question.hint.in_(language) if question.hint else "",
        is_grid=question.kind == "matrix",
        fields=tuple(_with_problem(one, problems) for one in fields),
    )


def _with_problem(one: Field, problems: Mapping[str, str]) -> Field:
    if one.name not in problems:
        return one
    return replace(one, problem=problems[one.name])


def _several(form: Instrument, question: Question, answers: Mapping[str, Any], language: Lang) -> Field:
    choices = tuple(
        _choice(
            question, option, answers, language, is_chosen=bool(answers.get(f"{question.id}:{option.code}"))
        )
        for option in offered(form, question, answers)
    )
    return Field(question.id, "check", "", choices, is_required=question.is_required)


def _field(form: Instrument, column: Column, answers: Mapping[str, Any], language: Lang) -> Field:
    value = answers.get(column.id)
    label = column.label.in_(language) if column.item is not None else ""
    required = column.question.is_required
    if column.kind == "code":
        choices = tuple(
            _choice(column.question, option, answers, language, is_chosen=option.code == value)
            for option in offered(form, column.question, answers)
        )
        return Field(column.id, "radio", label, choices, is_required=required)
    kind = {"integer": "number", "decimal": "number", "date": "date"}.get(column.kind, "text")
    return Field(column.id, kind, label, value=written(column, value), is_required=required)


def written(column: Column, value: Any) -> str:
    """Write a kept value as people type it: 12,5 and 10/03/2026."""
    if value is None:
        return ""
    if column.kind == "decimal":
        return number_text(Decimal(value), lang="vi")
    return day_text(date.fromisoformat(str(value))) if column.kind == "date" else str(value)


def _choice(
    question: Question, option: Option, answers: Mapping[str, Any], language: Lang, *, is_chosen: bool
) -> Choice:
    label = option.label.in_(language)
    if not option.has_text or question.kind not in ("single", "multi"):
        return Choice(str(option.code), label, is_chosen)
    name = text_column(question, option)
    return Choice(
        str(option.code), label, is_chosen, name, SPECIFY.in_(language), str(answers.get(name) or "")
    )
