"""Reading the cases back: rows of facts to the nested cases of the file."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from parindex.errors import Problem
from parindex.frameworks.workbook.cases_keys import ABOUT, EXPECTED, LISTS, NOTHING, PARTS
from parindex.frameworks.workbook.cells import Cells, SheetDocument
from parindex.frameworks.workbook.grid import Table, words_of
from parindex.frameworks.workbook.problems import DOUBLED_ENTRY, NO_PLACE, NOT_IN_LIST
from parindex.frameworks.workbook.words import STANDINGS
from parindex.frameworks.yaml_lines import Path
from parindex.language import LANGUAGES, N_, translate
from parindex.numerals import format_number
from parindex.text import fold

_NOTHING = frozenset(fold(translate(NOTHING, lang)) for lang in LANGUAGES)


class CasesReader:
    """Goes down the rows and builds the cases; ``document`` learns the cell of every value."""

    def __init__(self, table: Table, document: SheetDocument, decimals: int) -> None:
        """Read from a table; ``decimals`` are those printed, for printed points typed as numbers."""
        self.table = table
        self.cells = Cells(table)
        self.document = document
        self.decimals = decimals
        self.cases: list[dict[str, Any]] = []
        self._first: dict[Path, int] = {}

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the rows read."""
        return self.cells.problems

    def read(self) -> list[dict[str, Any]]:
        """Give the cases as plain data of the file."""
        for row in self.table.filled_rows():
            self._read_row(row)
        return self.cases

    def _read_row(self, row: int) -> None:
        part = self.cells.choice(row, "part", PARTS)
        name = self.cells.text(row, "case")
        if part is None:
            if self.table.value(row, "part") == "":
                self._lacks(row, "part", N_("loại dòng"))
            return
        number = self._case(row, name, begins=part == "case")
        if number is None:
            self._lacks(row, "case", N_("tên ví dụ"))
        elif part in ABOUT:
            self._about(row, number, part)
        elif part != "case":
            self._about_unit(row, number, part)

    def _case(self, row: int, name: str | None, *, begins: bool) -> int | None:
        """Give the number of the case a row belongs to; a new name, or the row that says so, begins one."""
        latest = len(self.cases) - 1
        if name is None and not begins:
            return latest if self.cases else None
        same = [number for number, case in enumerate(self.cases) if case["name"] == name]
        if same and not begins:
            return same[-1]
        number = latest + 1
        self.cases.append({"units": {}, "expect": {}} | ({"name": name} if name else {"name": ""}))
        for inner in ((), ("name",)):
            self.document.stands_at(("cases", number, *inner), self.table.place(row, "case"))
        return number

    def _about(self, row: int, number: int, part: str) -> None:
        case = self.cases[number]
        if part == "illustrative":
            value = self.cells.switch(row, "value")
            case |= {} if value is None else {part: value}
            return
        text = self.cells.text(row, "value")
        if part == "source":
            case |= {} if text is None else {part: text}
        elif text is not None:
            case.setdefault("note", {})[part.removeprefix("note_")] = text
        self.document.stands_at(("cases", number, part.partition("_")[0]), self.table.place(row, "value"))

    def _about_unit(self, row: int, number: int, part: str) -> None:
        unit = self.cells.text(row, "unit")
        if unit is None:
            self._lacks(row, "unit", N_("tên đơn vị"))
            return
        key = "units" if part in ("unit", "given") else "expect"
        block = self.cases[number][key].setdefault(unit, {})
        path: Path = ("cases", number, key, unit)
        self.document.cells.setdefault(path, self.table.place(row, "unit"))
        if part == "given":
            self._given(row, block, path)
        elif part in EXPECTED:
            self._expected(row, block, part, path)

    def _given(self, row: int, block: dict[str, Any], path: Path) -> None:
        code, name = self.cells.text(row, "code"), self.cells.text(row, "input")
        if code is None:
            self._lacks(row, "code", N_("mã"))
            return
        value = self._given_value(row)
        if value is None:
            return
        here = (*path, code, name) if name else (*path, code)
        if name and isinstance(block.setdefault(code, {}), dict):
            self._note(row, block[code], name, value, here)
        else:
            self._note(row, block, code, value, here)

    def _given_value(self, row: int) -> Decimal | str | None:
        value = self.table.value(row, "value")
        standing = STANDINGS.code(words_of(value)) if isinstance(value, str) and value else None
        if standing and standing != "measured":
            return standing
        if value == "":
            self._lacks(row, "value", N_("giá trị"))
        return self.cells.number(row, "value")

    def _expected(self, row: int, block: dict[str, Any], part: str, path: Path) -> None:
        code = self.cells.text(row, "code")
        if part == "class":
            self._note(row, block, part, self.cells.text(row, "value"), (*path, part))
        elif part in LISTS:
            block.setdefault(part, [])
            block[part] += [code] if code else []
            self.document.stands_at((*path, part), self.table.place(row, "code"))
        elif code is None:
            self._lacks(row, "code", N_("mã"))
        else:
            inner = block.setdefault(part, {})
            self._note(row, inner, code, self._expected_value(row, part), (*path, part, code))

    def _expected_value(self, row: int, part: str) -> Any:  # a number, a text, or None for no points
        value = self.table.value(row, "value")
        if part == "points":
            is_nothing = isinstance(value, str) and fold(value) in _NOTHING
            return None if is_nothing else self.cells.number(row, "value")
        if part in ("printed", "percent") and isinstance(value, int | float):
            return format_number(value, self.decimals).replace(".", "")
        if part == "standing":
            return self._standing(row)
        return self.cells.text(row, "value") or ""

    def _standing(self, row: int) -> str:
        given = self.cells.text(row, "value") or ""
        code = STANDINGS.code(given)
        if code is None:
            details = {"given": given, "known": STANDINGS}
            self.problems.append(Problem(NOT_IN_LIST, self.table.place(row, "value"), details))
        return code or given

    def _note(self, row: int, block: dict[str, Any], key: str, value: Any, path: Path) -> None:
        if path in self._first:
            details = {"given": key, "first": self._first[path] + 1}
            self.problems.append(Problem(DOUBLED_ENTRY, self.table.place(row, "code"), details))
        self._first.setdefault(path, row)
        block[key] = value
        self.document.stands_at(path, self.table.place(row, "value"))

    def _lacks(self, row: int, column: str, what: str) -> None:
        self.problems.append(Problem(NO_PLACE, self.table.place(row, column), {"what": what}))
