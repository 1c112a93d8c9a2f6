"""Figures of dossiers: from the counts of the store to what a page shows, kept per version of the store."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import polars as pl

from parindex.dossiers.measures.catalogue import COUNTS, FORM06, RATIOS, counts_of
from parindex.dossiers.measures.counting import with_ratios
from parindex.dossiers.measures.flows import PARTS, Flow
from parindex.dossiers.measures.keeping import OF_PROCEDURES
from parindex.dossiers.measures.opening import is_member
from parindex.dossiers.measures.periods import Period, span
from parindex.language import translate
from parweb.dossiers.kept import Kept
from parweb.interface.numbers import page_language

SHARES: Final = (
    "resolved_share",
    "on_time_share",
    "on_time_share_766",
    "late_share",
    "online_share",
    "full_online_share",
    "post_share",
    "post_return_share",
    "digitised_result_share",
    "digitised_component_share",
    "reuse_share",
    "payment_share",
)
HEADLINE: Final = (
    *(count.id for count in FORM06),
    "withdrawn",
    "waiting",
    "without_end",
    *SHARES,
    "mean_hours",
)
"""What a dashboard shows of a unit, in its order."""
OF_GROUPS: Final = (
    "accepted",
    "received",
    "resolved",
    "resolved_early",
    "resolved_on_due",
    "resolved_late",
    "pending_in_time",
    "pending_overdue",
    "on_time_share",
    "on_time_share_766",
    "online_share",
)
"""What tables by unit, field, procedure and channel show."""
COUNTED: Final = tuple(dict.fromkeys(counts_of((*HEADLINE, *OF_GROUPS, "late_or_overdue"))))
OF_A_TREND: Final = counts_of(
    ("received", "resolved_early", "resolved_on_due", "resolved_late", "on_time_share")
)

Values = Mapping[str, Any]
"""Counts and ratios (0–100) by the id of the measure; None where there is nothing to divide by."""
Places = tuple[int, ...]


@dataclass(frozen=True)
class Group:
    """A row of a table: the places of a dimension that it counts, and its figures."""

    places: Places
    values: Values


def label_of(measure: str) -> str:
    """Say what a measure is called, in the language of the page."""
    found = COUNTS[measure].label if measure in COUNTS else RATIOS[measure].label
    return translate(found, page_language())


def law_of(measure: str) -> str:
    """Say which rule a measure follows, in the language of the page."""
    found = COUNTS[measure].law if measure in COUNTS else RATIOS[measure].law
    return translate(found, page_language())


@dataclass(frozen=True)
class Cells:
    """The dossiers of a period and of the units of some places, to be counted by any one dimension."""

    kept: Kept
    period: Period
    places: Places

    def by(self, dimensions: tuple[str, ...], names: tuple[str, ...]) -> pl.DataFrame:
        """Count them: a row per group of the dimensions, a column per count.

        Whole half-months come from the cubes; a period that ends in the middle of one is counted from facts.
        """
        return _cells(self.kept, (self.period.start, self.period.end), self.places, dimensions, names)


def cells(kept: Kept, period: Period, places: Places) -> Cells:
    """Name the dossiers of a period for the units of some places; they are counted when asked for."""
    return Cells(kept, period, places)


@lru_cache(maxsize=128)
def _cells(
    kept: Kept, days: tuple[date, date], places: Places, by: tuple[str, ...], names: tuple[str, ...]
) -> pl.DataFrame:
    period = span(*days)
    if kept.is_empty or not places:
        return pl.DataFrame(schema={**dict.fromkeys(by, pl.Int16), **dict.fromkeys(names, pl.Int64)})
    if not period.is_whole_slots:
        return counted(kept, period, names, by, places)
    return kept.cube().counts(period, names, by, where_of(kept, places))


def where_of(kept: Kept, places: Places) -> dict[str, Places]:
    """Ask for some units; not where these are all there are, so that a smaller cube can answer."""
    return {} if len(places) == len(kept.store.lists.units) else {"unit": places}


def counted(
    kept: Kept, period: Period, names: Sequence[str], by: Sequence[str], places: Collection[int]
) -> pl.DataFrame:
    """Count from facts, for a period of any days: a row per group of ``by``, a column per count.

    The conditions are those of the library. They are asked in this process: an engine of queries takes longer
    to begin than these counts take, and a page waits for them.
    """
    facts = pl.scan_parquet(kept.store.facts_paths()).filter(pl.col("unit").is_in(list(places)))
    sums = [_sum(name, period).alias(name) for name in names]
    return (facts.group_by(by).agg(sums).sort(by) if by else facts.select(sums)).collect()


def _sum(name: str, period: Period) -> pl.Expr:
    summed = pl.col("weight").cast(pl.Int64)
    for _sign, _when, part in COUNTS[name].parts():
        asked = PARTS[part]
        if isinstance(asked, Flow) and asked.value is not None:
            summed *= pl.col(asked.value).cast(pl.Int64)
    return summed.filter(is_member(name, period)).sum()


def totals(found: Cells) -> Values:
    """Add everything up; every measure of :data:`HEADLINE` and what it needs."""
    summed = found.by((), COUNTED).select(pl.col(COUNTED).sum().cast(pl.Int64))
    return _rated(summed).row(0, named=True)


def groups(found: Cells, by: str, merged: Mapping[int, int] | None = None) -> list[Group]:
    """Count by a dimension; ``merged`` gives for a place the number of the group it belongs to."""
    names, rated = (COUNTED, HEADLINE) if by != "procedure" else (OF_PROCEDURES, OF_GROUPS)
    group = pl.col(by).cast(pl.Int64)
    if merged is not None:
        group = group.replace_strict(merged, default=-1, return_dtype=pl.Int64)
    summed = (
        found.by((by,), names)
        .group_by(group.alias("_group"))
        .agg(pl.col(names).sum().cast(pl.Int64), pl.col(by).unique().sort().alias("_places"))
    )
    rows = with_ratios(summed.sort("_group"), rated).iter_rows(named=True)
    return [Group(tuple(row["_places"]), row) for row in rows]


def trend(kept: Kept, months: Sequence[Period], places: Places) -> list[Values]:
    """Give the figures of months, the last of which may not be over."""
    if kept.is_empty or not places:
        return [totals(cells(kept, one, places)) for one in months]
    whole = [one for one in months if one.is_whole_slots]
    rows = kept.cube().trend(whole, OF_A_TREND, (), where_of(kept, places)) if whole else None
    found = [] if rows is None else list(_rated(rows, ("on_time_share",)).iter_rows(named=True))
    return [*found, *(totals(cells(kept, one, places)) for one in months if not one.is_whole_slots)]


def waiting_cells(kept: Kept, period: Period, places: Places) -> pl.DataFrame:
    """Count what is not resolved when a period ends: ``received_on``, ``is_overdue``, ``count``."""
    return _waiting_cells(kept, period.end, places)


@lru_cache(maxsize=32)
def _waiting_cells(kept: Kept, day: date, places: Places) -> pl.DataFrame:
    if kept.is_empty or not places:
        return pl.DataFrame(schema={"received_on": pl.Date, "is_overdue": pl.Boolean, "count": pl.Int64})
    period = span(day, day)
    facts = pl.scan_parquet(kept.store.facts_paths()).filter(pl.col("unit").is_in(list(places)))
    pending = facts.filter(is_member("pending", period))
    count = pl.col("weight").cast(pl.Int64).sum().alias("count")
    return (
        pending.group_by("received_on", is_overdue=is_member("pending_overdue", period)).agg(count).collect()
    )


def _rated(counts: pl.DataFrame, names: Sequence[str] = (*SHARES, "mean_hours")) -> pl.DataFrame:
    return with_ratios(counts, names)
