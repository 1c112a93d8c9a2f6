"""The clock stands still while a dossier waits for supplements."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.calendar.moments import Flags, Whole, minutes_of

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
    asks, answers = _flat(asked), _flat(answered)
    start, end = (_worked(clock, side) for side in span)
    until, is_answered = _paired(asks, answers, len(asked))
    wait = _Waits(
        asks.row,
        clock.worked(asks.minute),
        np.where(is_answered, clock.worked(until), end[0][asks.row]),
        (is_answered | count_unanswered) & start[1][asks.row] & end[1][asks.row],
    )
    return _union(wait, start[0], end[0])


class _Moments(NamedTuple):
    """Moments of all rows, in order of row and time: the row, and minutes since the first day."""

    row: NDArray[np.int64]
    minute: Whole


class _Waits(NamedTuple):
    """Spans of waiting in working minutes, in order of row and beginning, and whether each one counts."""

    row: NDArray[np.int64]
    begin: Whole
    finish: Whole
    counts: Flags


def _flat(lists: pl.Series) -> _Moments:
    row = np.repeat(np.arange(len(lists)), lists.list.len().fill_null(0).to_numpy())
    minute, known = minutes_of(lists.explode(empty_as_null=False, keep_nulls=False))
    if not known.all():
        row, minute = row[known], minute[known]
    key = row * _ROW + minute
    if (key[1:] >= key[:-1]).all():
        return _Moments(row, minute)
    key.sort()
    return _Moments(key // _ROW, (key % _ROW).astype(np.int32))


def _paired(asks: _Moments, answers: _Moments, rows: int) -> tuple[Whole, Flags]:
    """Give each request the answer of the same place in its row, and tell which requests have one."""
    asked = np.bincount(asks.row, minlength=rows)
    first_ask = np.cumsum(asked) - asked
    answered = np.bincount(answers.row, minlength=rows)
    place = np.arange(len(answers.row)) - (np.cumsum(answered) - answered)[answers.row]
    has_ask = place < asked[answers.row]
    target = (first_ask[answers.row] + place)[has_ask]
    until = np.zeros(len(asks.row), np.int32)
    until[target] = answers.minute[has_ask]
    is_answered = np.zeros(len(asks.row), np.bool_)
    is_answered[target] = True
    return until, is_answered


def _worked(clock: WorkingClock, moments: pl.Series) -> tuple[Whole, Flags]:
    minutes, known = minutes_of(moments)
    return clock.worked(minutes), known


def _union(waits: _Waits, start: Whole, end: Whole) -> NDArray[np.int32]:
    """Add up the working minutes from ``start`` to ``end`` that the waits of each row cover together."""
    low, high = start[waits.row], end[waits.row]
    apart = waits.row * np.int64(_ROW)
    begin = np.clip(waits.begin, low, high) + apart
    finish = np.where(waits.counts, np.clip(waits.finish, low, high) + apart, begin)
    covered = np.maximum.accumulate(np.maximum(begin, finish))
    covered = np.concatenate(([np.int64(-1)], covered[:-1]))
    gained = np.where(waits.counts, np.maximum(finish - np.maximum(begin, covered), 0), 0)
    return np.bincount(waits.row, weights=gained, minlength=len(start)).astype(np.int32)
