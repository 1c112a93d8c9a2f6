"""Which days a store knows of: figures of days before and after them are no measurements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from parindex.dossiers.facts import State
from parindex.dossiers.measures.periods import Period
from parindex.dossiers.store.folder import Store


@dataclass(frozen=True)
class Known:
    """The day of the first receipt, and the last day on which a dossier was received or ended.

    ``due_later``: the dossiers in progress that fall due after that day and before a period is over.
    """

    first: date
    last: date
    due_later: int


def known_days(store: Store, period: Period) -> Known | None:
    """Give the days that a store knows of, looked at for a period; None where it counts no dossier."""
    facts = pl.scan_parquet(store.facts_paths()).filter(pl.col("state") != int(State.NOT_COUNTED))
    days = [_days_of(facts, name) for name in ("received_on", "ended_on")]
    (first, received), (_, ended) = days
    if first is None or received is None:
        return None
    last = received if ended is None else max(received, ended)
    return Known(first, last, _due_between(facts, last, period.end))


def _due_between(facts: pl.LazyFrame, after: date, before: date) -> int:
    """Count what is in progress and falls due between two days."""
    due = (pl.col("due_on") > after) & (pl.col("due_on") < before)
    asked = facts.filter(due & (pl.col("state") == int(State.OPEN)))
    return int(asked.select(pl.col("weight").cast(pl.Int64).sum()).collect().item())


def _days_of(facts: pl.LazyFrame, name: str) -> tuple[date | None, date | None]:
    """Give the first and the last day of a column; rows that were superseded take each other away."""
    weight = pl.col("weight").cast(pl.Int64).sum()
    left = facts.group_by(name).agg(weight).filter(pl.col("weight") > 0)
    first, last = (
        left.select(pl.col(name).min().alias("first"), pl.col(name).max().alias("last")).collect().row(0)
    )
    return first, last
