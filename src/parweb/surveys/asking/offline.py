"""A form as plain data for a device without a network: screens, questions, choices, skips as trees."""

from __future__ import annotations

from typing import Any

from parindex.language import Lang
from parindex.numerals import grammar
from parindex.surveys.instruments.logic.parsing import Term, parse
from parindex.surveys.instruments.model import Instrument, text_column
from parindex.surveys.instruments.parts import Question
from parweb.surveys.asking.reading import LARGEST
from parweb.surveys.asking.screens import Part, Screen, columns_of, screens_of


def form_data(form: Instrument, language: Lang) -> dict[str, Any]:
    """Give a form as JSON for ``interviewer.js``.

    A skip, a constraint or a choice filter is a tree ``[operator, value, operands]`` of the library;
    ``number`` is the regular expression of what can be read as a number, ``largest`` the largest one.
    """
    groups = {group.id: _tree(group.relevant) for group in form.groups}
    return {
        "ref": form.ref,
        "title": form.title.in_(language),
        "introduction": form.introduction.in_(language) if form.introduction else "",
        "number": grammar("comma"),
        "largest": LARGEST,
        "screens": [_screen(form, one, language) for one in screens_of(form.ref)],
        "skips": {one.id: [_tree(one.relevant), groups.get(one.group or "")] for one in form.questions},
    }


def _screen(form: Instrument, screen: Screen, language: Lang) -> dict[str, Any]:
    return {
        "title": screen.title.in_(language) if screen.title else "",
        "questions": [_question(form, part, language) for part in screen.parts],
    }


def _question(form: Instrument, part: Part, language: Lang) -> dict[str, Any]:
    question = part.question
    hint = question.hint.in_(language) if question.hint else ""
    message = question.constraint_message
    return {
        "id": question.id,
        "kind": question.kind,
        "label": question.label.in_(language),
        "hint": hint,
        "required": question.is_required,
        "constraint": _tree(question.constraint),
        "message": message.in_(language) if message else "",
        "filter": _tree(question.choice_filter),
        "options": [
            {
                "code": option.code,
                "label": option.label.in_(language),
                "text": text_column(question, option) if _asks_text(question, option) else "",
                "columns": option.filters,
                "name": option.spelling,
            }
            for option in form.options_of(question)
        ],
        "fields": [
            {"id": column.id, "kind": column.kind, "label": column.label.in_(language) if column.item else ""}
            for column in columns_of(form, part)
            if column.option is None
        ],
    }


def _asks_text(question: Question, option: Any) -> bool:
    return bool(option.has_text) and question.kind in ("single", "multi")


def _tree(text: str | None) -> Any:
    return _plain(parse(text).root) if text else None


def _plain(term: Term) -> list[Any]:
    return [term.operator, term.value, [_plain(one) for one in term.operands]]
