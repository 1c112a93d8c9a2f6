"""The dossiers of a count by name: their records beside what the verdicts say of them."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.measures.opening import is_member
from parindex.dossiers.measures.periods import Period
from parindex.dossiers.store.folder import Store
from parindex.dossiers.store.live import Wanted
from parindex.dossiers.verdicts import verdicts

_SHOWN = ("code", "unit_id", "procedure", "field", "channel", "status")


def listed(  # noqa: PLR0913  # each says which dossiers
    store: Store,
    period: Period,
    count: str,
    clock: WorkingClock,
    *,
    units: Iterable[str] | None = None,
    only: pl.Expr | None = None,
    greatest: pl.Expr | None = None,
    limit: int = 1000,
) -> tuple[pl.DataFrame, int]:
    """Give the dossiers in a count of a period, at most ``limit`` of them, and how many there are.

    ``only``, a question about columns of facts, narrows the count. ``greatest``, a number made of columns of
    facts, says which come first; without it the newest do.
    Columns: code, unit, procedure, field, channel, status, day of receipt, and the verdicts.
    """
    asked = is_member(count, period)
    wanted = Wanted(
        units=None if units is None else frozenset(units),
        facts=asked if only is None else asked & only,
        greatest=greatest,
    )
    page = store.records(wanted, limit=limit)
    records = page.records
    judged = verdicts(records, clock)
    received = records["received_at"].cast(pl.Date).alias("received_on")
    shown = records.select(_SHOWN)
    return pl.DataFrame([*shown.get_columns(), received, *judged.get_columns()]), page.total
