"""Rows that belong together: a league, a year's table, a region."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from parindex.ranking.audit.relations import Summary
from parindex.ranking.audit.titles import Layout, RowKind
from parindex.text import fold

_ROMAN: Final = re.compile(r"^(?:[IVX]|[IVXLC]{2,})$")
_LETTER: Final = re.compile(r"^[A-ZĐ]$")
_OF_NUMBERS: Final = 2


def groups_of_rows(layout: Layout, within: Sequence[str], rows: Sequence[int]) -> Iterator[list[int]]:
    """Give the rows by what their ``within`` columns say, in the order in which the groups appear.

    An empty cell means the same as the one above it, as merged cells do.
    """
    groups: dict[tuple[str, ...], list[int]] = {}
    last = [""] * len(within)
    for row in rows:
        for at, column in enumerate(within):
            last[at] = layout.table.columns[column].texts[row] or last[at]
        groups.setdefault(tuple(last), []).append(row)
    yield from groups.values()


def rows_of_summary(relation: Summary, layout: Layout, at: int, kind: RowKind) -> list[int]:
    """Give the rows that a total or a mean in row ``at`` is made of; ``kind`` is that of such rows."""
    if relation.where:
        wanted = {column: fold(value) for column, value in relation.where.items()}
        return [
            row
            for row in layout.ordinary
            if all(fold(layout.table.columns[column].texts[row]) == value for column, value in wanted.items())
        ]
    if relation.of == "above":
        start = max((row for row in layout.rows(kind) if row < at), default=-1)
        return [row for row in layout.ordinary if start < row < at]
    if relation.of == "below":
        end = min((row for row in layout.rows(kind) if row > at), default=layout.table.height)
        return [row for row in layout.ordinary if at < row < end]
    rows = [row for row in layout.ordinary if row != at]
    return top_rows(layout, rows) if relation.of == "top" else rows


def top_rows(layout: Layout, rows: Sequence[int]) -> list[int]:
    """Give the rows that are no part of another one, by the codes of the table."""
    codes = layout.code_column
    if codes is None:
        return list(rows)
    above = parents(layout, codes, rows)
    return [row for row in rows if above[row] is None]


def parents(layout: Layout, code_column: str, rows: Sequence[int]) -> dict[int, int | None]:
    """Give the row that each row is a part of, by its code.

    3.2.1 is a part of 3.2, or of 3 where there is no 3.2; 1 is a part of the I above it, I of the A above
    it; a row without a code is a part of the coded row above it. A code whose parent is not in the table is
    a part of nothing: 8.1 where there is no 8.
    """
    section: dict[int, int] = {}
    coded: dict[str, int] = {}
    last: int | None = None
    out: dict[int, int | None] = {}
    for row in rows:
        code = layout.table.columns[code_column].texts[row].strip(" .)")
        level = _level(code)
        if not code:
            out[row] = last
            continue
        if level < _OF_NUMBERS:
            section = {above: at for above, at in section.items() if above < level}
            coded = {}
        out[row] = _prefix(code, coded) if level == _OF_NUMBERS else None
        if out[row] is None and section:
            out[row] = section[max(section)]
        if level < _OF_NUMBERS:
            section[level] = row
        coded[code] = last = row
    return out


def _level(code: str) -> int:
    """Give 0 for a letter (A), 1 for a Roman number (I), 2 for a number (1, 1.1)."""
    if _ROMAN.match(code):
        return 1
    return 0 if _LETTER.match(code) else _OF_NUMBERS


def _prefix(code: str, coded: dict[str, int]) -> int | None:
    while "." in code:
        code = code.rpartition(".")[0]
        if code in coded:
            return coded[code]
    return None
