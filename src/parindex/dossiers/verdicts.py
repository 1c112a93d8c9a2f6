"""Whether each dossier is on time, by both definitions in use, for whole columns of records.

Biểu 06 (Biểu số 06/VPCP/KSTT, TT 01/2020/TT-VPCP) compares dates; indicator 2.1 of decision 766 compares
moments and knows supplements. ``docs/methods/working-time.md`` shows both on a table of worked cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.calendar.moments import (
    DAY_MS,
    LAST_DAY,
    NEVER,
    NO_DAY,
    Flags,
    Milliseconds,
    Whole,
    as_dates,
    as_moments,
    day_of,
    days_in,
    masked,
    milliseconds_from,
    milliseconds_of,
    minutes_in,
)
from parindex.dossiers.calendar.waiting import waited_minutes
from parindex.dossiers.facts import Form06, Index766, State
from parindex.dossiers.records import FINISHED, MOMENT, NOT_COUNTED, WAITING, Status

NEEDED: Final = (
    "received_at",
    "due_at",
    "finished_at",
    "returned_at",
    "refused_at",
    "supplement_asked_at",
    "supplement_answered_at",
    "status",
    "legal_days",
)
"""The columns of records that verdicts look at."""

_LISTS: Final = ("supplement_asked_at", "supplement_answered_at")
_MOST_DAYS: Final = 32_767
_MOST_SUPPLEMENTS: Final = 127
_NO_TIME: Final = -1
"""Minutes of what has no end; a time used is never below 0."""
_AT_ONCE: Final = 1 << 16
"""Rows that are judged together: their columns stay in the cache of a core, which halves the time."""

Rows = NDArray[np.intp]
Small = NDArray[np.int8]


class _Told(NamedTuple):
    """What some records say: moments are milliseconds (``NEVER``: none), waits are working minutes.

    ``over``: when it was finished, returned or refused. ``asked``: the last request of what waits for a
    supplement. ``requests``: how often supplements were asked for.
    """

    status: Small
    received: Milliseconds
    due: Milliseconds
    over: Milliseconds
    asked: Milliseconds
    legal_days: NDArray[np.float64]
    requests: Whole
    waited: Whole

    def of(self, rows: slice | Rows) -> _Told:
        """Give some rows."""
        return _Told._make(column[rows] for column in self)


class _Due(NamedTuple):
    """Due moments and their days, rolled off days off (``NEVER``, ``NO_DAY``: none)."""

    moment: Milliseconds
    day: Whole


class _Judged(NamedTuple):
    """Verdicts on some records, a column each."""

    ended_on: Whole
    due_on: Whole
    form06: Small
    late_days: NDArray[np.int16]
    ended766_on: Whole
    due766_on: Whole
    index766: Small
    minutes: Whole
    supplements: Small

    @classmethod
    def empty(cls, rows: int) -> _Judged:
        """Make columns to put verdicts into."""
        return cls._make(np.empty(rows, kind) for kind in _KINDS)

    def put(self, rows: slice, some: _Judged) -> None:
        """Put verdicts on some rows into their places."""
        for name, values in some._asdict().items():
            getattr(self, name)[rows] = values

    def named(self) -> Iterator[pl.Series]:
        """Give each column as facts have it, null for what there is not."""
        for name, values in self._asdict().items():
            if name.endswith("_on"):
                yield as_dates(values).alias(name)
            elif name == "minutes":
                yield masked(values, values != _NO_TIME).alias(name)
            else:
                yield pl.Series(name, values)


_KINDS: Final = (np.int32, np.int32, np.int8, np.int16, np.int32, np.int32, np.int8, np.int32, np.int8)


def states(status: pl.Series) -> pl.Series:
    """Give what each status means for counting (:class:`State`)."""
    return pl.Series("state", _STATE_OF_STATUS[status.fill_null(0).to_numpy()])


def verdicts(records: pl.DataFrame, clock: WorkingClock) -> pl.DataFrame:
    """Judge every record by both definitions.

    Columns, as in :data:`~parindex.dossiers.facts.FACTS`: ``state``, ``ended_on``, ``due_on``, ``form06``,
    ``late_days``, ``ended766_on``, ``due766_on``, ``index766``, ``minutes``, ``supplements``.
    """
    told = _told(records, clock)
    judged = _Judged.empty(records.height)
    for first in range(0, records.height, _AT_ONCE):
        some = slice(first, first + _AT_ONCE)
        judged.put(some, _judged(told.of(some), clock))
    return pl.DataFrame([states(records["status"]), *judged.named()])


def _told(records: pl.DataFrame, clock: WorkingClock) -> _Told:
    """Give what records say; the few that supplements were asked of are looked at here."""
    over = records.select(pl.coalesce("finished_at", "returned_at", "refused_at")).to_series()
    requests = records["supplement_asked_at"].list.len().fill_null(0).cast(pl.Int32)
    told = _Told(
        records["status"].fill_null(0).to_numpy(),
        milliseconds_of(records["received_at"]),
        milliseconds_of(records["due_at"]),
        milliseconds_of(over),
        np.full(records.height, NEVER),
        records["legal_days"].fill_null(np.nan).to_numpy(),
        requests.to_numpy(),
        np.zeros(records.height, np.int32),
    )
    rows = np.flatnonzero(told.requests != 0)
    if rows.size:
        _look_at_requests(records.select(_LISTS)[rows], told, rows, clock)
    return told


def _look_at_requests(sides: pl.DataFrame, told: _Told, rows: Rows, clock: WorkingClock) -> None:
    """Fill in the last request of dossiers that wait for a supplement, and the time waited."""
    waits = np.flatnonzero(told.status[rows] == Status.SUPPLEMENT_ASKED)
    asked, answered = sides
    told.asked[rows[waits]] = milliseconds_of(asked.gather(waits).list.max())
    some = told.of(rows)
    end = as_moments(_end(some)).fill_null(_LAST_MOMENT)
    span = (clock.reception(as_moments(some.received)), end)
    told.waited[rows] = waited_minutes(clock, asked, answered, span)


def _end(told: _Told) -> Milliseconds:
    """Give the end by 766: a dossier that waits for a supplement ends at its last request."""
    return np.where(_ENDS_766.take(told.status), told.over, told.asked)


def _judged(told: _Told, clock: WorkingClock) -> _Judged:
    """Judge some records by both definitions."""
    ended = np.where(_IS_OVER.take(told.status), told.over, NEVER)
    is_counted = _IS_COUNTED.take(told.status)
    due = _due(told.due, clock)
    due766 = _due766(told, due.moment, clock)
    ended_on, end = day_of(ended), _end(told)
    form06 = _form06(ended_on, due.day, told.status == Status.WITHDRAWN)
    return _Judged(
        ended_on,
        due.day,
        form06,
        _late_days(form06, ended_on, due.day, clock),
        day_of(end),
        day_of(due766),
        _index766(told, is_counted, (end, due766), clock),
        _minutes(told, ended, clock),
        (np.minimum(told.requests, _MOST_SUPPLEMENTS) * is_counted).astype(np.int8),
    )


def _due(due: Milliseconds, clock: WorkingClock) -> _Due:
    """Roll due moments off days off: to the end of the next working day."""
    day = day_of(due)
    number, known = days_in(day)
    ahead = clock.at_or_after(number)
    moves = np.flatnonzero(known & (ahead != number))
    if not moves.size:
        return _Due(due, day)
    moment = due.copy()
    day[moves] += ahead[moves] - number[moves]
    moment[moves] = (day[moves].astype(np.int64) + 1) * DAY_MS - 1
    return _Due(moment, day)


def _form06(ended_on: Whole, due_on: Whole, is_withdrawn: Flags) -> Small:
    """Compare the date of the end with the due date; no due date, or withdrawn: on the due date."""
    after = (ended_on > due_on).astype(np.int8) - (ended_on < due_on)
    after[is_withdrawn | (due_on == NO_DAY)] = 0
    form06: Small = after + np.int8(Form06.ON_DUE)
    form06[ended_on == NO_DAY] = Form06.UNRESOLVED
    return form06


def _late_days(form06: Small, ended_on: Whole, due_on: Whole, clock: WorkingClock) -> NDArray[np.int16]:
    """Count the working days from the due date to the end of what is late; a day off counts as the next."""
    late = np.flatnonzero(form06 == Form06.LATE)
    counted = np.zeros(form06.size, np.int16)
    (due, is_due), (ended, is_ended) = days_in(due_on[late]), days_in(ended_on[late])
    between = np.where(is_due & is_ended, clock.days_worked(due, clock.at_or_after(ended)), 0)
    counted[late] = np.clip(between, 0, _MOST_DAYS)
    return counted


def _due766(told: _Told, due: Milliseconds, clock: WorkingClock) -> Milliseconds:
    """Give the due moment: the one agreed, or the legal time after the receipt; then the time waited."""
    by_law = np.flatnonzero((due == NEVER) & ~np.isnan(told.legal_days))
    later = np.flatnonzero(told.waited > 0)
    if not by_law.size and not later.size:
        return due
    moved = due.copy()
    start, known = minutes_in(told.received[by_law])
    legal = np.rint(told.legal_days[by_law] * clock.hours.minutes_per_day).astype(np.int64)
    reached, is_reached = clock.reached(clock.counted_from(start), legal)
    moved[by_law] = milliseconds_from(reached, known & is_reached)
    moved[later] = _later(moved[later], told.waited[later], clock)
    return moved


def _later(due: Milliseconds, waited: Whole, clock: WorkingClock) -> Milliseconds:
    """Move due moments by the time waited; whole working days keep the time of day, also out of office hours.

    So a due date without a time of day stays the end of its day.
    """
    first, known = minutes_in(due)
    reached, is_reached = clock.reached(first, waited)
    moved = milliseconds_from(reached, known & is_reached)
    days, rest = np.divmod(waited, clock.hours.minutes_per_day)
    whole = np.flatnonzero((rest == 0) & known)
    day, _ = days_in(day_of(due[whole]))
    later, is_there = clock.days_after(day, days[whole])
    moved[whole] = np.where(is_there, due[whole] + (later - day).astype(np.int64) * DAY_MS, NEVER)
    return moved


def _index766(
    told: _Told, is_counted: Flags, span: tuple[Milliseconds, Milliseconds], clock: WorkingClock
) -> Small:
    """Compare the moment of the end with the due moment, or the time used with the legal time.

    Time waited for answered requests is not counted; a second request makes a dossier late.
    """
    end, due766 = span
    is_in_time = end <= due766
    without = np.flatnonzero((told.due == NEVER) & (end != NEVER))
    if without.size:
        some = told.of(without)
        is_in_time[without] = _is_within(some, end[without], clock)
    index766 = np.where(is_in_time, np.int8(Index766.ON_TIME), np.int8(Index766.LATE))
    index766[~is_counted | (end == NEVER)] = Index766.UNDECIDED
    index766[is_counted & (told.requests > 1)] = Index766.LATE
    return index766


def _is_within(told: _Told, end: Milliseconds, clock: WorkingClock) -> Flags:
    """Tell whether the time used is within the legal time; true where one of them is not known."""
    legal = np.rint(told.legal_days * clock.hours.minutes_per_day)
    used, known = _used(told, end, clock)
    return ~(known & (used > legal))


def _used(told: _Told, end: Milliseconds, clock: WorkingClock) -> tuple[Whole, Flags]:
    """Count the working minutes from receipt to end without the time waited, and tell which are known."""
    (first, is_first), (last, is_last) = minutes_in(told.received), minutes_in(end)
    used = clock.worked(last)
    used -= clock.worked(clock.counted_from(first))
    used -= told.waited
    return used, is_first & is_last


def _minutes(told: _Told, ended: Milliseconds, clock: WorkingClock) -> Whole:
    """Give the time used by what is resolved or withdrawn (``_NO_TIME`` where it is not)."""
    used, known = _used(told, ended, clock)
    np.maximum(used, 0, out=used)
    used[~known] = _NO_TIME
    return used


def _state_of(status: int) -> State:
    if status in NOT_COUNTED or status not in list(Status):
        return State.NOT_COUNTED
    if status in FINISHED:
        return State.DONE
    if status in WAITING:
        return State.WAITING
    return State.WITHDRAWN if status == Status.WITHDRAWN else State.OPEN


_STATE_OF_STATUS: Final = np.array([_state_of(status) for status in range(128)], np.int8)
"""Of every ``Int8``: what is no status (below 0 counts from the end) is not counted."""
_IS_COUNTED: Final = _STATE_OF_STATUS != State.NOT_COUNTED
_IS_OVER: Final = np.isin(_STATE_OF_STATUS, (State.DONE, State.WITHDRAWN))
_ENDS_766: Final = _IS_OVER | (np.arange(_STATE_OF_STATUS.size) == Status.STOPPED)
_LAST_MOMENT: Final = pl.Series([LAST_DAY]).cast(MOMENT)[0]
