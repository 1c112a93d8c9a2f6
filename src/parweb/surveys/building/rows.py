"""What is typed for one question: a group of lines on a scale, a choice, a number, a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

LISTED: Final = frozenset({"matrix", "single", "multi"})
"""Kinds that have lines: of a grid its items, of a choice its options."""
_OPTION: Final = re.compile(r"(-?\d{1,5})\s*(?:=|[.)]\s)\s*(\S.*)")
_ITEM: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_-]{0,59})\s*=\s*(\S.*)")


@dataclass(frozen=True)
class Line:
    """A line: the code of an option or the name of an item, empty where none was typed; its words."""

    name: str
    text: str


@dataclass(frozen=True)
class Row:
    """One question as it is typed. ``name`` is its id, empty until it has one; ``at`` its place."""

    at: int = 0
    name: str = ""
    kind: str = "matrix"
    label: str = ""
    lead: str = ""
    items: str = ""
    is_counted: bool = False
    is_required: bool = False
    relevant: str = ""
    order: int | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was written into it."""
        return not (self.label.strip() or self.lead.strip() or self.items.strip())

    @property
    def question(self) -> str:
        """Give the words that are asked: of a grid its lead, where it has one."""
        return (self.lead.strip() if self.kind == "matrix" else "") or self.label.strip()

    @property
    def lines(self) -> list[Line]:
        """Give the lines that say something; none of a kind that has none."""
        said = [one.strip() for one in self.items.splitlines() if one.strip()]
        return [_line(one, self.kind) for one in said] if self.kind in LISTED else []


def _line(text: str, kind: str) -> Line:
    """Read ``1 = Có`` (also ``1. Có``) and ``thai_do = Thái độ``; what begins otherwise has no name."""
    found = (_ITEM if kind == "matrix" else _OPTION).fullmatch(text)
    if found is None:
        return Line("", text)
    return Line(found[1] if kind == "matrix" else str(int(found[1])), found[2])


def row_of(given: Mapping[str, Any], at: int) -> Row:
    """Make a row of what a form holds, checked or not."""
    order = str(given.get("order") or "")
    return Row(
        at=at,
        name=str(given.get("name") or ""),
        kind=str(given.get("kind") or "matrix"),
        label=str(given.get("label") or ""),
        lead=str(given.get("lead") or ""),
        items=str(given.get("items") or ""),
        is_counted=bool(given.get("is_counted")),
        is_required=bool(given.get("is_required")),
        relevant=str(given.get("relevant") or "").strip(),
        order=int(order) if order.isascii() and order.isdigit() else None,
    )


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Give the rows that say something: by their number, then as they stand.

    A row that is sent up comes before the one of that number, a row that is sent down after it.
    """
    said = [one for one in rows if not one.is_empty]
    return [
        row
        for _key, row in sorted(((_key(one, place), one) for place, one in enumerate(said, 1)), key=_first)
    ]


def _key(row: Row, place: int) -> tuple[int, int, int]:
    order = row.order or place
    return (order, (order > place) - (order < place), place)


def _first(pair: tuple[tuple[int, int, int], Row]) -> tuple[int, int, int]:
    return pair[0]


def numbers_of(rows: Sequence[Row]) -> dict[str, int]:
    """Number the rows by their names as people count questions: a note is none."""
    asked = [one.name for one in rows if one.kind != "note"]
    return {name: number for number, name in enumerate(asked, start=1)}
