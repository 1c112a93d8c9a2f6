"""What was sent from a screen, read into codes by the form; what cannot be is said at its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from parindex.language import Lang
from parindex.numerals import parse_number
from parindex.surveys.instruments.model import Column, Instrument
from parweb.surveys.asking.rules import asked_questions, problems_of
from parweb.surveys.asking.screens import Part, Screen, columns_of, screens_of
from parweb.units.forms.fields import DAYS

LONGEST_TEXT: Final = 500
LARGEST: Final = 10**12


class Unreadable(ValueError):  # noqa: N818  # it says what the text is
    """What was typed is no such thing; the text says what to type."""


@dataclass
class Read:
    """Answers of a screen by column, and what is to be mended by the field it stands at."""

    answers: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    """What was typed and could not be read, by column."""


def read_screen(
    form: Instrument, screen: Screen, sent: QueryDict, before: Mapping[str, Any], language: Lang
) -> Read:
    """Read a screen; ``before`` is what was answered on the others.

    ``problems`` names a column, or a question where it is chosen from several; what could be read is in
    ``answers`` all the same, the rest in ``typed``, so that nothing typed is lost.
    """
    read = Read()
    asked = asked_questions(form, before)
    for part in screen.parts:
        if part.question.id in asked:
            _read_part(form, part, sent, read)
    read.problems = problems_on(form, screen, {**before, **read.answers}, language) | read.problems
    return read


def names_on(form: Instrument, screen: Screen) -> frozenset[str]:
    """Give the names of the fields of a screen: columns, and questions that are chosen from several."""
    several = (part.question.id for part in screen.parts if part.question.kind == "multi")
    return frozenset({*(column.id for column in screen.columns(form)), *several})


def _read_part(form: Instrument, part: Part, sent: QueryDict, read: Read) -> None:
    if part.question.kind == "multi":
        read.answers |= _chosen(form, part, sent)
    for column in columns_of(form, part):
        if column.kind == "flag":
            continue
        typed = str(sent.get(column.id) or "").replace("\x00", "").strip()
        if not typed or not _is_wanted(column, sent):
            continue
        try:
            read.answers[column.id] = value_of(column, typed)
        except Unreadable as problem:
            read.problems[column.id] = str(problem)
            read.typed[column.id] = typed[:LONGEST_TEXT]


def _is_wanted(column: Column, sent: QueryDict) -> bool:
    """Tell whether a text belongs to an option that was chosen; other columns stand for themselves."""
    if column.option is None:
        return True
    return str(column.option.code) in sent.getlist(column.question.id)


def _chosen(form: Instrument, part: Part, sent: QueryDict) -> dict[str, int]:
    """Give 1 and 0 for each option, nothing where none was chosen."""
    ticked = set(sent.getlist(part.question.id))
    flags = [column for column in columns_of(form, part) if column.kind == "flag" and column.option]
    made = {column.id: int(str(column.option.code) in ticked) for column in flags if column.option}
    return made if any(made.values()) else {}


def value_of(column: Column, typed: str) -> Any:
    """Read one answer: a code of the column's options, a number, a day, a text.

    Raises :class:`Unreadable`, with what to type. Decimals and days are kept as text (``1.5``,
    ``2026-03-10``), so that they are exact.
    """
    if column.kind == "code":
        codes = {str(option.code): option.code for option in column.options}
        if typed not in codes:
            raise Unreadable(_("Hãy chọn một trong các câu trả lời."))
        return codes[typed]
    if column.kind in ("integer", "decimal"):
        return _number(typed, is_whole=column.kind == "integer")
    return _day(typed) if column.kind == "date" else typed[:LONGEST_TEXT]


def _number(typed: str, *, is_whole: bool) -> Any:
    number = parse_number(typed, "comma")
    if number is None or abs(number) > LARGEST:
        raise Unreadable(_("Ghi một số, ví dụ 12 hoặc 12,5."))
    if not is_whole:
        return str(number)
    if number != int(number):
        raise Unreadable(_("Ghi một số nguyên, ví dụ 12."))
    return int(number)


def _day(typed: str) -> str:
    for form in DAYS:
        try:
            return datetime.strptime(typed, form).date().isoformat()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    raise Unreadable(_("Ghi ngày dạng dd/mm/yyyy."))


def problems_on(
    form: Instrument, screen: Screen, answers: Mapping[str, Any], language: Lang
) -> dict[str, str]:
    """Give what is missing or refused on one screen, by field."""
    here = names_on(form, screen)
    return {name: words for name, words in problems_of(form, answers, language).items() if name in here}


def first_unfinished(form: Instrument, answers: Mapping[str, Any], language: Lang) -> Screen | None:
    """Give the first screen where something required is missing or refused; None where none is."""
    problems = problems_of(form, answers, language).keys()
    screens = (one for one in screens_of(form.ref) if problems & names_on(form, one))
    return next(screens, None) if problems else None


def asked_screens(form: Instrument, answers: Mapping[str, Any]) -> list[Screen]:
    """Give the screens on which something is asked, given the answers so far."""
    asked = asked_questions(form, answers)
    return [one for one in screens_of(form.ref) if any(part.question.id in asked for part in one.parts)]
