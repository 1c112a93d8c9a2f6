"""Reading the settings sheet back: values by their keys, then the channels and the classes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from parindex.errors import Place, Problem
from parindex.frameworks.workbook.cells import Cells, SheetDocument
from parindex.frameworks.workbook.grid import Grid, Table, find_table, words_of
from parindex.frameworks.workbook.problems import DOUBLED_ENTRY, UNKNOWN_SETTING
from parindex.frameworks.workbook.settings_keys import CHANNELS, CLASSES, LISTS, SETTINGS, Kind, ListColumn
from parindex.frameworks.workbook.settings_writing import HEADINGS
from parindex.frameworks.workbook.words import Vocabulary

_REQUIRED: Final = ("key", "value")


@dataclass
class SettingsRead:
    """What the sheet says as plain data of the file, and what is wrong with it."""

    data: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_settings(grid: Grid, document: SheetDocument) -> SettingsRead:
    """Read the settings; ``document`` learns the cell of every value."""
    table = find_table(grid, HEADINGS, _REQUIRED)
    document.stands_at((), grid.place(table.header))
    starts = _list_starts(table)
    read = SettingsRead()
    _read_values(table, min(starts.values(), default=len(grid.rows)), read, document)
    for name, start in starts.items():
        end = min((other for other in starts.values() if other > start), default=len(grid.rows))
        _read_list(table, name, start, end, read, document)
    return read


def _list_starts(table: Table) -> dict[str, int]:
    rows = range(table.header + 1, len(table.grid.rows))
    keys = {row: words_of(table.value(row, "key")) for row in rows}
    return {key: row for row, key in keys.items() if key in LISTS}


def _read_values(table: Table, end: int, read: SettingsRead, document: SheetDocument) -> None:
    cells = Cells(table)
    seen: dict[str, int] = {}
    for row in range(table.header + 1, end):
        key = words_of(table.value(row, "key"))
        setting = SETTINGS.get(key)
        if setting is None:
            if key:
                cells.problems.append(Problem(UNKNOWN_SETTING, table.place(row, "key"), {"given": key}))
            continue
        if key in seen:
            details = {"given": key, "first": seen[key] + 1}
            cells.problems.append(Problem(DOUBLED_ENTRY, table.place(row, "key"), details))
        seen[key] = row
        document.stands_at(setting.path, table.place(row, "value"))
        value = read_cell(cells, row, "value", setting.kind, setting.vocabulary)
        if value not in (None, []):
            _set(read.data, setting.path, value)
    read.problems += cells.problems


def read_cell(
    cells: Cells, row: int, key: str, kind: Kind, vocabulary: Vocabulary | None
) -> Any:  # a value of the kind
    """Read one cell as the kind of value that stands there."""
    if vocabulary and kind == "choice":
        return cells.choice(row, key, vocabulary)
    readers = {
        "whole": cells.whole,
        "number": cells.number,
        "day": cells.day,
        "switch": cells.switch,
        "lines": cells.lines,
    }
    return readers.get(kind, cells.text)(row, key)


def _set(data: dict[str, Any], path: Sequence[str], value: Any) -> None:
    *above, last = path
    for key in above:
        data = data.setdefault(key, {})
    data[last] = value


def _read_list(  # a list is a table, its name, its rows, and the two places it is noted in
    table: Table, name: str, start: int, end: int, read: SettingsRead, document: SheetDocument
) -> None:
    columns = LISTS[name]
    headings = {column.key: column.heading for column in columns}
    grid = Grid(table.grid.file, table.grid.name, table.grid.rows[:end], table.grid.merges)
    required = [column.key for column in columns if column.path[-1] != "en"]
    inner = find_table(grid, headings, required, start + 1)
    cells = Cells(inner)
    entries = [(row, _entry(cells, row, columns)) for row in inner.filled_rows()]
    read.problems += cells.problems
    if name == CLASSES:
        document.stands_at(("settings", "classes"), table.place(start, "words"))
        _note_classes(entries, columns, inner, read, document)
    if name == CHANNELS:
        document.stands_at(("channels",), table.place(start, "words"))
        read.problems += list(_note_channels(entries, columns, inner, read, document))


def _entry(cells: Cells, row: int, columns: Sequence[ListColumn]) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for column in columns:
        value = read_cell(cells, row, column.key, column.kind, column.vocabulary)
        if value is not None:
            _set(entry, column.path, value)
    return entry


def _note_classes(
    entries: list[tuple[int, dict[str, Any]]],
    columns: Sequence[ListColumn],
    table: Table,
    read: SettingsRead,
    document: SheetDocument,
) -> None:
    path = ("settings", "classes", "bands")
    if entries:
        _set(read.data, path, [entry for _, entry in entries])
    for number, (row, _) in enumerate(entries):
        _note_row(table, row, columns, (*path, number), document)


def _note_channels(
    entries: list[tuple[int, dict[str, Any]]],
    columns: Sequence[ListColumn],
    table: Table,
    read: SettingsRead,
    document: SheetDocument,
) -> Iterator[Problem]:
    channels: dict[str, Any] = {}
    rows: dict[str, int] = {}
    for row, entry in entries:
        name = str(entry.pop("name", ""))
        if name in channels:
            yield Problem(DOUBLED_ENTRY, table.place(row, "name"), {"given": name, "first": rows[name] + 1})
            continue
        channels[name], rows[name] = entry, row
        _note_row(table, row, columns, ("channels", name), document)
    read.data["channels"] = channels


def _note_row(
    table: Table,
    row: int,
    columns: Sequence[ListColumn],
    path: tuple[str | int, ...],
    document: SheetDocument,
) -> None:
    places: dict[tuple[str, ...], Place] = {(): table.place(row, columns[0].key)}
    for column in reversed(columns):
        if column.path != ("name",):
            places |= {column.path[:depth]: table.place(row, column.key) for depth in (1, 2)}
    for inner, place in places.items():
        document.stands_at((*path, *inner), place)
