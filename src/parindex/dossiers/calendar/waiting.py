"""The clock stands still while a dossier waits for supplements."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.calendar.moments import Whole, minutes_of

_ROW = 1 << 32
"""Above any working minute, so that rows stay apart in one running maximum."""


def waited_minutes(
    clock: WorkingClock,
    asked: pl.Series,
    answered: pl.Series,
    span: tuple[pl.Series, pl.Series],
    *,
    count_unanswered: bool = False,
) -> NDArray[np.int32]:
    """Count the working minutes each dossier waited for supplements within ``span`` (start and end).

    ``asked`` and ``answered`` are lists of moments in any order; the first answer belongs to the first
    request, and so on. Waits that overlap count once. A request without an answer counts to the end of the
    span if ``count_unanswered``, else not at all. A dossier without a start or an end waited 0 minutes.
    """
    waited = np.zeros(len(asked), np.int32)
    rows = np.flatnonzero((asked.list.len().fill_null(0) > 0).to_numpy())
    if len(rows):
        pairs = _pairs(asked.gather(rows), answered.gather(rows))
        start, end = (_worked(clock, side.gather(rows)) for side in span)
        waited[rows] = _union(clock, pairs, start, end, count_unanswered=count_unanswered)
    return waited


def _pairs(asked: pl.Series, answered: pl.Series) -> pl.DataFrame:
    """Give one line per request: ``row``, ``asked``, ``answered`` (null: no answer), in order of asking."""
    lists = pl.DataFrame({"asked": asked, "answered": answered}).with_columns(
        pl.col("asked").list.drop_nulls().list.sort(),
        pl.col("answered").list.drop_nulls().list.sort().fill_null([]),
    )
    places = pl.int_ranges(pl.col("asked").list.len())
    return (
        lists.with_columns(pl.col("answered").list.gather(places, null_on_oob=True))
        .with_row_index("row")
        .explode("asked", "answered")
        .drop_nulls("asked")
    )


def _worked(clock: WorkingClock, moments: pl.Series) -> tuple[Whole, NDArray[np.bool_]]:
    minutes, known = minutes_of(moments)
    return clock.worked(minutes), known


def _union(
    clock: WorkingClock, pairs: pl.DataFrame, start: Any, end: Any, *, count_unanswered: bool
) -> NDArray[np.int32]:
    """Add up the working minutes that the waits of each row cover together."""
    row = pairs["row"].to_numpy()
    from_, is_from = _worked(clock, pairs["asked"])
    until, is_until = _worked(clock, pairs["answered"])
    is_within = is_from & start[1][row] & end[1][row] & (is_until | count_unanswered)
    low, high = start[0][row], end[0][row]
    until = np.where(is_until, until, high)
    begin = np.clip(from_, low, high) + row * np.int64(_ROW)
    finish = np.where(is_within, np.clip(until, low, high) + row * np.int64(_ROW), begin)
    covered = np.maximum.accumulate(np.maximum(begin, finish))
    covered = np.concatenate(([np.int64(-1)], covered[:-1]))
    gained = np.where(is_within, np.maximum(finish - np.maximum(begin, covered), 0), 0)
    return np.bincount(row, weights=gained, minlength=len(start[0])).astype(np.int32)
