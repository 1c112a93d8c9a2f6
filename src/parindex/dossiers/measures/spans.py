"""Which days a store knows of: figures of days before and after them are no measurements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from parindex.dossiers.facts import State
from parindex.dossiers.store.folder import Store


@dataclass(frozen=True)
class Known:
    """The day of the first receipt, and the last day on which a dossier was received or ended."""

    first: date
    last: date


def known_days(store: Store) -> Known | None:
    """Give the days that a store knows of; None where it counts no dossier."""
    facts = pl.scan_parquet(store.facts_paths()).filter(pl.col("state") != int(State.NOT_COUNTED))
    days = [_days_of(facts, name) for name in ("received_on", "ended_on")]
    (first, received), (_, ended) = days
    if first is None or received is None:
        return None
    return Known(first, received if ended is None else max(received, ended))


def _days_of(facts: pl.LazyFrame, name: str) -> tuple[date | None, date | None]:
    """Give the first and the last day of a column; rows that were superseded take each other away."""
    weight = pl.col("weight").cast(pl.Int64).sum()
    left = facts.group_by(name).agg(weight).filter(pl.col("weight") > 0)
    first, last = (
        left.select(pl.col(name).min().alias("first"), pl.col(name).max().alias("last")).collect().row(0)
    )
    return first, last
