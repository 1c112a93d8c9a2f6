"""What is late: the list with its days, and pending dossiers by age."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import polars as pl

from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.calendar.moments import FIRST_DAY
from parindex.dossiers.measures.opening import is_member
from parindex.dossiers.measures.periods import Period

AGES: Final = (5, 10, 20, 30, 60, 90)
"""Upper edges in working days of the ages that pending dossiers are counted by."""
_OLDEST: Final = FIRST_DAY
"""Due dates before it count as this day's."""
COUNT: Final = "late_or_overdue"


def with_days(facts: pl.DataFrame, clock: WorkingClock, day: date) -> pl.DataFrame:
    """Say how late each fact is by ``day``: ``days_late`` in working days, the latest first.

    Of a resolved dossier it is its own number; of a pending one the working days from the due date to
    ``day``.
    """
    days = pl.repeat(day, len(facts), dtype=pl.Date, eager=True)
    so_far = clock.working_days_between(facts["due_on"], clock.rolled(days)).cast(pl.Int32)
    is_resolved = pl.col("ended_on").is_not_null() & (pl.col("ended_on") <= day)
    late = facts.with_columns(
        pl.when(is_resolved).then(pl.col("late_days").cast(pl.Int32)).otherwise(so_far).alias("days_late"),
        (~is_resolved).alias("is_pending"),
    )
    return late.sort("days_late", "due_on", descending=[True, False], maintain_order=True)


def days_late(clock: WorkingClock, day: date) -> pl.Expr:
    """Give, over columns of facts, by how many working days a dossier is late by ``day``: to sort by."""
    known = pl.date_range(_OLDEST, max(day, _OLDEST + timedelta(days=1)), eager=True)
    until = clock.rolled(pl.repeat(day, len(known), dtype=pl.Date, eager=True))
    so_far = clock.working_days_between(known, until).cast(pl.Int32)
    is_resolved = pl.col("ended_on").is_not_null() & (pl.col("ended_on") <= day)
    waiting = pl.col("due_on").replace_strict(known, so_far, default=so_far.max(), return_dtype=pl.Int32)
    return pl.when(is_resolved).then(pl.col("late_days").cast(pl.Int32)).otherwise(waiting)


def pending_cells(paths: Sequence[Path], period: Period, places: Sequence[int] | None = None) -> pl.DataFrame:
    """Count from files of facts what is pending when a period is over.

    Columns: ``received_on``, ``is_overdue``, ``weight``. ``places`` keeps the units of these places.
    """
    facts = pl.scan_parquet(list(paths)).filter(is_member("pending", period))
    if places is not None:
        facts = facts.filter(pl.col("unit").is_in(list(places)))
    overdue = is_member("pending_overdue", period).alias("is_overdue")
    return facts.group_by("received_on", overdue).agg(pl.col("weight").cast(pl.Int64).sum()).collect()


def ages(facts: pl.DataFrame, clock: WorkingClock, period: Period) -> pl.DataFrame:
    """Count what is pending when a period is over by its age: ``up_to`` working days (null: more)."""
    return ages_of(facts.filter(is_member("pending", period)), clock, period.end)


def ages_of(pending: pl.DataFrame, clock: WorkingClock, day: date) -> pl.DataFrame:
    """Count what is pending on a day (``received_on``, ``weight``) by its age, as :func:`ages` does."""
    days = pl.repeat(day, len(pending), dtype=pl.Date, eager=True)
    aged = pending.select("weight", age=clock.working_days_between(pending["received_on"], days))
    edges = pl.DataFrame({"up_to": [*AGES, None]}, schema={"up_to": pl.Int32})
    up_to = pl.lit(None, dtype=pl.Int32)
    for edge in reversed(AGES):
        up_to = pl.when(pl.col("age") <= edge).then(pl.lit(edge, dtype=pl.Int32)).otherwise(up_to)
    counted = aged.group_by(up_to=up_to).agg(pl.col("weight").cast(pl.Int64).sum().alias("pending"))
    joined = edges.join(counted, on="up_to", how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(pl.col("pending").fill_null(0))
