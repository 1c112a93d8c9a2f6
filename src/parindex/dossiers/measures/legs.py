"""Which parts are counted on which day: one walk over facts for each kind of day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from parindex.dossiers.measures.flows import PARTS, Condition, Flow
from parindex.dossiers.measures.profiles import columns_asked


class Entry(NamedTuple):
    """What a leg adds up: a part, its sign, which rows, and which value of them (none: the rows)."""

    part: str
    sign: int
    where: Condition
    value: str | None


@dataclass(frozen=True)
class Leg:
    """Entries of one kind of day; with ``until`` they begin after a due date and end on another day."""

    day: str
    until: str | None
    entries: tuple[Entry, ...]

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The columns that its tests ask about."""
        return columns_asked([entry.where for entry in self.entries])

    @property
    def days(self) -> set[str]:
        """The columns of days that say in which slot a row counts."""
        return {self.day, "received_on"} | ({self.until} if self.until else set())

    @cached_property
    def columns(self) -> set[str]:
        """The columns of facts that the leg reads."""
        values = {entry.value for entry in self.entries if entry.value is not None}
        return self.days | values | set(self.asked)


@cache
def legs_of(parts: tuple[str, ...]) -> tuple[Leg, ...]:
    """Give the legs that count some parts.

    >>> [(leg.day, leg.until, len(leg.entries)) for leg in legs_of(("received", "pending", "overdue"))]
    [('received_on', None, 2), ('ended_on', None, 1), ('due_on', 'ended_on', 1)]
    """
    found: dict[tuple[str, str | None], list[Entry]] = {}
    for name in parts:
        asked = PARTS[name]
        if isinstance(asked, Flow):
            found.setdefault((asked.on, None), []).append(Entry(name, 1, asked.where, asked.value))
        elif asked.since != "received_on":
            found.setdefault((asked.since, asked.until), []).append(Entry(name, 1, asked.where, None))
        else:
            found.setdefault((asked.since, None), []).append(Entry(name, 1, asked.where, None))
            if asked.until is not None:
                found.setdefault((asked.until, None), []).append(Entry(name, -1, asked.where, None))
    return tuple(Leg(day, until, tuple(entries)) for (day, until), entries in found.items())


def columns_of(by: Sequence[str], parts: tuple[str, ...]) -> list[str]:
    """Give the columns of facts that counting parts by some dimensions needs."""
    return sorted({"weight", "received_on", *by}.union(*(leg.columns for leg in legs_of(parts))))
