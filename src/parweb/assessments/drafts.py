"""What a person sends for one leaf, and what it means: numbers, set points, or why it cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from parindex.errors import Problem
from parindex.frameworks.outline import OutlineNode
from parindex.frameworks.set_points import takes_set_points
from parindex.language import Lang
from parindex.numerals import format_number
from parindex.reading.entry import read_entry
from parindex.reading.kinds import WHICH_NUMBER
from parindex.tables import POINTS, Standing

SET_POINTS: Final = POINTS
"""The name under which set points are typed, beside the inputs of the leaf."""
REASON: Final = "set_reason"
NOT_APPLICABLE: Final = "na"


@dataclass(frozen=True)
class Draft:
    """What was typed for a leaf, as text."""

    typed: Mapping[str, str] = field(default_factory=dict)
    is_not_applicable: bool = False
    set_points: str = ""
    set_reason: str = ""
    note: str = ""
    explanation: str = ""


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with one field, and how to mend it."""

    field: str
    what: str
    remedy: str = ""
    readings: tuple[str, ...] = ()
    """What the text may mean, written without doubt, where it can mean two numbers."""


@dataclass(frozen=True)
class Reading:
    """What a draft means. ``unread`` keeps the text of every field that has a problem."""

    inputs: dict[str, Decimal]
    standing: Standing
    set_points: Decimal | None = None
    unread: dict[str, str] = field(default_factory=dict)
    problems: tuple[FieldProblem, ...] = ()


def read_draft(leaf: OutlineNode, draft: Draft, lang: Lang = "vi") -> Reading:
    """Read what was typed for a leaf: nothing is lost, nothing is guessed.

    A field that cannot be read, or that breaks a bound, is no value; its text stands in ``unread``.
    """
    typed = _typed(leaf, draft)
    read = read_entry(leaf, typed, lang)
    problems = [_field_problem(one, lang) for one in read.problems if one.is_error]
    values = dict(read.values)
    set_points = values.pop(SET_POINTS, None) if takes_set_points(leaf) else None
    problems += _lacking_reason(draft, set_points)
    refusal = _refusal(leaf) if draft.is_not_applicable else []
    wrong = {one.field for one in problems}
    unread = {name: text for name, text in typed.items() if name in wrong}
    if REASON in wrong:
        unread[SET_POINTS], set_points = typed[SET_POINTS], None
    if draft.is_not_applicable:
        standing: Standing = "missing" if refusal else "not_applicable"
        return Reading({}, standing, set_points, unread, (*refusal, *problems))
    return Reading(values, _standing(leaf, values), set_points, unread, tuple(problems))


def _typed(leaf: OutlineNode, draft: Draft) -> dict[str, str]:
    """Give the fields to read, blank ones left out; a leaf that does not apply has no inputs to read."""
    known = () if draft.is_not_applicable else tuple(spec.name for spec in leaf.node.inputs())
    typed = {name: text.strip() for name, text in draft.typed.items() if name in known and text.strip()}
    if draft.set_points.strip() and takes_set_points(leaf):
        typed[SET_POINTS] = draft.set_points.strip()
    return typed


def _field_problem(problem: Problem, lang: Lang) -> FieldProblem:
    readings: tuple[str, ...] = ()
    if problem.kind is WHICH_NUMBER:
        numbers = (problem.details["large"], problem.details["small"])
        readings = tuple(editable(one, lang) for one in numbers)
    what, remedy = _sentence(problem.what(lang)), _sentence(problem.remedy(lang))
    return FieldProblem(problem.place.item or "", what, remedy, readings)


def _sentence(clause: str) -> str:
    """Make a clause of the library a sentence of a page."""
    return f"{clause[:1].upper()}{clause[1:]}".rstrip(".") + "."


def _lacking_reason(draft: Draft, set_points: Decimal | None) -> list[FieldProblem]:
    if set_points is None or draft.set_reason.strip():
        return []
    return [FieldProblem(REASON, _("Điểm tự ấn định phải có lý do."), _("Ghi lý do."))]


def _refusal(leaf: OutlineNode) -> list[FieldProblem]:
    if leaf.node.not_applicable != "refuse":
        return []
    return [FieldProblem(NOT_APPLICABLE, _("Tiêu chí này áp dụng cho mọi đơn vị."), _("Nhập số liệu."))]


def _standing(leaf: OutlineNode, inputs: Mapping[str, Decimal]) -> Standing:
    if not inputs:
        return "missing"
    lacking = [spec for spec in leaf.node.inputs() if spec.name not in inputs and spec.default is None]
    return "missing" if lacking else "measured"


def editable(number: Decimal, lang: Lang) -> str:
    """Write a number as one types it: the decimal sign of the language, nothing between thousands."""
    return format_number(number, lang=lang).replace("." if lang == "vi" else ",", "")


def draft_of(stored: Any, lang: Lang = "vi") -> Draft:
    """Give the draft as which a stored answer would be typed."""
    typed = {name: editable(Decimal(text), lang) for name, text in stored.inputs.items()}
    typed |= {name: text for name, text in stored.typed.items() if name != SET_POINTS}
    points = stored.typed.get(SET_POINTS, "")
    if stored.set_points is not None:
        points = editable(stored.set_points, lang)
    return Draft(
        typed=typed,
        is_not_applicable=stored.standing == "not_applicable",
        set_points=points,
        set_reason=stored.set_reason,
        note=stored.note,
        explanation=stored.explanation,
    )
