"""The ranking of a run as pages list it: filtered, sorted, cut by the server."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models import F, QuerySet

from parindex.tables import TOTAL
from parweb.results.models import Place, Run, RunUnit
from parweb.results.queries.sureness import PossibleRanks, possible_in_group, possible_totals
from parweb.results.queries.tables import table_of


@dataclass(frozen=True)
class Filters:
    """What a reader looks for: words of a name (folded), a peer group (``family=name``), a class."""

    words: str = ""
    group: str = ""
    class_code: str = ""

    @property
    def is_any(self) -> bool:
        """Tell whether the list is not the whole league."""
        return bool(self.words or self.group or self.class_code)


@dataclass(frozen=True)
class Row:
    """A unit of the ranking: its total and its domains in the order of the columns."""

    listed: RunUnit
    total: Place
    domains: tuple[Place | None, ...]
    group_rank: int | None = None
    """Rank in the peer group that was filtered by, and what is printed after its stroke: ``3/10``."""
    group_of: int | None = None
    possible: PossibleRanks | None = None
    """What survey errors leave possible on the total; None where nothing rests on an estimate."""
    group_possible: PossibleRanks | None = None
    """The same in the peer group that was filtered by."""


def places_sorted(
    run: Run, filters: Filters, sort_key: str = "rank", *, is_descending: bool = False
) -> QuerySet[Place]:
    """Give one place per unit that fits the filters, in the order asked for.

    ``sort_key``: ``rank`` (the total), ``name``, ``order`` (official list), or the code of a column, by which
    the best stands first. A unit without rank stands last whatever the direction.
    """
    codes = [column["code"] for column in run.facts["columns"]]
    criterion = sort_key if sort_key in codes else TOTAL
    found = _filtered(Place.objects.filter(run=run, criterion_id=criterion), run, filters)
    return found.select_related("listed").order_by(*_order(sort_key, is_descending=is_descending))


def _order(sort_key: str, *, is_descending: bool) -> tuple[Any, ...]:
    if sort_key in ("name", "order"):
        field = F("listed__name_fold" if sort_key == "name" else "order")
        return (field.desc() if is_descending else field.asc(), "order")
    rank = F("rank")
    return (rank.desc(nulls_last=True) if is_descending else rank.asc(nulls_last=True), "order")


def _filtered(places: QuerySet[Place], run: Run, filters: Filters) -> QuerySet[Place]:
    for word in filters.words.split():
        places = places.filter(listed__name_fold__contains=word)
    if filters.group:
        places = places.filter(listed__groups__contains=f"\n{filters.group}\n")
    if filters.class_code:
        classed = Place.objects.filter(run=run, criterion_id=TOTAL, class_code=filters.class_code)
        places = places.filter(listed__in=classed.values("listed"))
    return places


def rows_of(run: Run, places: Iterable[Place], group: str = "") -> list[Row]:
    """Give the rows of a page of places: one query for all domains, one table for ranks in a peer group."""
    page = list(places)
    listed = {place.listed_id: place.listed for place in page}
    codes = [column["code"] for column in run.facts["columns"]]
    found: dict[int, dict[str, Place]] = {}
    for place in Place.objects.filter(run=run, listed__in=listed):
        found.setdefault(place.listed_id, {})[place.criterion_id] = place
    ranks = group_ranks(run, group) if group else {}
    possible = possible_totals(run)
    in_groups = possible_in_group(run, group) if group else {}
    return [
        Row(
            listed=unit,
            total=found[number][TOTAL],
            domains=tuple(found[number].get(code) for code in codes if code != TOTAL),
            group_rank=in_group[0] if in_group else None,
            group_of=in_group[1] if in_group else None,
            possible=possible.get(str(unit.unit_id)),
            group_possible=in_groups.get(str(unit.unit_id)),
        )
        for number, unit in listed.items()
        for in_group in (ranks.get(str(unit.unit_id)),)
    ]


def group_ranks(run: Run, group: str) -> dict[str, tuple[int, int]]:
    """Give the rank on the total inside one peer group and its denominator, by unit."""
    table = table_of(run, "peer_ranks", pl.col("peer_group") == group, pl.col("criterion_id") == TOTAL)
    rows = table.select("unit_id", "rank", "of").iter_rows() if table is not None else ()
    return {unit: (rank, of) for unit, rank, of in rows if rank is not None}


def group_choices(run: Run) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Give the peer groups to filter by: family, its name, and its groups as (value, name)."""
    families: dict[str, list[str]] = run.facts["families"]
    return [(one, one, [(f"{one}={name}", name) for name in names]) for one, names in families.items()]
