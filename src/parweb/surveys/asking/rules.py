"""Skips, constraints and choice filters of a form, asked of the library with the answers as they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.language import Lang
from parindex.surveys.instruments.logic.relevance import (
    Answer,
    Mistake,
    allowed_options,
    is_relevant,
    kept_answers,
    mistakes,
)
from parindex.surveys.instruments.model import Instrument
from parindex.surveys.instruments.parts import Option, Question

_WORDS: Final = {
    "required": gettext_lazy("Câu này cần được trả lời."),
    "option": gettext_lazy("Hãy chọn một trong các câu trả lời."),
}


def typed(form: Instrument, answers: Mapping[str, Any]) -> dict[str, Answer]:
    """Give kept answers as the library reads them: days and decimals are kept as text."""
    columns = form.column_by_id
    return {name: _typed(columns[name].kind, value) for name, value in answers.items() if name in columns}


def _typed(kind: str, value: Any) -> Answer:
    if kind == "date":
        return date.fromisoformat(value)
    return float(value) if kind == "decimal" else value


def asked_questions(form: Instrument, answers: Mapping[str, Any]) -> frozenset[str]:
    """Give the ids of the questions that are asked after these answers."""
    known, today = typed(form, answers), timezone.localdate()
    return frozenset(one.id for one in form.questions if is_relevant(form, one.id, known, today))


def offered(form: Instrument, question: Question, answers: Mapping[str, Any]) -> tuple[Option, ...]:
    """Give the options that a question offers after these answers."""
    if question.choice_filter is None:
        return form.options_of(question)
    return allowed_options(form, question.id, typed(form, answers), timezone.localdate())


def counted(form: Instrument, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Keep only answers of questions that are asked, and texts of options that are chosen."""
    return {name: answers[name] for name in kept_answers(form, typed(form, answers), timezone.localdate())}


def problems_of(form: Instrument, answers: Mapping[str, Any], language: Lang) -> dict[str, str]:
    """Give what is missing or refused, by the name of the field it stands at."""
    found: dict[str, str] = {}
    for one in mistakes(form, typed(form, answers), timezone.localdate()):
        question = form.by_id[one.question]
        found.setdefault(_field(question, one), _said(question, one, language))
    return found


def _field(question: Question, mistake: Mistake) -> str:
    if question.kind == "multi":
        return question.id
    is_of_a_grid = question.kind == "matrix" and mistake.column == question.id
    return question.items[0].id if is_of_a_grid else mistake.column


def _said(question: Question, mistake: Mistake, language: Lang) -> str:
    if mistake.reason == "constraint":
        message = question.constraint_message
        return message.in_(language) if message else _("Câu trả lời này không hợp lệ, xin xem lại.")
    return str(_WORDS[mistake.reason])
