"""Writing the cases: one row a fact, given or expected, below the row that begins the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from parindex.frameworks.cases import Case, Expected
from parindex.frameworks.model import Edition
from parindex.frameworks.workbook.cases_keys import (
    ABOUT,
    EVERYTHING,
    HEADINGS,
    LISTS,
    NOTHING,
    PARTS,
    SHEET,
    TEXTS,
    WIDTHS,
)
from parindex.frameworks.workbook.looks import CELL, HEADER_ROW, ILLUSTRATIVE_FILL, banner, print_header
from parindex.frameworks.workbook.looks import Lists as HiddenLists
from parindex.frameworks.workbook.notation import words
from parindex.frameworks.workbook.words import STANDINGS, YES_NO
from parindex.language import Lang, translate
from parindex.spreadsheets import HEADER, TEXT_FORMAT, Cell, Sheet, Style

SPARE_ROWS: Final = 100
_TEXT: Final = CELL.but(number=TEXT_FORMAT, wrap=False)
_VALUE: Final = CELL.but(wrap=False, align="right")
_BEGIN: Final = CELL.but(bold=True, fill="#DDEBF7")


class Row(NamedTuple):
    """One row of the sheet."""

    case: str
    part: str
    unit: str | None = None
    code: str | None = None
    input: str | None = None
    value: Cell = None


def write_cases(
    sheet: Sheet, edition: Edition, cases: Iterable[Case], lists: HiddenLists, lang: Lang
) -> None:
    """Write the cases of an edition."""
    banner(sheet, edition, translate(SHEET, lang), lang)
    sheet.widths(WIDTHS)
    sheet.put_row(HEADER_ROW, [translate(text, lang) for text in HEADINGS.values()], HEADER)
    row = HEADER_ROW
    for case in cases:
        for row, one in enumerate(_rows(case, lang), row + 1):  # noqa: B020  # the row goes on from the case before
            _write_row(sheet, row, one, case, lang)
    last = row + SPARE_ROWS
    for spare in range(row + 1, last + 1):
        sheet.put_row(spare, [None] * len(EVERYTHING), CELL.but(wrap=False))
    sheet.choices((HEADER_ROW + 1, 1, last, 1), lists.of_vocabulary(PARTS, lang))
    sheet.raw.freeze_panes(HEADER_ROW + 1, 1)
    sheet.raw.autofilter(HEADER_ROW, 0, max(row, HEADER_ROW + 1), len(EVERYTHING) - 1)
    sheet.for_print(print_header(edition, translate(SHEET, lang), lang), HEADER_ROW, HEADER_ROW)


def _write_row(sheet: Sheet, row: int, one: Row, case: Case, lang: Lang) -> None:
    cells = one._replace(part=PARTS.word(one.part, lang))
    for column, value in enumerate(cells):
        sheet.put(row, column, value, _style(one.part, EVERYTHING[column], case))
    if one.part == "case":
        sheet.fit_row(row, [one.case], WIDTHS)


def _style(part: str, column: str, case: Case) -> Style:
    if part == "case":
        return _BEGIN.but(italic=True, fill=ILLUSTRATIVE_FILL) if case.illustrative else _BEGIN
    if column in ("code", "input") or (column == "value" and part in TEXTS):
        return _TEXT
    return _VALUE if column == "value" and part not in ABOUT else CELL.but(wrap=False)


def _rows(case: Case, lang: Lang) -> Iterator[Row]:
    name = case.name
    yield Row(name, "case")
    about: dict[str, Cell] = {
        "source": case.source,
        "illustrative": YES_NO.word("true", lang) if case.illustrative else None,
        "note_vi": words(case.note, "vi"),
        "note_en": words(case.note, "en"),
    }
    yield from (Row(name, part, value=value) for part, value in about.items() if value)
    for unit, given in case.units.items():
        yield from _given(name, unit, given, lang)
    for unit, expected in case.expect.items():
        yield from _expected(name, unit, expected, lang)


def _given(name: str, unit: str, given: Mapping[str, Any], lang: Lang) -> Iterator[Row]:
    if not given:
        yield Row(name, "unit", unit)
    for code, value in given.items():
        if isinstance(value, dict):
            yield from (Row(name, "given", unit, code, one, number) for one, number in value.items())
        else:
            shown = STANDINGS.word(value, lang) if isinstance(value, str) else value
            yield Row(name, "given", unit, code, value=shown)


def _expected(name: str, unit: str, expected: Expected, lang: Lang) -> Iterator[Row]:
    rows = list(_expectations(name, unit, expected, lang))
    yield from rows or [Row(name, "expect", unit)]


def _expectations(name: str, unit: str, expected: Expected, lang: Lang) -> Iterator[Row]:
    nothing = translate(NOTHING, lang)
    for code, points in expected.points.items():
        yield Row(name, "points", unit, code, value=nothing if points is None else points)
    for part in ("printed", "percent", "ranks"):
        for code, text in getattr(expected, part).items():
            yield Row(name, part, unit, code, value=text)
    for code, standing in expected.standing.items():
        yield Row(name, "standing", unit, code, value=STANDINGS.word(standing, lang))
    if expected.class_ is not None:
        yield Row(name, "class", unit, value=expected.class_)
    for part in sorted(LISTS):
        codes = getattr(expected, part)
        if codes is not None and not codes:
            yield Row(name, part, unit, value=nothing)
        yield from (Row(name, part, unit, code) for code in codes or ())
