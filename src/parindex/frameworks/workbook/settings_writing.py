"""Writing the settings sheet: key, words, value, explanation; below them the channels and the classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pydantic import BaseModel

from parindex.frameworks.model import Edition
from parindex.frameworks.workbook.looks import CELL, HEADER_ROW, NUMBER, OURS, Lists, banner, print_header
from parindex.frameworks.workbook.settings_keys import (
    CHANNELS,
    CLASSES,
    GROUPS,
    LIST_TITLES,
    LISTS,
    SHEET,
    Kind,
    ListColumn,
    Setting,
)
from parindex.frameworks.workbook.words import YES_NO, Vocabulary
from parindex.language import N_, Lang, translate
from parindex.spreadsheets import DATE_FORMAT, HEADER, Cell, Sheet, Style

HEADINGS: Final = {"key": N_("Khóa"), "words": N_("Mục"), "value": N_("Giá trị"), "help": N_("Giải thích")}
SPARE_ROWS: Final = 6
"""Empty rows below each list, ready for new channels and classes."""
_WIDTHS: Final = (26, 34, 40, 30, 26, 22, 34, 24)
_GROUP: Final = Style(bold=True, fill="#BDD7EE", border=True)
_KEY: Final = OURS.but(size=9, wrap=False)


def write_settings(sheet: Sheet, edition: Edition, lists: Lists, lang: Lang) -> None:
    """Write everything an edition says beyond its criteria and cases."""
    banner(sheet, edition, translate(SHEET, lang), lang)
    sheet.widths(_WIDTHS)
    sheet.put_row(HEADER_ROW, [translate(text, lang) for text in HEADINGS.values()], HEADER)
    row = HEADER_ROW + 1
    for title, settings in GROUPS:
        sheet.put_row(row, [None, translate(title, lang), None, None], _GROUP)
        for row, setting in enumerate(settings, row + 1):  # noqa: B020  # the row goes on from the group before
            _write_setting(sheet, row, setting, edition, lists, lang)
        row += 1
    row = _write_list(sheet, row + 1, CHANNELS, _channels(edition), lists, lang)
    _write_list(sheet, row + 1, CLASSES, _classes(edition), lists, lang)
    sheet.raw.freeze_panes(HEADER_ROW + 1, 2)
    sheet.protect()
    sheet.for_print(print_header(edition, translate(SHEET, lang), lang), HEADER_ROW, HEADER_ROW)


def _channels(edition: Edition) -> list[dict[str, Any]]:
    return [{"name": name, "part": channel} for name, channel in edition.channels.items()]


def _classes(edition: Edition) -> list[dict[str, Any]]:
    return [{"part": band} for band in edition.settings.classes.bands] if edition.settings.classes else []


def _write_setting(
    sheet: Sheet, row: int, setting: Setting, edition: Edition, lists: Lists, lang: Lang
) -> None:
    sheet.put(row, 0, setting.key, _KEY)
    sheet.put(row, 1, translate(setting.heading, lang), OURS)
    value = value_at(edition, setting.path)
    style = OURS if setting.is_locked else _style(setting.kind)
    cells = (_shown(value, setting.kind, setting.vocabulary, lang), translate(setting.help, lang))
    sheet.put(row, 2, cells[0], style)
    sheet.put(row, 3, cells[1], OURS)
    sheet.fit_row(row, cells, _WIDTHS[2:])
    if setting.vocabulary:
        sheet.choices((row, 2, row, 2), lists.of_vocabulary(setting.vocabulary, lang))


def value_at(part: Any, path: Sequence[str]) -> Any:  # a part or a value of one
    """Give the value at a path of keys of the file; None where something on the way is not there."""
    for key in path:
        if part is None:
            return None
        names = {field.alias or name: name for name, field in type(part).model_fields.items()}
        part = getattr(part, names[key])
    return part


def _shown(value: Any, kind: Kind, vocabulary: Vocabulary | None, lang: Lang) -> Cell:
    if kind == "switch":
        return YES_NO.word("true" if value else "false", lang)
    if kind == "lines":
        return "\n".join(value or ())
    shown: Cell = vocabulary.word(value, lang) if vocabulary and value else value
    return shown


def _style(kind: Kind) -> Style:
    if kind == "day":
        return CELL.but(number=DATE_FORMAT, align="left")
    return NUMBER.but(align="left") if kind in ("number", "whole") else CELL


def _write_list(
    sheet: Sheet, row: int, name: str, entries: list[dict[str, Any]], lists: Lists, lang: Lang
) -> int:
    """Write a list with its own headings and spare rows; give the row after it."""
    columns = LISTS[name]
    sheet.put(row, 0, name, _KEY)
    sheet.put_row(row, [translate(LIST_TITLES[name], lang), *[None] * (len(columns) - 1)], _GROUP, first=1)
    sheet.put_row(row + 1, [translate(column.heading, lang) for column in columns], HEADER, first=1)
    first = row + 2
    for here, entry in enumerate([*entries, *[None] * SPARE_ROWS], first):
        for number, column in enumerate(columns, 1):
            style = OURS if entry and column.path == ("name",) else _style(column.kind).but(align=None)
            sheet.put(here, number, _entry_cell(entry, column, lang) if entry else None, style)
    last = first + len(entries) + SPARE_ROWS - 1
    for number, column in enumerate(columns, 1):
        if column.vocabulary:
            sheet.choices((first, number, last, number), lists.of_vocabulary(column.vocabulary, lang))
    return last + 1


def _entry_cell(entry: dict[str, Any], column: ListColumn, lang: Lang) -> Cell:
    if column.path == ("name",):
        return str(entry["name"])
    part: BaseModel = entry["part"]
    return _shown(value_at(part, column.path), column.kind, column.vocabulary, lang)
