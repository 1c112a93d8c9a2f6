"""Workbooks that people fill in and send: a header, rows of text, every problem with its row and column."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook

from parindex.text import fold
from parweb.interface.tables import Column, Table, table_response

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_UNPACKED: Final = 100 * 1024 * 1024
MOST_ROWS: Final = 10_000
_HEADER_WITHIN: Final = 10
_XLSX: Final = b"PK\x03\x04"


@dataclass(frozen=True)
class Field:
    """A column of a workbook: its key, its title (lazy), an example, whether it must be filled."""

    key: str
    title: Any
    example: str = ""
    is_required: bool = False


@dataclass(frozen=True)
class RowProblem:
    """One problem of a file: a stable code, the row and column people see, what is wrong, how to mend it."""

    code: str
    row: int | None
    column: str
    what: str
    remedy: str = ""


@dataclass(frozen=True)
class Line:
    """A filled row: its number as people see it, and the texts of its cells by key (empty where blank)."""

    number: int
    cells: Mapping[str, str]

    def problem(self, code: str, column: object, what: object, remedy: object = "") -> RowProblem:
        """Name a problem of this row."""
        return RowProblem(code, self.number, str(column), str(what), str(remedy))


def read_lines(content: bytes, fields: Sequence[Field]) -> tuple[list[Line], list[RowProblem]]:
    """Read an XLSX or CSV file: the filled rows below its header, and the problems of its form.

    The header is found by its titles within the first ten rows, in any order, with or without diacritics.
    Codes: UN001 unreadable, UN002 missing columns, UN003 too large, UN004 a cell that must be filled,
    UN005 no rows.
    """
    if len(content) > MOST_BYTES or _unpacked(content) > MOST_UNPACKED:
        return [], [
            RowProblem("UN003", None, "", str(_("Tệp quá lớn.")), str(_("Tách thành nhiều tệp nhỏ.")))
        ]
    try:
        table = _table(content)
    except (CalamineError, UnicodeDecodeError, csv.Error, zipfile.BadZipFile, OSError):
        what, remedy = _("Không đọc được tệp."), _("Gửi tệp XLSX, hoặc CSV mã hóa UTF-8.")
        return [], [RowProblem("UN001", None, "", str(what), str(remedy))]
    position, places = _header(table, fields)
    if absent := [str(one.title) for one in fields if one.is_required and one.key not in places]:
        lacking = str(_("Thiếu cột: {columns}.")).format(columns=", ".join(absent))
        return [], [RowProblem("UN002", None, "", lacking, str(_("Tải tệp mẫu và giữ nguyên dòng tiêu đề.")))]
    return _lines(table, position, places, fields)


def _unpacked(content: bytes) -> int:
    if not content.startswith(_XLSX):
        return 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return sum(one.file_size for one in packed.infolist())
    except zipfile.BadZipFile:
        return 0


def _table(content: bytes) -> list[list[str]]:
    if content.startswith(_XLSX):
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        return [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    text = content.decode("utf-8-sig")
    first = text.split("\n", 1)[0]
    separator = ";" if first.count(";") > first.count(",") else "\t" if "\t" in first else ","
    return [[_text(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=separator)]


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.strftime("%d/%m/%Y")
    return " ".join(str(cell).replace("\x00", "").split())


def _header(table: list[list[str]], fields: Sequence[Field]) -> tuple[int, dict[str, int]]:
    """Give the row of the header (the one with most known titles) and where each column stands."""
    titles = {fold(str(one.title)): one.key for one in fields} | {fold(one.key): one.key for one in fields}
    best: tuple[int, dict[str, int]] = (0, {})
    for position, row in enumerate(table[:_HEADER_WITHIN]):
        places = {titles[found]: index for index, cell in enumerate(row) if (found := fold(cell)) in titles}
        if len(places) > len(best[1]):
            best = (position, places)
    return best


def _lines(
    table: list[list[str]], header: int, places: dict[str, int], fields: Sequence[Field]
) -> tuple[list[Line], list[RowProblem]]:
    lines = []
    for number, row in enumerate(table[header + 1 :], start=header + 2):
        cells = {key: row[place] if place < len(row) else "" for key, place in places.items()}
        if any(cells.values()):
            lines.append(Line(number, {one.key: cells.get(one.key, "") for one in fields}))
    if not lines:
        return [], [RowProblem("UN005", None, "", str(_("Tệp không có dòng nào.")))]
    if len(lines) > MOST_ROWS:
        return [], [RowProblem("UN003", None, "", str(_("Tệp có quá nhiều dòng.")))]
    return lines, [
        line.problem("UN004", one.title, _("Ô này không được để trống."))
        for line in lines
        for one in fields
        if one.is_required and not line.cells[one.key]
    ]


def template_response(title: object, fields: Sequence[Field], filename: str) -> HttpResponse:
    """Give an empty workbook with the header and one example row to be overwritten."""
    columns = [Column(one.key, one.title) for one in fields]
    row = {one.key: one.example for one in fields}
    return table_response(Table(title, columns, [row]), "xlsx", filename)


def repeated(lines: Iterable[Line], key: str) -> dict[str, list[Line]]:
    """Give the rows whose cell of a column says the same as another row's, by the folded text."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        if text := fold(line.cells[key]):
            found.setdefault(text, []).append(line)
    return {text: rows for text, rows in found.items() if len(rows) > 1}
