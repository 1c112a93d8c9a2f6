"""The sheet ``_parindex``: what a form says and XLSForm has no place for, a row for each part.

pyxform and ODK pass over a sheet whose name begins with an underscore.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from parindex.errors import Problem
from parindex.language import N_
from parindex.surveys.instruments.digest import canonical
from parindex.surveys.instruments.model import Instrument
from parindex.surveys.instruments.parts import Item, Question
from parindex.surveys.instruments.xlsform.kinds import WRONG_EXTRA
from parindex.surveys.instruments.xlsform.sheets import Sheet

KEY: Final = "key"
VALUE: Final = "json"
NO_OPINION: Final = "no_opinion"
ILLUSTRATIVE: Final = "illustrative_parts"
TITLE: Final = "title"
_PLAIN: Final = ("id", "year", TITLE, "illustrative", "source", "note", "index")
_LISTS: Final = ("sections", "factors", "bridges")
"""Parts that have a row for each of their members."""


def extra_rows(form: Instrument) -> Iterator[tuple[str, str]]:
    """Give the rows of the sheet: a key and a value as JSON."""
    data = canonical(form)
    for key in _PLAIN:
        if key in data:
            yield key, _json(data[key])
    for key in _LISTS:
        yield from ((key, _json(one)) for one in data.get(key, ()))
    if form.index is not None and "index" not in data:
        yield "index", "{}"
    no_opinion = {name: scale.no_opinion for name, scale in form.scales.items() if scale.no_opinion}
    if no_opinion:
        yield NO_OPINION, _json(no_opinion)
    ours = [one.id for question in form.questions for one in _parts(question) if one.illustrative]
    if ours:
        yield ILLUSTRATIVE, _json(ours)


def _parts(question: Question) -> tuple[Question | Item, ...]:
    return (question, *question.items)


def read_extras(sheet: Sheet) -> tuple[dict[str, Any], list[Problem]]:
    """Give the parts of a form that the sheet holds, and what of it cannot be read."""
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    known = {*_PLAIN, *_LISTS, NO_OPINION, ILLUSTRATIVE}
    for row in sheet.rows:
        key, text = sheet.get(row, KEY), sheet.get(row, VALUE)
        if not key and not text:
            continue
        value, reason = _read(text)
        if key not in known:
            reason = N_("không có khóa này")
        elif not reason and not _fits(key, value):
            reason = N_("giá trị không đúng kiểu")
        if reason:
            problems.append(Problem(WRONG_EXTRA, sheet.at(row.number), {"key": key, "reason": reason}))
        elif key in _LISTS:
            found.setdefault(key, []).append(value)
        else:
            found[key] = value
    return found, problems


def _fits(key: str, value: Any) -> bool:
    """Tell whether a part that is looked into before the form is made has the type it must have."""
    if key == NO_OPINION:
        return isinstance(value, dict) and all(isinstance(codes, list) for codes in value.values())
    return key != ILLUSTRATIVE or (isinstance(value, list) and all(isinstance(one, str) for one in value))


def _read(text: str) -> tuple[Any, str]:
    try:
        return json.loads(text), ""
    except (ValueError, RecursionError):
        return None, N_("giá trị không phải JSON")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
