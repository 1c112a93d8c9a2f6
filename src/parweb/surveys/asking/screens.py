"""A form cut into screens of a telephone: one group of questions on each, long grids in pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from math import ceil
from typing import Final

from parindex.frameworks.parts import Text
from parindex.surveys.instruments.model import Column, Instrument
from parindex.surveys.instruments.parts import Item, Question
from parweb.surveys.queries.shelf import form_of

MOST_ITEMS: Final = 6
"""Lines of a grid on one screen; more of them are asked on several, cut where a factor ends."""
_NAMED = re.compile(r"\$\{([^}]+)\}")


@dataclass(frozen=True)
class Part:
    """A question on a screen; of a grid, the lines that stand there."""

    question: Question
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Screen:
    """What is asked at once. ``number`` counts from 1."""

    number: int
    title: Text | None
    parts: tuple[Part, ...]

    def columns(self, form: Instrument) -> list[Column]:
        """Give the columns of answers that are asked here."""
        return [column for part in self.parts for column in columns_of(form, part)]


def columns_of(form: Instrument, part: Part) -> list[Column]:
    """Give the columns of a question on a screen: of a grid, those of the lines that stand there."""
    here = {item.id for item in part.items}
    return [
        column
        for column in form.columns
        if column.question.id == part.question.id and (column.item is None or column.item.id in here)
    ]


@cache
def screens_of(ref: str) -> tuple[Screen, ...]:
    """Give the screens of a form by its name.

    Questions of one group stand together; a question without a group stands alone. One that is asked only
    after a certain answer comes on a later screen than that answer, so that no script is needed to skip it.

    >>> [len(screen.parts) for screen in screens_of("sipas-population@2026")][:3]
    [5, 1, 1]
    >>> max(len(part.items) for screen in screens_of("sipas-population@2026") for part in screen.parts)
    5
    """
    return screens_in(form_of(ref))


def screens_in(form: Instrument) -> tuple[Screen, ...]:
    """Give the screens of a form that may not stand on the shelf yet; see :func:`screens_of`."""
    labels = {group.id: group.label for group in form.groups}
    cut = [
        (labels.get(group) if group else title, parts)
        for group, title, run in _runs(form)
        for parts in _apart(run)
    ]
    return tuple(Screen(number, title, tuple(parts)) for number, (title, parts) in enumerate(cut, start=1))


def _runs(form: Instrument) -> Iterator[tuple[str | None, Text | None, list[Part]]]:
    """Give questions that belong together: their group, a title of their own, and what is asked."""
    numbered = list(enumerate(form.questions))
    for key, run in groupby(numbered, lambda one: one[1].group or one[0]):
        questions = [question for _number, question in run]
        pieces = [piece for question in questions for piece in _pieces(form, question)]
        if isinstance(key, str) and len(pieces) == len(questions):
            yield key, None, [part for _title, part in pieces]
        else:
            for title, part in pieces:
                yield part.question.group, title, [part]


def _pieces(form: Instrument, question: Question) -> list[tuple[Text | None, Part]]:
    """Cut a long grid where a factor ends, and longer factors into even pieces."""
    if len(question.items) <= MOST_ITEMS:
        return [(None, Part(question, question.items))]
    factor_of = {item: factor for factor in form.factors for item in factor.items}
    pieces: list[tuple[Text | None, Part]] = []
    for code, run in groupby(
        question.items, lambda item: factor_of[item.id].code if item.id in factor_of else ""
    ):
        items = list(run)
        title = factor_of[items[0].id].label if code else None
        size = ceil(len(items) / ceil(len(items) / MOST_ITEMS))
        pieces += [(title, Part(question, tuple(items[at : at + size]))) for at in range(0, len(items), size)]
    return pieces


def _apart(parts: list[Part]) -> Iterator[list[Part]]:
    """Cut before a question whose skip looks at an answer of the same screen."""
    here: list[Part] = []
    for part in parts:
        asked = {name for one in here for name in (one.question.id, *(item.id for item in one.items))}
        if _names(part.question) & asked:
            yield here
            here = []
        here.append(part)
    if here:
        yield here


def _names(question: Question) -> set[str]:
    """Give the questions, and the lines of grids, that a skip or a choice filter looks at."""
    return set(_NAMED.findall(f"{question.relevant or ''} {question.choice_filter or ''}"))
