"""An XLSForm workbook as a form: what ODK and Kobo use, read back, each problem at its sheet and row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from parindex.errors import Place, Problem, ProblemsFound
from parindex.frameworks.reasons import reason_in_model, reason_of_system
from parindex.language import N_
from parindex.surveys.instruments import kinds
from parindex.surveys.instruments.checks import check
from parindex.surveys.instruments.loading import telling
from parindex.surveys.instruments.model import Instrument
from parindex.surveys.instruments.xlsform.extras import ILLUSTRATIVE, NO_OPINION, TITLE, read_extras
from parindex.surveys.instruments.xlsform.kinds import (
    REFUSED_BY_ODK,
    UNREAD_LANGUAGE,
    WARNED_BY_ODK,
    WRONG_SETTING,
)
from parindex.surveys.instruments.xlsform.languages import Spoken, spoken
from parindex.surveys.instruments.xlsform.lists import Lists
from parindex.surveys.instruments.xlsform.odk import as_xform
from parindex.surveys.instruments.xlsform.outline import outline
from parindex.surveys.instruments.xlsform.questions import Questions, scales_of
from parindex.surveys.instruments.xlsform.sheets import CHOICES, EXTRAS, SETTINGS, SURVEY, Sheet, read_sheets
from parindex.surveys.instruments.xlsform.specified import take_texts
from parindex.text import fold

_NAMED: Final = re.compile(r"(?P<id>.+?)[_@-](?P<year>(?:19|20|21)\d\d)")
_SLUG: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class ReadForm:
    """A form that was read from a workbook, and what was passed over or is odd (warnings)."""

    instrument: Instrument
    warnings: tuple[Problem, ...]


def read_xlsform(path: Path | str, year: int | None = None) -> ReadForm:
    """Read an XLSForm workbook; ``year`` is that of the form where the workbook does not say it.

    Raises :class:`ProblemsFound` with every problem at its sheet and row: types, functions and repeats that
    are not supported, lists and names that there are not, what the checks of forms find, and what pyxform
    refuses.
    """
    file = Path(path)
    place = Place(file=str(path))
    try:
        raw = file.read_bytes()
    except OSError as error:
        reason = reason_of_system(error)
        raise ProblemsFound([Problem(kinds.NO_FILE, place, {"reason": reason})]) from None
    return xlsform_from(raw, place, year)


def xlsform_from(
    raw: bytes, place: Place, year: int | None = None, reserved: frozenset[str] = frozenset()
) -> ReadForm:
    """Read an XLSForm workbook that is in memory; see :func:`read_xlsform`."""
    sheets = read_sheets(raw, place)
    settings, problems = _settings(sheets[SETTINGS])
    said = spoken((sheets[SURVEY], sheets[CHOICES]), settings.get("default_language", ""))
    problems += [Problem(UNREAD_LANGUAGE, place, {"language": language}) for language in said.unread]
    lists = Lists(sheets[CHOICES], said)
    tree = outline(sheets[SURVEY])
    found = Questions(sheets[SURVEY], said, lists)
    found.walk(tree.branches)
    extras, wrong = read_extras(sheets[EXTRAS])
    problems += [*lists.problems, *tree.problems, *found.problems, *wrong]
    data = _form_data(found, extras, settings, said)
    problems += _identified(data, sheets[SETTINGS], year)
    form = _made(data, found, sheets, problems)
    problems += [one for one in check(form, _Placed(found, sheets), reserved) if not _follows(one, found)]
    problems += _asked_of_odk(sheets) if not any(one.is_error for one in problems) else []
    if any(one.is_error for one in problems):
        raise ProblemsFound(_in_order(problems))
    return ReadForm(form, tuple(_in_order(problems)))


def _follows(problem: Problem, found: Questions) -> bool:
    """Tell whether a problem only follows from rows that were refused, or from what XLSForm cannot say."""
    if problem.kind is kinds.MISSING_LANGUAGE:
        return bool(problem.details["owner"] == "title")
    names = {problem.details.get("name"), problem.details.get("question")}
    return problem.kind in (kinds.UNKNOWN_ANSWER, kinds.NO_OPTIONS) and not names.isdisjoint(found.refused)


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda one: (one.place.sheet or "", one.place.row or 0, one.code))


def _settings(sheet: Sheet) -> tuple[dict[str, str], list[Problem]]:
    first = next((row for row in sheet.rows if row.cells), None)
    if first is None:
        return {}, []
    return {one.name: first.cells[one.written] for one in sheet.headings if one.written in first.cells}, []


def _form_data(
    found: Questions, extras: Mapping[str, Any], settings: Mapping[str, str], said: Spoken
) -> dict[str, Any]:
    """Put the parts of a form together."""
    scales = {name: {"options": options} for name, options in scales_of(found)}
    for name, codes in extras.get(NO_OPINION, {}).items():
        if name in scales:
            scales[name] |= {"no_opinion": codes}
    data = {key: value for key, value in extras.items() if key not in (NO_OPINION, ILLUSTRATIVE)}
    title = settings.get("form_title") or settings.get("form_id") or "?"
    data |= {
        "title": _title(title, extras.get(TITLE)),
        "languages": said.languages,
        "metadata": found.metadata,
        "scales": scales,
        "groups": [{key: value for key, value in one.items() if key != "row"} for one in found.groups],
        "questions": found.questions,
    }
    if settings.get("version"):
        data["version"] = settings["version"]
    if found.introduction:
        data["introduction"] = found.introduction
    take_texts(data, found.rows)
    _mark(data["questions"], set(extras.get(ILLUSTRATIVE, ())))
    return data


def _title(shown: str, kept: Any) -> Any:
    """Give the title in its languages, where the workbook keeps them; a changed title stands alone."""
    own = (kept.get("vi"), kept.get("en")) if isinstance(kept, dict) else ()
    return kept if shown in own else {"vi": shown}


def _mark(questions: list[dict[str, Any]], illustrative: set[str]) -> None:
    for question in questions:
        for part in (question, *question.get("items", ())):
            if part["id"] in illustrative:
                part["illustrative"] = True


def _identified(data: dict[str, Any], settings: Sheet, year: int | None) -> list[Problem]:
    """Give the form its id and year: those of ``form_id``, else those of the sheet of extras.

    Both say the same until somebody edits one of them, and ``form_id`` is the one that people see.
    """
    first = next((row for row in settings.rows if row.cells), None)
    given = settings.get(first, "form_id") if first else ""
    named = _NAMED.fullmatch(given)
    slug = _slug(named["id"] if named else given or data["title"]["vi"])
    if named and slug:
        data["id"] = data["id"] if slug == _slug(str(data.get("id"))) else slug[:60]
        data["year"] = int(named["year"])
    data.setdefault("id", slug[:60] or "form")
    if "year" not in data and year is not None:
        data["year"] = year
    if "year" in data:
        return []
    data["year"] = 2000
    place = settings.at(first.number if first else 1, "form_id")
    return [Problem(WRONG_SETTING, place, {"reason": N_("không thấy năm")})]


def _slug(text: str) -> str:
    return _SLUG.sub("-", fold(text)).strip("-")


def _made(
    data: dict[str, Any], found: Questions, sheets: Mapping[str, Sheet], problems: list[Problem]
) -> Instrument:
    """Make the form; raise what is wrong with its parts, together with what is known already."""
    try:
        return Instrument.model_validate(data)
    except ValidationError as error:
        placed = _Placed(found, sheets)
        wrong = (
            [] if any(one.is_error for one in problems) else [_told(one, placed) for one in telling(error)]
        )
    raise ProblemsFound(_in_order([*problems, *wrong])) from None


def _told(one: Mapping[str, Any], placed: _Placed) -> Problem:
    path = tuple(one["loc"])
    key = ".".join(str(part) for part in path)
    return Problem(kinds.WRONG_VALUE, placed(path), {"key": key, "reason": reason_in_model(one)})


class _Placed:
    """Where a part of the form stands in the workbook."""

    def __init__(self, found: Questions, sheets: Mapping[str, Sheet]) -> None:
        self._found = found
        self._sheets = sheets

    def __call__(self, path: tuple[str | int, ...]) -> Place:
        part, *rest = path
        if part == "questions" and rest:
            return self._of_question(rest)
        if part == "groups" and rest:
            return self._sheets[SURVEY].at(self._found.group_rows[int(rest[0])])
        if part == "scales" and rest:
            return self._of_scale(rest)
        name = EXTRAS if part in ("factors", "index", "bridges", "sections") else SETTINGS
        return Place(file=self._sheets[SURVEY].place.file, sheet=name)

    def _of_scale(self, rest: list[str | int]) -> Place:
        name, *inner = rest
        rows = self._found.lists.rows.get(str(name), [1])
        number = int(inner[1]) if inner[:1] == ["options"] and inner[1:] else 0
        return self._sheets[CHOICES].at(rows[number] if number < len(rows) else rows[0])

    def _of_question(self, rest: list[str | int]) -> Place:
        number, *inner = rest
        row, items = self._found.rows[int(number)]
        if inner[:1] == ["items"] and inner[1:]:
            row = items[int(inner[1])]
        column = str(inner[0]) if inner and inner[0] != "items" else None
        return self._sheets[SURVEY].at(row, column)


def _asked_of_odk(sheets: Mapping[str, Sheet]) -> list[Problem]:
    place = Place(file=sheets[SURVEY].place.file)
    rows = {name: [row.cells for row in sheets[name].rows] for name in (SURVEY, CHOICES, SETTINGS)}
    made = as_xform({name: cells for name, cells in rows.items() if cells})
    if made.refused:
        return [Problem(REFUSED_BY_ODK, place, {"said": made.refused})]
    return [Problem(WARNED_BY_ODK, place, {"said": said}) for said in made.warnings]
