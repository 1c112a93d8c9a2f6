"""The fill-in workbook of a unit: written with what stands, read back row by row."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from parindex.errors import Place, ProblemsFound
from parindex.frameworks.outline import OutlineNode
from parindex.frameworks.workbook.unit_template import unit_workbook
from parindex.language import LANGUAGES, Lang, translate
from parindex.numerals import as_decimal
from parindex.reading.grid import Grid
from parindex.reading.words import NOT_APPLICABLE_WORDS
from parindex.reading.xlsx import read_xlsx
from parindex.text import fold
from parweb.assessments.drafts import Draft, draft_of, editable, read_draft
from parweb.assessments.inputs_html import values_text
from parweb.assessments.layout import Layout
from parweb.assessments.models import Answer
from parweb.frameworks.queries import loaded_edition
from parweb.rounds.models import Participant
from parweb.units.models import Unit

_MOST_HEADER_ROWS: Final = 30
_REFUSES: Final = frozenset(fold(word) for word in NOT_APPLICABLE_WORDS)
_TITLES: Final = {
    "unit": "Mã đơn vị",
    "code": "Mã tiêu chí",
    "input": "Ô nhập",
    "value": "Giá trị",
    "explanation": "Giải trình",
}


class NotOurs(ValueError):  # noqa: N818  # it says what was found
    """A file that is no fill-in workbook of this unit; the message is for people."""


def unit_key(unit: Unit) -> str:
    """Give the code by which files name a unit: the official one, else our own."""
    return unit.code or str(unit.pk)


def workbook_bytes(
    participant: Participant, answers: Mapping[str, Answer], documents: Mapping[str, str], lang: Lang
) -> bytes:
    """Give the unit's workbook with its present answers; ``documents`` names what is shown, by criterion."""
    edition = loaded_edition(participant.round.edition).edition
    leaves = {leaf.code: leaf for leaf in edition.leaves()}
    filled = {
        (code, spec.name): _cells(spec, number, answer, documents.get(code, ""), lang)
        for code, answer in answers.items()
        if code in leaves
        for number, spec in enumerate(leaves[code].inputs())
    }
    filled = {key: cells for key, cells in filled.items() if cells}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        unit_workbook(edition, unit_key(participant.unit), participant.unit.name, path, lang, filled=filled)
        return path.read_bytes()


def _cells(spec: Any, number: int, answer: Answer, documents: str, lang: Lang) -> dict[str, Any]:
    """Give the cells of one input: its value or word; document names and explanation on the first row."""
    cells: dict[str, Any] = {}
    if answer.standing == "not_applicable":
        cells["value"] = translate("Không áp dụng", lang)
    elif spec.name in answer.inputs:
        value = Decimal(answer.inputs[spec.name])
        words = (one.label.in_(lang) for one in spec.choices if one.value == value)
        cells["value"] = next(words, value)
    elif spec.name in answer.typed:
        cells["value"] = answer.typed[spec.name]
    if number == 0:
        cells |= {
            key: text for key, text in (("documents", documents), ("explanation", answer.explanation)) if text
        }
    return cells


@dataclass(frozen=True)
class Line:
    """A row of a workbook: where it stands, which input of which leaf, what was typed and explained."""

    row: int
    code: str
    input: str
    typed: str
    explanation: str


def read_workbook(raw: bytes, unit: Unit, file_name: str) -> list[Line]:
    """Read the rows of a fill-in workbook.

    Raises ``ProblemsFound`` for a file that cannot be read, :class:`NotOurs` for a file of something else.
    """
    grids = list(read_xlsx(raw, Place(file=file_name), None))
    for grid in grids:
        found = _header(grid)
        if found is not None:
            return _lines(grid, *found, unit)
    raise NotOurs(
        _("Tệp này không phải bảng nhập của đơn vị: không thấy các cột “Mã tiêu chí”, “Ô nhập”, “Giá trị”.")
    )


def _known_titles() -> dict[str, str]:
    return {fold(translate(title, lang)): key for key, title in _TITLES.items() for lang in LANGUAGES}


def _header(grid: Grid) -> tuple[int, dict[str, int]] | None:
    known = _known_titles()
    for position, line in enumerate(grid.lines(_MOST_HEADER_ROWS)):
        columns = {
            known[fold(one.text)]: number for number, one in enumerate(line) if fold(one.text) in known
        }
        if {"code", "input", "value", "unit"} <= columns.keys():
            return position, columns
    return None


def _lines(grid: Grid, header: int, columns: Mapping[str, int], unit: Unit) -> list[Line]:
    texts = {key: _texts(grid, number) for key, number in columns.items()}
    nothing = [""] * grid.height
    explained = texts.get("explanation", nothing)
    rows = [position for position in range(header + 1, grid.height) if texts["code"][position]]
    others = {texts["unit"][position] for position in rows} - {unit_key(unit), str(unit.pk)}
    if others:
        raise NotOurs(_("Tệp này là bảng nhập của đơn vị khác (mã {code}).").format(code=min(others)))
    numbers = grid.rows.to_list()
    return [
        Line(numbers[one], texts["code"][one], texts["input"][one], texts["value"][one], explained[one])
        for one in rows
    ]


def _texts(grid: Grid, number: int) -> list[str]:
    """Give a column as people would type it: numbers with the decimal comma, percents with their sign."""
    column = grid.columns[number]
    texts = column.text.to_list() if column.text is not None else [None] * grid.height
    numbers = column.number.to_list() if column.number is not None else [None] * grid.height
    percents = column.percent.to_list() if column.percent is not None else [None] * grid.height
    return [_typed(*cell) for cell in zip(texts, numbers, percents, strict=True)]


def _typed(text: str | None, number: float | None, is_percent: bool | None) -> str:  # noqa: FBT001  # a cell
    if number is None:
        return text or ""
    exact = as_decimal(number)
    return f"{editable(exact * 100, 'vi')} %" if is_percent else editable(exact, "vi")


@dataclass(frozen=True)
class LeafChange:
    """What a workbook does to one leaf; ``verdict``: change, same, refused."""

    code: str
    row: int
    label: str
    verdict: str
    before: str = ""
    after: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    is_not_applicable: bool = False
    explanation: str = ""
    revision: int = 0
    why: list[str] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    """Inputs whose text can mean two numbers: ``{"input": …, "text": …, "readings": […]}``."""

    def as_row(self) -> dict[str, Any]:
        """Give plain data, as an upload keeps it."""
        return asdict(self)


def changes_of(
    layout: Layout, lines: Iterable[Line], answers: Mapping[str, Answer], lang: Lang
) -> list[LeafChange]:
    """Say leaf by leaf what a workbook would change, and what is refused and why; blanks change nothing."""
    by_code: dict[str, list[Line]] = {}
    for line in lines:
        by_code.setdefault(line.code, []).append(line)
    return [_change(layout, code, mine, answers.get(code), lang) for code, mine in by_code.items()]


def _change(layout: Layout, code: str, lines: list[Line], answer: Answer | None, lang: Lang) -> LeafChange:
    leaf, first = layout.own.get(code), lines[0].row
    if leaf is None:
        why = _("Bộ tiêu chí không có mục này, hoặc mục này không do đơn vị nhập.")
        return LeafChange(code, first, "", "refused", why=[why])
    known = {spec.name for spec in leaf.node.inputs()}
    unknown = sorted({line.input for line in lines} - known)
    label = leaf.node.label.in_(lang)
    if unknown:
        why = _("Mục này không có ô nhập “{name}”.").format(name=", ".join(unknown))
        return LeafChange(code, first, label, "refused", why=[why])
    return _compared(leaf, first, label, merged(lines, answer, lang), answer, lang)


def merged(lines: Iterable[Line], answer: Answer | None, lang: Lang) -> Draft:
    """Lay the filled cells of a workbook over what stands."""
    draft = draft_of(answer, lang) if answer else Draft()
    typed, explanation, refuses = dict(draft.typed), draft.explanation, False
    has_values = False
    for line in lines:
        refuses = refuses or fold(line.typed) in _REFUSES
        if line.typed and fold(line.typed) not in _REFUSES:
            typed[line.input], has_values = line.typed, True
        explanation = line.explanation or explanation
    is_refused = refuses or (draft.is_not_applicable and not has_values)
    return replace(draft, typed=typed, explanation=explanation, is_not_applicable=is_refused)


def _compared(
    leaf: OutlineNode, row: int, label: str, draft: Draft, answer: Answer | None, lang: Lang
) -> LeafChange:
    reading = read_draft(leaf, draft, lang)
    inputs = {name: format(value, "f") for name, value in reading.inputs.items()}
    stored = answer.inputs if answer else {}
    stands = answer.standing if answer else "missing"
    before = values_text(leaf, stored, stands, lang)
    after = values_text(leaf, inputs, reading.standing, lang)
    explained = answer.explanation if answer else ""
    is_same = inputs == stored and reading.standing == stands and draft.explanation == explained
    change = LeafChange(
        leaf.code,
        row,
        label,
        "same" if is_same else "change",
        before,
        after
        if draft.explanation == explained
        else _("{after} · giải trình: {text}").format(after=after, text=draft.explanation),
        dict(draft.typed),
        draft.is_not_applicable,
        draft.explanation,
        answer.revision if answer else 0,
    )
    problems = [one for one in reading.problems if one.field in draft.typed or one.field == "na"]
    if not problems:
        return change
    questions = [
        {"input": one.field, "text": draft.typed[one.field], "readings": list(one.readings)}
        for one in problems
        if one.readings
    ]
    why = [f"{one.what} {one.remedy}".strip() for one in problems]
    return replace(change, verdict="refused", after="", why=why, questions=questions)


def problems_text(problem: ProblemsFound, lang: Lang) -> list[dict[str, str]]:
    """Give the problems of a file as rows for a page."""
    return [
        {"code": one.code, "place": one.place.text(lang), "what": one.what(lang), "remedy": one.remedy(lang)}
        for one in problem.problems
    ]
