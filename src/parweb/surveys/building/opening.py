"""A form that was kept, as what is typed on the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from parindex.surveys.instruments.model import Instrument
from parindex.surveys.instruments.parts import Question
from parweb.surveys.building.rows import Row
from parweb.surveys.building.words import typed

MOST_QUESTIONS: Final = 60
"""Questions that one page takes; the longest shipped form has 16."""


def opened_head(form: Instrument) -> dict[str, Any]:
    """Give what stands above the questions."""
    return {
        "title": _typed(form.title),
        "form_id": form.id,
        "year": form.year,
        "version": form.version,
        "introduction": _typed(form.introduction),
    }


def opened_rows(form: Instrument) -> list[Row]:
    """Give a row for each question of a form, all with their names."""
    return [_row(form, question, at) for at, question in enumerate(form.questions)]


def _row(form: Instrument, question: Question, at: int) -> Row:
    items = _items(question)
    factors = [one for one in form.factors if set(one.items) & set(items)]
    asked = _typed(question.label)
    is_factor = len(factors) == 1 and set(factors[0].items) <= set(items) and question.kind == "matrix"
    label = _typed(factors[0].label) if is_factor else asked
    return Row(
        at=at,
        name=question.id,
        kind=question.kind,
        label=label,
        lead=asked if label != asked else "",
        items="\n".join(_lines(form, question)),
        is_counted=bool(factors),
        is_required=question.is_required,
        relevant=question.relevant or "",
    )


def _items(question: Question) -> list[str]:
    return [one.id for one in question.items] or [question.id]


def _lines(form: Instrument, question: Question) -> Iterator[str]:
    if question.kind == "matrix":
        yield from (f"{one.id} = {_typed(one.label)}" for one in question.items)
    elif question.kind in ("single", "multi"):
        yield from (f"{one.code} = {_typed(one.label)}" for one in form.options_of(question))


def _typed(text: Any) -> str:
    return typed({"vi": text.vi, "en": text.en} if text else None)


def kept_beside(form: Instrument, name: str) -> dict[str, str]:
    """Give what a question has that the page keeps and does not show as a field, by its key."""
    question = form.by_id.get(name)
    if question is None:
        return {}
    groups = {one.id: one for one in form.groups}
    group = groups.get(question.group or "")
    texts = {key: getattr(question, key) for key in ("constraint", "choice_filter", "appearance")}
    found = {key: text for key, text in texts.items() if text is not None}
    found |= {"hint": _typed(question.hint)} if question.hint else {}
    found |= {"scale": question.scale} if question.scale and question.kind in ("single", "multi") else {}
    found |= {"group": _typed(group.label)} if group else {}
    return found | ({"group_relevant": group.relevant} if group and group.relevant else {})
