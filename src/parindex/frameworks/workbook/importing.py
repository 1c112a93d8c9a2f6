"""Reading an edition back from the workbook that an official edited."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, Final

from pydantic import BaseModel, TypeAdapter, ValidationError

from parindex.errors import Place, Problem, ProblemsFound
from parindex.frameworks.cases import Case, CaseFile
from parindex.frameworks.loading import MISSING_KEY, edition_from, form_problems
from parindex.frameworks.model import Edition
from parindex.frameworks.workbook import cases_keys, settings_keys, tree_columns
from parindex.frameworks.workbook.cases_reading import CasesReader
from parindex.frameworks.workbook.cells import SheetDocument
from parindex.frameworks.workbook.grid import Table, Workbook, find_table, words_of
from parindex.frameworks.workbook.guide import GUIDE
from parindex.frameworks.workbook.looks import CHANNEL_WORDS, LISTS
from parindex.frameworks.workbook.problems import BLANK, LOST_SHEET
from parindex.frameworks.workbook.settings_reading import read_settings
from parindex.frameworks.workbook.tree_reading import lost_columns, read_tree
from parindex.language import Lang
from parindex.text import fold

_OURS: Final = (tree_columns.SHEET, settings_keys.SHEET, cases_keys.SHEET, GUIDE)


@dataclass(frozen=True)
class Imported:
    """An edition read from a workbook, its cases, and what of the workbook does not go into them.

    ``losses`` and ``problems`` are warnings; what stops the reading is raised instead.
    """

    edition: Edition
    cases: list[Case]
    losses: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def import_workbook(path: FilePath | str) -> Imported:
    """Read an edition and its cases from a workbook written by ``export_workbook`` and edited since.

    Sheets and columns are found by their words in either language; numbers may be typed with a decimal comma.
    Raises :class:`ProblemsFound` with every problem of the file, each with sheet, row and column. Whether the
    edition makes sense (sums, bands, formulas) is told by :func:`parindex.frameworks.checks.check`.
    """
    return _Reading(Workbook(path)).read()


class _Reading:
    """One reading: the sheets one after the other, all problems kept to the end."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.document = SheetDocument(book.file)
        self.problems: list[Problem] = []
        self.losses: list[Problem] = []

    def read(self) -> Imported:
        data = self._settings()
        data["tree"] = self._tree(data.get("channels", {}))
        self.document.data = data
        edition = self._made(lambda: edition_from(self.document))
        cases = self._cases(edition.settings.decimals if edition else 2)
        self._lost_sheets()
        errors = [problem for problem in self.problems if problem.is_error]
        if errors or edition is None:
            raise ProblemsFound(_in_order(self.problems, self.book))
        return Imported(edition, cases, self.losses, self.problems)

    def _settings(self) -> dict[str, Any]:
        try:
            read = read_settings(self.book.grid(settings_keys.SHEET), self.document)
        except ProblemsFound as found:
            self.problems += found.problems
            return {}
        self.problems += read.problems
        return read.data

    def _table(self, sheet: str, headings: Mapping[str, str], required: tuple[str, ...]) -> Table | None:
        try:
            return find_table(self.book.grid(sheet), headings, required)
        except ProblemsFound as found:
            self.problems += found.problems
            return None

    def _tree(self, channels: Mapping[str, Any]) -> list[dict[str, Any]]:
        table = self._table(tree_columns.SHEET, tree_columns.HEADINGS, tree_columns.REQUIRED)
        if table is None:
            return []
        self.document.stands_at(("tree",), table.grid.place(table.header))
        names = _Channels(channels, self._exported_channels())
        read = read_tree(table, names.name_of, names, self.document)
        self.problems += read.problems
        self.losses += read.losses
        return read.nodes

    def _exported_channels(self) -> dict[str, str]:
        """Give the words that stood in the drop-down when the workbook was written, and their channels."""
        if self.book.find(CHANNEL_WORDS) is None:
            return {}
        rows = self.book.grid(CHANNEL_WORDS).rows
        return {fold(words_of(row[1])): words_of(row[0]) for row in rows if len(row) > 1}

    def _made(self, make: Callable[[], BaseModel]) -> Any:  # what is made, or None
        """Make a part of the data read; note the problems of form that no cell has a problem for already."""
        self.document.number_rows()
        told = {(one.place.sheet, one.place.row, one.place.column) for one in self.problems if one.is_error}
        try:
            return make()
        except ProblemsFound as found:
            new = [
                one
                for one in found.problems
                if (one.place.sheet, one.place.row, one.place.column) not in told
            ]
            self.problems += [_of_workbook(problem) for problem in new]
            # Without a problem of its own, a sheet that could not be read explains what is missing.
            return None

    def _cases(self, decimals: int) -> list[Case]:
        table = self._table(cases_keys.SHEET, cases_keys.HEADINGS, cases_keys.EVERYTHING)
        if table is None:
            return []
        reader = CasesReader(table, self.document, decimals)
        self.document.data = {"cases": reader.read()}
        self.problems += reader.problems
        self.losses += lost_columns(table)
        made = self._made(self._case_file)
        return list(made.cases) if made else []

    def _case_file(self) -> CaseFile:
        try:
            return TypeAdapter(CaseFile).validate_python(self.document.data)
        except ValidationError as error:
            raise ProblemsFound(form_problems(error, self.document)) from None

    def _lost_sheets(self) -> None:
        ours = {self.book.find(title) for title in (*_OURS, LISTS, CHANNEL_WORDS)}
        for name in self.book.names:
            if name not in ours and not self.book.is_blank(name):
                place = Place(file=self.book.file, sheet=name)
                self.losses.append(Problem(LOST_SHEET, place, {"sheet": name}))


def _of_workbook(problem: Problem) -> Problem:
    """Say of a cell that it is blank, where the message of form speaks of a key of the file."""
    if problem.kind is not MISSING_KEY or problem.place.sheet is None:
        return problem
    return Problem(BLANK, problem.place, problem.details)


def _in_order(problems: list[Problem], book: Workbook) -> list[Problem]:
    sheets = {name: number for number, name in enumerate(book.names)}

    def order(problem: Problem) -> tuple[int, int]:
        return sheets.get(problem.place.sheet or "", -1), problem.place.row or 0

    return sorted(problems, key=order)


class _Channels:
    """The channels by every word that may stand for them in the sheet with the criteria."""

    def __init__(self, channels: Mapping[str, Any], exported: Mapping[str, str]) -> None:
        self.names = list(channels)
        self._by_word: dict[str, str] = {}
        for name, channel in channels.items():
            label = channel.get("label", {}) if isinstance(channel, dict) else {}
            for word in label.values():
                self._by_word.setdefault(fold(word), name)
        still_there = {word: name for word, name in exported.items() if name in channels}
        self._by_word |= still_there | {fold(name): name for name in channels}

    def name_of(self, text: str) -> str | None:
        """Give the channel of a word; without any channel to compare with, the word itself."""
        return self._by_word.get(fold(text)) if self.names else text

    def in_(self, lang: Lang = "vi") -> str:
        """List the channels, for a message."""
        del lang
        return "; ".join(self.names)
