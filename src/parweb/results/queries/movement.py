"""What moved between two runs: between two years, or between a publication and its correction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from parindex.tables import TOTAL
from parweb.interface.numbers import page_language
from parweb.results.models import Place, Run
from parweb.results.queries.tables import table_of

MOST_MOVED = 500


@dataclass(frozen=True)
class Move:
    """A unit in two runs, on the total."""

    before: Place | None
    after: Place | None

    @property
    def name(self) -> str:
        """The name of the later run, else of the earlier."""
        place = self.after or self.before
        return place.listed.name if place else ""

    @property
    def places(self) -> int | None:
        """How many places the unit rose (negative: fell); None where it has no rank in both."""
        if self.before is None or self.after is None or None in (self.before.rank, self.after.rank):
            return None
        return (self.before.rank or 0) - (self.after.rank or 0)

    @property
    def points(self) -> Decimal | None:
        """Change of the total in points; None where the maximum is not the same or there are no points."""
        before, after = self.before, self.after
        if before is None or after is None or before.points is None or after.points is None:
            return None
        return after.points - before.points if before.max_points == after.max_points else None

    @property
    def is_change(self) -> bool:
        """Tell whether total, rank, class or the list itself changed."""
        return self._state(self.before) != self._state(self.after)

    @staticmethod
    def _state(place: Place | None) -> tuple[object, ...] | None:
        return None if place is None else (place.points, place.rank, place.of, place.class_code)


def moves(before: Run, after: Run) -> list[Move]:
    """Give every unit whose total, rank or class differs between two runs, in the later ranking's order."""
    was, now = _totals(before), _totals(after)
    found = [Move(was.get(unit), place) for unit, place in now.items()]
    found += [Move(place, None) for unit, place in was.items() if unit not in now]
    return [move for move in found if move.is_change]


def _totals(run: Run) -> dict[int, Place]:
    places = Place.objects.filter(run=run, criterion_id=TOTAL).select_related("listed")
    return {place.unit_id: place for place in places.order_by("rank", "order")}


@dataclass(frozen=True)
class LeafMove:
    """A leaf of a unit whose points changed."""

    unit_id: int
    name: str
    criterion_id: str
    before: float | None
    after: float | None


def leaf_moves(before: Run, after: Run) -> tuple[list[LeafMove], int]:
    """Give the leaves whose points differ between two runs (the first 500) and how many there are."""
    was, now = (table_of(run, "explanations") for run in (before, after))
    if was is None or now is None:
        return [], 0
    keys = ["unit_id", "criterion_id"]
    both = now.select(*keys, "number", after="points").join(
        was.select(*keys, before="points"), on=keys, how="full", coalesce=True
    )
    changed = both.filter(pl.col("before").ne_missing(pl.col("after"))).sort("number", "criterion_id")
    names = dict(after.listed.values_list("unit_id", "name"))
    rows = changed.head(MOST_MOVED).iter_rows(named=True)
    return [
        LeafMove(
            int(row["unit_id"]),
            names.get(int(row["unit_id"]), ""),
            row["criterion_id"],
            row["before"],
            row["after"],
        )
        for row in rows
    ], changed.height


@dataclass(frozen=True)
class DomainMove:
    """A domain of one unit in two runs."""

    code: str
    label: str
    before: Place
    after: Place

    @property
    def is_same_maximum(self) -> bool:
        """Tell whether points can be compared; percent always can."""
        return self.before.max_points == self.after.max_points

    @property
    def points(self) -> Decimal | None:
        """Change in points."""
        before, after = self.before.points, self.after.points
        return after - before if before is not None and after is not None and self.is_same_maximum else None

    @property
    def percent(self) -> Decimal | None:
        """Change in percentage points of the maximum."""
        before, after = self.before.percent, self.after.percent
        return after - before if before is not None and after is not None else None

    @property
    def places(self) -> int | None:
        """How many places the unit rose."""
        before, after = self.before.rank, self.after.rank
        return before - after if before is not None and after is not None else None


def domain_moves(before: Run, after: Run, unit_id: int) -> list[DomainMove]:
    """Set the total and the domains of one unit beside an earlier run, where code and words are the same."""
    was, now = _of_unit(before, unit_id), _of_unit(after, unit_id)
    words = {column["code"]: column["vi"] for column in before.facts["columns"]}
    return [
        DomainMove(column["code"], column[page_language()], was[column["code"]], now[column["code"]])
        for column in _columns(after)
        if column["code"] in was and column["code"] in now and words[column["code"]] == column["vi"]
    ]


def _columns(run: Run) -> Iterable[dict[str, str]]:
    found: list[dict[str, str]] = run.facts["columns"]
    return found


def _of_unit(run: Run, unit_id: int) -> dict[str, Place]:
    return {one.criterion_id: one for one in Place.objects.filter(run=run, unit=unit_id)}
