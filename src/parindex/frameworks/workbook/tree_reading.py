"""Reading the sheet with the criteria back: rows to the nested nodes of the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from parindex.errors import Place, Problem
from parindex.frameworks.parts import Code
from parindex.frameworks.workbook.cells import Cells, SheetDocument
from parindex.frameworks.workbook.grid import Grid, Table, Value, words_of
from parindex.frameworks.workbook.notation import read_evidence, read_feed, read_parameters
from parindex.frameworks.workbook.problems import (
    CODE_AS_NUMBER,
    LOST_COLUMN,
    NO_CODE,
    NO_KIND,
    NO_PARENT,
    NOT_IN_LIST,
    PARENT_LOOP,
    WRONG_CODE,
)
from parindex.frameworks.workbook.tree_columns import BY_KEY, COLUMNS, IGNORED
from parindex.frameworks.workbook.words import KINDS, MISSING, NOT_APPLICABLE, SCORED_BY
from parindex.frameworks.yaml_lines import Path

_CODE: Final = TypeAdapter(Code)
ChannelOf = Callable[[str], str | None]
"""Gives the name of a channel for the word in a cell; None where there is none."""


@dataclass
class Row:
    """A row read: its node of the file without children, and the cell of each column."""

    number: int
    node: dict[str, Any]
    parent: str | None
    places: dict[Path, Place]
    children: list[Row] = field(default_factory=list)


@dataclass
class TreeRead:
    """What the sheet says, and what is wrong with it."""

    nodes: list[dict[str, Any]]
    problems: list[Problem]
    losses: list[Problem]


def read_tree(table: Table, channel_of: ChannelOf, known_channels: Any, document: SheetDocument) -> TreeRead:
    """Read the criteria; ``document`` learns the cell of every value under ``("tree", ...)``."""
    _join_merged_rows(table)
    cells = Cells(table)
    rows = [_row(cells, number, channel_of, known_channels) for number in table.filled_rows()]
    top = _tops(rows, cells)
    nodes = [_nested(row, ("tree", number), document) for number, row in enumerate(top)]
    return TreeRead(nodes, cells.problems, lost_columns(table))


def lost_columns(table: Table) -> list[Problem]:
    """Name the columns that are none of ours and hold something."""
    rows = table.grid.rows[table.header + 1 :]
    filled = [
        (column, heading)
        for column, heading in table.others.items()
        if any(column < len(row) and row[column] != "" for row in rows)
    ]
    return [
        Problem(LOST_COLUMN, table.grid.place(table.header, column, heading), {"column": heading})
        for column, heading in filled
    ]


def _join_merged_rows(table: Table) -> None:
    """Make the rows of a merged code cell one: texts below one another, equal texts once."""
    grid, code = table.grid, table.columns["code"]
    for number in range(table.header + 1, len(grid.rows)):
        first = grid.merged_with(number, code)
        if first != number:
            grid.rows[first] = _joined(grid, first, number)
            grid.rows[number] = [""] * len(grid.rows[number])


def _joined(grid: Grid, first: int, other: int) -> list[Value]:
    return [_together(upper, lower) for upper, lower in zip(grid.rows[first], grid.rows[other], strict=True)]


def _together(upper: Value, lower: Value) -> Value:
    if lower in ("", upper):
        return upper
    if upper == "":
        return lower
    lines = words_of(upper).split("\n")
    return words_of(upper) if words_of(lower) in lines else f"{words_of(upper)}\n{words_of(lower)}"


def _row(cells: Cells, number: int, channel_of: ChannelOf, known_channels: Any) -> Row:
    table = cells.table
    node = {
        "code": _code(cells, number),
        "label": _texts(cells, number, "label"),
        "max": cells.number(number, "max"),
        "channel": _channel(cells, number, channel_of, known_channels),
        "rule": _rule(cells, number),
        "scored_by": cells.choice(number, "scored_by", SCORED_BY),
        "role": cells.text(number, "role"),
        "not_applicable": cells.choice(number, "not_applicable", NOT_APPLICABLE),
        "missing": cells.choice(number, "missing", MISSING),
        "evidence": cells.given(read_evidence(cells.lines(number, "evidence")), number, "evidence"),
        "guidance": _texts(cells, number, "guidance"),
        "legal_ref": cells.text(number, "legal_ref"),
        "feed": _feed(cells, number),
        "round": cells.whole(number, "round"),
        "illustrative": cells.switch(number, "illustrative"),
    }
    filled = {key: value for key, value in node.items() if value not in (None, [], {})}
    places: dict[Path, Place] = {(): table.place(number, "code")}
    places |= {
        BY_KEY[key].place[:depth]: table.place(number, key)
        for key in reversed([column.key for column in COLUMNS if column.key not in IGNORED])
        for depth in (1, 2)
    }
    places |= {("rule",): table.place(number, "parameters"), ("rule", "kind"): table.place(number, "kind")}
    return Row(number, filled, cells.text(number, "parent"), places)


def _code(cells: Cells, number: int) -> str | None:
    value = cells.table.value(number, "code")
    if value == "":
        cells.problems.append(Problem(NO_CODE, cells.table.place(number, "code")))
        return None
    text = cells.text(number, "code")
    if text is None:
        return None
    try:
        _CODE.validate_python(text)
    except ValidationError:
        cells.problems.append(Problem(WRONG_CODE, cells.table.place(number, "code"), {"given": text}))
        return None
    if isinstance(value, float) and value != int(value):
        cells.problems.append(Problem(CODE_AS_NUMBER, cells.table.place(number, "code"), {"given": text}))
    return text


def _texts(cells: Cells, number: int, key: str) -> dict[str, str]:
    both = {lang: cells.text(number, f"{key}_{lang}") for lang in ("vi", "en")}
    return {lang: text for lang, text in both.items() if text}


def _channel(cells: Cells, number: int, channel_of: ChannelOf, known: Any) -> str | None:
    text = cells.text(number, "channel")
    if text is None:
        return None
    name = channel_of(text)
    if name is None:
        details = {"given": text, "known": known}
        cells.problems.append(Problem(NOT_IN_LIST, cells.table.place(number, "channel"), details))
    return name


def _rule(cells: Cells, number: int) -> dict[str, Any] | None:
    given = cells.text(number, "parameters")
    is_named = cells.table.value(number, "kind") != ""
    kind = cells.choice(number, "kind", KINDS)
    if given and not is_named:
        cells.problems.append(Problem(NO_KIND, cells.table.place(number, "kind")))
    parameters = cells.given(read_parameters(given), number, "parameters") if given else {}
    return None if kind is None or parameters is None else {"kind": kind, **parameters}


def _feed(cells: Cells, number: int) -> Any:  # plain data
    text = cells.text(number, "feed")
    return cells.given(read_feed(text), number, "feed") if text else None


def _tops(rows: list[Row], cells: Cells) -> list[Row]:
    """Hang every row below its parent; give the rows of the highest level."""
    tops: list[Row] = []
    for position, row in enumerate(rows):
        above = None if row.parent is None else _parent(rows, position, row.parent)
        if above is not None:
            above.children.append(row)
            continue
        tops.append(row)
        if row.parent is not None:
            details = {"parent": row.parent, "code": row.node.get("code", "")}
            cells.problems.append(Problem(NO_PARENT, cells.table.place(row.number, "parent"), details))
    reached = {id(row) for top in tops for row in _below(top)}
    lost = [row for row in rows if id(row) not in reached]
    cells.problems += [
        Problem(PARENT_LOOP, cells.table.place(row.number, "parent"), {"code": row.node.get("code", "")})
        for row in lost
    ]
    return tops


def _parent(rows: list[Row], position: int, code: str) -> Row | None:
    """Give the row of a code: the nearest above, else the first below."""
    nearest_first = [*reversed(rows[:position]), *rows[position:]]
    return next((row for row in nearest_first if row.node.get("code") == code), None)


def _below(row: Row) -> list[Row]:
    return [row, *(inner for child in row.children for inner in _below(child))]


def _nested(row: Row, path: Path, document: SheetDocument) -> dict[str, Any]:
    for inner, place in row.places.items():
        document.stands_at((*path, *inner), place)
    if not row.children:
        return row.node
    here = (*path, "criteria")
    return row.node | {
        "criteria": [_nested(child, (*here, number), document) for number, child in enumerate(row.children)]
    }
