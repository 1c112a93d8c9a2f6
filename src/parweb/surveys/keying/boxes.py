"""The boxes somebody types codes into, in the order of the paper, and what was typed read into answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from parindex.language import Lang
from parindex.surveys.instruments.model import Column, Instrument
from parindex.surveys.instruments.parts import Question
from parweb.surveys.asking.reading import Unreadable, value_of
from parweb.surveys.asking.showing import written

_BETWEEN = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class Box:
    """One box: ``name`` is a column, or a question of which several options may be ticked.

    ``heading`` is the question, said once above its first box; ``codes`` help who types. ``digits``: how many
    signs are typed before the next box (0: as many as needed).
    """

    name: str
    label: str
    heading: str
    codes: tuple[tuple[str, str], ...]
    digits: int
    value: str = ""
    problem: str = ""


def boxes_of(form: Instrument, language: Lang) -> list[Box]:
    """Give the boxes of a form, empty."""
    return [box for question in form.questions for box in _boxes(form, question, language)]


def filled(
    form: Instrument,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
    language: Lang,
) -> list[Box]:
    """Give the boxes with what was typed, and what is to be mended."""
    return [
        replace(box, value=typed.get(box.name, ""), problem=problems.get(box.name, ""))
        for box in boxes_of(form, language)
    ]


def read_boxes(form: Instrument, typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Give the answers that were typed, and what cannot be read by box; empty boxes are not answered."""
    answers: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for question in form.questions:
        columns = [column for column in form.columns if column.question.id == question.id]
        flags = [column for column in columns if column.kind == "flag"]
        names = [(column.id, [column]) for column in columns if column.kind != "flag"]
        for name, meant in [(question.id, flags), *names] if flags else names:
            text = typed.get(name, "").replace("\x00", "").strip()
            try:
                answers |= _read(meant, text) if text else {}
            except Unreadable as problem:
                problems[name] = str(problem)
    return answers, problems


def typed_of(form: Instrument, answers: Mapping[str, Any]) -> dict[str, str]:
    """Give answers as they are typed, by box.

    Example: ``{"q1_1": 4, "q2:1": 1, "q2:3": 1}`` is ``{"q1_1": "4", "q2": "1 3"}``.
    """
    typed: dict[str, str] = {}
    for column in form.columns:
        value = answers.get(column.id)
        if column.kind == "flag" and column.option is not None:
            if value:
                before = typed.get(column.question.id, "")
                typed[column.question.id] = f"{before} {column.option.code}".strip()
        elif value is not None:
            typed[column.id] = written(column, value)
    return typed


@dataclass(frozen=True)
class Difference:
    """A box that two people filled otherwise."""

    box: Box
    first: str
    second: str

    @property
    def first_said(self) -> str:
        """What was typed first, with the words of its codes."""
        return _worded(self.box, self.first)

    @property
    def second_said(self) -> str:
        """What was typed second, with the words of its codes."""
        return _worded(self.box, self.second)


def differences(
    form: Instrument, first: Mapping[str, Any], second: Mapping[str, Any], language: Lang
) -> list[Difference]:
    """Give the boxes two people filled otherwise, in the order of the paper."""
    one, two = typed_of(form, first), typed_of(form, second)
    return [
        Difference(box, one.get(box.name, ""), two.get(box.name, ""))
        for box in boxes_of(form, language)
        if one.get(box.name, "") != two.get(box.name, "")
    ]


def undecided(typed: Mapping[str, str], blank: Collection[str]) -> dict[str, str]:
    """Say where who settles a sheet decided nothing, or two things at once: an empty box alone says nothing.

    ``blank`` names the boxes that the sheet leaves empty.
    """
    empty = _("Chưa quyết định: ghi mã trên tờ giấy, hoặc chọn “Tờ giấy để trống”.")
    both = _("Vừa ghi mã vừa chọn “Tờ giấy để trống”; hãy bỏ một.")
    return {
        name: both if name in blank else empty
        for name, text in typed.items()
        if bool(text.strip()) == (name in blank)
    }


def _worded(box: Box, typed: str) -> str:
    """Give typed codes with their words: ``4 Hài lòng``; other texts as they stand."""
    words = dict(box.codes)
    parts = typed.split() if words else [typed]
    return "; ".join(f"{part} {words[part]}" if part in words else part for part in parts)


def _boxes(form: Instrument, question: Question, language: Lang) -> Iterator[Box]:
    codes = tuple((str(one.code), one.label.in_(language)) for one in form.options_of(question))
    longest = {len(code) for code, _label in codes}
    digits = longest.pop() if len(longest) == 1 else 0
    heading = question.label.in_(language)
    if question.kind == "multi":
        yield Box(question.id, _("Các mã, cách nhau bằng dấu cách"), heading, codes, 0)
        heading = ""
    for column in form.columns:
        if column.question.id != question.id or column.kind == "flag":
            continue
        is_code = column.kind == "code"
        label = column.label.in_(language) if column.item or column.option else ""
        yield Box(column.id, label, heading, codes if is_code else (), digits if is_code else 0)
        heading = ""


def _read(columns: list[Column], text: str) -> dict[str, Any]:
    if columns[0].kind != "flag":
        return {columns[0].id: _one(columns[0], text)}
    known = {str(column.option.code): column.id for column in columns if column.option}
    codes = set(_BETWEEN.split(text.strip(" ,;")))
    if strange := sorted(codes - known.keys()):
        raise Unreadable(_unknown(strange[0], list(known)))
    return {name: int(code in codes) for code, name in known.items()}


def _one(column: Column, text: str) -> Any:
    if column.kind != "code":
        return value_of(column, text)
    codes = [str(option.code) for option in column.options]
    if text not in codes:
        raise Unreadable(_unknown(text, codes))
    return value_of(column, text)


def _unknown(code: str, codes: list[str]) -> str:
    told = _("Không có mã “{code}”; các mã là {codes}. Nếu phiếu không đánh dấu, để trống.")
    return told.format(code=code, codes=", ".join(codes))
