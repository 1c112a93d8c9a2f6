"""Relations between rows that a table may have: means, ranks, classes, figures printed twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from parindex.ranking.audit.relations import AnyRelation, Classed, MeanRow, Ranked, Reprint
from parindex.ranking.audit.suggested_sums import BLOCKS
from parindex.ranking.audit.titles import Layout, Role
from parindex.text import fold

_MOST_GROUPS: Final = 0.5
_MOST_COLUMNS: Final = 24
_ORDERED_BY: Final[tuple[Role | None, ...]] = ("index", "converted", "total", "percent", "score", None)
_SILENT: Final[tuple[Role, ...]] = ("class", "note", "rank", "order")


def means(layout: Layout, row: int) -> list[MeanRow]:
    """For a row of means: over a region that its name says, all rows, those above or those below it."""
    columns = tuple(
        title
        for title in layout.numeric
        if layout.table.columns[title].figures[row] and layout.roles[title] not in ("order", "rank", "year")
    )
    if not columns:
        return []
    name, number = layout.word_of(row), layout.table.rows[row]
    blocks = [block for block in BLOCKS if block == "all" or len(layout.rows("mean")) > 1]
    return [
        *(MeanRow(row=name, at=number, columns=columns, where=where) for where in _regions(layout, name)),
        *(MeanRow(row=name, at=number, columns=columns, of=of) for of in blocks),
    ]


def _regions(layout: Layout, name: str) -> Iterator[dict[str, str]]:
    """Give the groups whose name is part of the name of a row; the longest names first."""
    for column in layout.with_any_role("group"):
        values = {layout.table.columns[column].texts[one] for one in layout.ordinary} - {""}
        for value in sorted(values, key=len, reverse=True):
            if fold(value) in fold(name):
                yield {column: value}


def ranks(layout: Layout) -> list[AnyRelation]:
    """Ranks of units by one of the columns of points, over the table or in its groups."""
    if layout.is_of_criteria:
        return []
    return [
        Ranked(points=points, rank=rank, within=within)
        for rank in layout.with_any_role("rank")
        for points in _points_to_order(layout)
        for within in _leagues(layout, rank)
    ]


def _leagues(layout: Layout, rank: str) -> list[tuple[str, ...]]:
    """Give the ways in which rows may fall into leagues: several only where several units are first."""
    texts = layout.table.columns[rank].texts
    first = [row for row in layout.ordinary if texts[row].split("/")[0].strip() in ("1", "01", "I")]
    return _partitions(layout) if len(first) > 1 else [()]


def classes(layout: Layout) -> list[AnyRelation]:
    """Classes of units by one of the columns of points, over the table or in its groups."""
    if layout.is_of_criteria:
        return []
    return [
        Classed(points=points, class_=column, within=within)
        for column in layout.with_any_role("class")
        if len({text for text in layout.table.columns[column].texts if text}) > 1
        for points in _points_to_order(layout)
        for within in _partitions(layout)
    ]


def _points_to_order(layout: Layout) -> list[str]:
    """Give the columns that ranks and classes may follow, the most final first."""
    columns = [title for title in layout.numeric if layout.roles[title] in _ORDERED_BY]
    named = [title for title in columns if layout.roles[title] is not None]
    return sorted(named or columns, key=lambda title: _ORDERED_BY.index(layout.roles[title]))[:_MOST_COLUMNS]


def _partitions(layout: Layout) -> list[tuple[str, ...]]:
    """Give the columns by which rows may fall into leagues: texts that repeat; no partition comes first."""
    found: list[tuple[str, ...]] = [()]
    for title in layout.texts:
        texts = [layout.table.columns[title].texts[row] for row in layout.ordinary]
        different = {text for text in texts if text}
        if layout.roles[title] not in ("class", "note") and 1 < len(different) <= _MOST_GROUPS * len(texts):
            found.append((title,))
    return found


def reprints(layout: Layout) -> Iterator[list[AnyRelation]]:
    """For each column of figures: rows that are the same in all their names, texts and years."""
    keys = [title for title in layout.texts if layout.roles[title] not in _SILENT]
    keys += [title for title in layout.with_role("year", "code") if title not in keys]
    rows = [tuple(layout.table.columns[key].texts[row] for key in keys) for row in layout.ordinary]
    if keys and len(set(rows)) < len(rows):
        for title in layout.numeric:
            if title not in keys and layout.roles[title] != "order":
                yield [Reprint(key=tuple(keys), columns=(title,))]
