"""A form that is being written: all that is typed so far, in order, with names; nothing is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from parindex.language import Lang
from parindex.surveys.instruments.model import Instrument
from parweb.surveys.building.naming import named
from parweb.surveys.building.opening import MOST_QUESTIONS, opened_head, opened_rows
from parweb.surveys.building.rows import Row, in_order, row_of
from parweb.surveys.building.scales import KnownScale, given_scale
from parweb.surveys.building.skips import Break, Target, new_breaks, rests_on, targets_of, without

HEAD: Final = (
    "owner",
    "opened",
    "title",
    "form_id",
    "year",
    "version",
    "introduction",
    "scale",
    "with_none",
    "last",
)
_BOXES: Final = ("name", "relevant", "kind", "label", "lead", "items", "is_counted", "is_required", "order")
_TICKS: Final = ("with_none", "is_counted", "is_required")
_GROUP_FIELD: Final = re.compile(r"\bform-(\d{1,3})-items\b")
"""The name of the box of each group in what a browser sends."""


@dataclass(frozen=True)
class Draft:
    """What is typed. ``rows`` say something, in their order, with names; ``blanks`` say nothing yet."""

    head: Mapping[str, Any]
    rows: tuple[Row, ...]
    blanks: tuple[Row, ...] = ()
    opened: Instrument | None = None

    @cached_property
    def scale(self) -> KnownScale:
        """The scale that was chosen."""
        return given_scale(self.head, self.opened)

    def targets(self, lang: Lang) -> dict[str, Target]:
        """Give what skips may look at."""
        return targets_of(self.rows, self.opened, self.scale, lang)

    def breaks(self, lang: Lang) -> list[Break]:
        """Give the skips that do not hold any more."""
        return new_breaks(self.rows, self.targets(lang), self.opened, self.scale)

    def place_of(self, at: int) -> int:
        """Give where a row of the page stands now; -1 where it says nothing."""
        return next((place for place, one in enumerate(self.rows) if one.at == at), -1)

    def names_at(self, place: int) -> frozenset[str]:
        """Give the names that skips may have for a row: its own, and those of its lines."""
        row = self.rows[place]
        lines = [one.name for one in row.lines] if row.kind == "matrix" else []
        return frozenset((row.name, *lines))

    def resting_on(self, place: int) -> list[int]:
        """Give where the rows stand that are asked only after an answer to this one."""
        names = self.names_at(place)
        return [at for at, one in enumerate(self.rows) if at != place and rests_on(one, names)]

    def with_row(self, place: int, row: Row) -> Draft:
        """Give the draft with another row in a place."""
        return replace(self, rows=(*self.rows[:place], row, *self.rows[place + 1 :]))

    def moved(self, place: int, by: int) -> Draft:
        """Give the draft with a row moved up (-1) or down (1); at the end it stays."""
        to = min(max(place + by, 0), len(self.rows) - 1)
        rows = list(self.rows)
        rows.insert(to, rows.pop(place))
        return replace(self, rows=tuple(rows))

    def less(self, place: int) -> Draft:
        """Give the draft without a row, and without the conditions that look at it."""
        names = self.names_at(place)
        left = (*self.rows[:place], *self.rows[place + 1 :])
        return replace(self, rows=tuple(without(one, names) for one in left))

    def boxes(self) -> list[dict[str, Any]]:
        """Give what the boxes of each question begin with, those that say nothing last."""
        rows = [replace(one, items=self._shown_lines(one), order=None) for one in self.rows]
        return [{name: getattr(one, name) for name in _BOXES} for one in (*rows, *self.blanks)]

    def _shown_lines(self, row: Row) -> str:
        """Write the lines of a grid without their names where these say nothing and nobody needs them."""
        names = [one.name for one in row.lines]
        is_plain = names == [f"{row.name}_{place}" for place in range(1, len(names) + 1)]
        is_needed = self.opened is not None or any(rests_on(one, names) for one in self.rows)
        if row.kind != "matrix" or is_needed or not is_plain:
            return row.items
        return "\n".join(one.text for one in row.lines)

    def typed(self) -> list[tuple[str, str]]:
        """Give everything as a browser would send it."""
        return list(_typed(self.head, self.boxes()))


def _typed(head: Mapping[str, Any], boxes: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    yield from _sent("", {name: head.get(name) for name in HEAD})
    yield from (("form-TOTAL_FORMS", str(len(boxes))), ("form-INITIAL_FORMS", "0"))
    for number, one in enumerate(boxes):
        yield from _sent(f"form-{number}-", one)


def _sent(prefix: str, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in given.items():
        if name in _TICKS:
            yield from ((f"{prefix}{name}", "on"),) if value else ()
        else:
            yield f"{prefix}{name}", "" if value is None else str(value)


def draft_of(sent: Mapping[str, str], opened: Instrument | None) -> Draft:
    """Make a draft of what a browser sent, however unfinished."""
    count = len(set(_GROUP_FIELD.findall(" ".join(sent))))
    boxes = [
        {name: sent.get(f"form-{number}-{name}", "") for name in _BOXES}
        for number in range(min(count, MOST_QUESTIONS))
    ]
    rows = [row_of(one, at) for at, one in enumerate(boxes)]
    blanks = tuple(replace(one, name="", relevant="") for one in rows if one.is_empty)
    head = {name: sent.get(name, "") for name in HEAD}
    return Draft(head, tuple(named(in_order(rows), opened)), blanks, opened)


def opened_draft(form: Instrument, owner: str, ref: str) -> Draft:
    """Make a draft of a form that was kept."""
    return Draft({"owner": owner, "opened": ref, **opened_head(form)}, tuple(opened_rows(form)), (), form)
