"""The sheets of an XLSForm as rows of named texts, each with the number people see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from parindex.errors import Place, Problem, ProblemsFound
from parindex.reading.findings import stop
from parindex.reading.grid import Grid
from parindex.reading.kinds import EXCEL_ERROR, NO_RESULT
from parindex.reading.layout import FORMULA_CELL
from parindex.reading.xlsx import read_xlsx
from parindex.reading.xlsx_parts import Parts, unpack
from parindex.surveys.instruments.xlsform.kinds import NO_SURVEY

SURVEY: Final = "survey"
CHOICES: Final = "choices"
SETTINGS: Final = "settings"
EXTRAS: Final = "_parindex"
_WANTED: Final = (SURVEY, CHOICES, SETTINGS, EXTRAS)
_PREFIXES: Final = frozenset({"bind", "body", "control"})
# Other names of columns (xlsform.org, "advanced use", and pyxform's aliases).
_ALIASES: Final = {
    "caption": "label",
    "command": "type",
    "constraining_message": "constraint_message",
    "jr:constraintmsg": "constraint_message",
    "jr:requiredmsg": "required_message",
    "relevance": "relevant",
    "requiredmsg": "required_message",
    "tag": "name",
    "value": "name",
    "set_form_title": "form_title",
    "set_form_id": "form_id",
    "id_string": "form_id",
}
TRANSLATED: Final = frozenset({"label", "hint", "constraint_message"})


class Heading(NamedTuple):
    """The heading of a column: as it is written, its name in XLSForm, its language ("" where none is)."""

    written: str
    name: str
    language: str = ""


@dataclass(frozen=True)
class Row:
    """A row: its number and its cells that hold something, by the heading as it is written."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook: its headings and its rows."""

    name: str
    place: Place
    headings: tuple[Heading, ...] = ()
    rows: tuple[Row, ...] = ()
    titles: tuple[str, ...] = ()
    """The first cell of every column, "" where there is none."""

    def at(self, row: int, column: str | None = None) -> Place:
        """Give the place of a cell of it."""
        return Place(file=self.place.file, sheet=self.name, row=row, column=column)

    def get(self, row: Row, name: str) -> str:
        """Give what stands in a row under a name of XLSForm, "" where nothing does."""
        found = (row.cells.get(one.written, "") for one in self.headings if one.name == name)
        return next((text for text in found if text), "")


def read_sheets(raw: bytes, place: Place) -> dict[str, Sheet]:
    """Give the sheets of an XLSForm by name; those that are missing are empty.

    Raises :class:`ProblemsFound`: not a workbook, too large, no sheet ``survey``, cells in
    error or formulas without a result.
    """
    found = {name: Sheet(name, place) for name in _WANTED}
    unread: list[Problem] = []
    for grid in read_xlsx(raw, place, None):
        written = grid.place.sheet or ""
        name = written.strip().lower()
        if name in found and not found[name].headings:
            found[name] = _sheet(grid, name)
            unread += _unread(found[name], unpack(raw, place), written)
    if unread:
        raise ProblemsFound(unread)
    known = {heading.name for heading in found[SURVEY].headings}
    if not {"type", "name"} <= known:
        raise stop(NO_SURVEY, place, sheet=SURVEY, columns="type, name")
    return found


def _unread(sheet: Sheet, parts: Parts, written: str) -> Iterator[Problem]:
    """Give the cells in error, and the formulas that were never worked out: nobody can tell what they say."""
    titles = dict(enumerate(sheet.titles))
    for (row, column), shown in sorted(parts.marks(written).unread.items()):
        wrong = NO_RESULT if shown.startswith(FORMULA_CELL) else EXCEL_ERROR
        yield Problem(wrong, sheet.at(row + 1, titles.get(column) or None), {"given": shown})


def _sheet(grid: Grid, name: str) -> Sheet:
    columns = [column.texts(grid.height).to_list() for column in grid.columns]
    written = [str(cells[0] or "") for cells in columns] if grid.height else []
    headings = tuple(heading(text) for text in written if text)
    return Sheet(name, grid.place, headings, tuple(_rows(written, columns)), tuple(written))


def _rows(written: Sequence[str], columns: Sequence[list[str | None]]) -> Iterator[Row]:
    height = len(columns[0]) if columns else 0
    for position in range(1, height):
        cells = {
            title: text
            for title, column in zip(written, columns, strict=True)
            if title and (text := column[position])
        }
        yield Row(position + 1, cells)


def heading(written: str) -> Heading:
    """Understand the heading of a column.

    >>> heading("label::English (en)")
    Heading(written='label::English (en)', name='label', language='English (en)')
    >>> heading("bind::relevant").name, heading("Constraint Message").name
    ('relevant', 'constraint_message')
    """
    parts = [part.strip() for part in written.split("::")]
    if len(parts) > 1 and parts[0].lower() in _PREFIXES:
        parts = parts[1:]
    if len(parts) == 1 and (old := re.fullmatch(r"(label|hint)\s*:\s*(\S.*)", parts[0])):
        parts = [old[1], old[2]]
    name = "_".join(parts[0].split()).lower()
    name = _ALIASES.get(name, name)
    if name in TRANSLATED:
        return Heading(written, name, parts[1] if len(parts) > 1 else "")
    return Heading(written, name if len(parts) == 1 else "::".join(parts))
