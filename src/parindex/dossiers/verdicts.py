"""Whether each dossier is on time, by both definitions in use, for whole columns of records.

Biểu 06 (Biểu số 06/VPCP/KSTT, TT 01/2020/TT-VPCP) compares dates; indicator 2.1 of decision 766 compares
moments and knows supplements. ``docs/methods/working-time.md`` shows both on a table of worked cases.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.calendar.moments import LAST_DAY
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

_MOST_DAYS: Final = 32_767
_MOST_SUPPLEMENTS: Final = 127


def states(status: pl.Series) -> pl.Series:
    """Give what each status means for counting (:class:`State`)."""
    return pl.Series("state", _STATE_OF_STATUS[status.fill_null(0).to_numpy()])


def verdicts(records: pl.DataFrame, clock: WorkingClock) -> pl.DataFrame:
    """Judge every record by both definitions.

    Columns, as in :data:`~parindex.dossiers.facts.FACTS`: ``state``, ``ended_on``, ``due_on``, ``form06``,
    ``late_days``, ``ended766_on``, ``due766_on``, ``index766``, ``minutes``, ``supplements``.
    """
    told = records.select(NEEDED).with_columns(states(records["status"]))
    moments = _moments(told, clock)
    return pl.DataFrame(
        [
            told["state"],
            *_by_form06(told["state"], moments, clock),
            *_by_index766(told, moments, clock),
            _minutes(moments, clock),
            moments["requests"].clip(upper_bound=_MOST_SUPPLEMENTS).cast(pl.Int8).alias("supplements"),
        ]
    )


def _moments(told: pl.DataFrame, clock: WorkingClock) -> pl.DataFrame:
    """Give what both definitions stand on.

    ``start``: from when the receipt counts; ``due``: rolled off days off; ``ended``: the end of what is
    resolved or withdrawn; ``end``: the end by 766; ``requests``: how often supplements were asked for;
    ``waited``: working minutes of answered requests.
    """
    is_counted = pl.col("state") != State.NOT_COUNTED
    is_over = pl.col("state").is_in([State.DONE, State.WITHDRAWN])
    end = pl.coalesce("finished_at", "returned_at", "refused_at")
    requests = pl.col("supplement_asked_at").list.len().fill_null(0).cast(pl.Int32)
    is_stopped = pl.col("status") == Status.STOPPED
    moments = told.select(
        pl.when(is_over).then(end).alias("ended"),
        pl.when(is_over | is_stopped).then(end).alias("end"),
        pl.when(is_counted).then(requests).otherwise(0).alias("requests"),
        "legal_days",
    )
    moments = moments.with_columns(_with_requests(moments["end"], told))
    start = clock.reception(told["received_at"])
    due = clock.rolled(told["due_at"])
    span = (start, moments["end"].fill_null(pl.Series([LAST_DAY]).cast(MOMENT)[0]))
    waited = waited_minutes(clock, told["supplement_asked_at"], told["supplement_answered_at"], span)
    return moments.with_columns(start.alias("start"), due.alias("due"), pl.Series("waited", waited))


def _with_requests(end: pl.Series, told: pl.DataFrame) -> pl.Series:
    """Give ends where a dossier that waits for a supplement ends at its last request."""
    waiting = np.flatnonzero((told["status"] == Status.SUPPLEMENT_ASKED).fill_null(value=False).to_numpy())
    last = told["supplement_asked_at"].gather(waiting).list.max()
    return _put(end, waiting, last) if len(waiting) else end


def _by_form06(state: pl.Series, moments: pl.DataFrame, clock: WorkingClock) -> list[pl.Series]:
    """Compare the date of the end with the due date; no due date, or withdrawn: on the due date."""
    days = moments.select(
        pl.col("ended").cast(pl.Date).alias("ended_on"), pl.col("due").cast(pl.Date).alias("due_on"), state
    )
    ended, due = pl.col("ended_on"), pl.col("due_on")
    form06 = (
        pl.when(ended.is_null())
        .then(Form06.UNRESOLVED)
        .when(due.is_null() | (ended == due) | (pl.col("state") == State.WITHDRAWN))
        .then(Form06.ON_DUE)
        .when(ended < due)
        .then(Form06.EARLY)
        .otherwise(Form06.LATE)
    )
    days = days.with_columns(form06.cast(pl.Int8).alias("form06"))
    return [days["ended_on"], days["due_on"], days["form06"], _late_days(days, clock)]


def _late_days(days: pl.DataFrame, clock: WorkingClock) -> pl.Series:
    """Count the working days from the due date to the end of what is late; a day off counts as the next."""
    late = np.flatnonzero((days["form06"] == Form06.LATE).to_numpy())
    counted = np.zeros(len(days), np.int16)
    if len(late):
        ended = clock.rolled(days["ended_on"].gather(late))
        between = clock.working_days_between(days["due_on"].gather(late), ended)
        counted[late] = np.clip(between.fill_null(0).to_numpy(), 0, _MOST_DAYS)
    return pl.Series("late_days", counted)


def _by_index766(told: pl.DataFrame, moments: pl.DataFrame, clock: WorkingClock) -> list[pl.Series]:
    """Compare the moment of the end with the due moment, or the time used with the legal time.

    Time waited for answered requests is not counted; a second request makes a dossier late.
    """
    judged = moments.with_columns(
        told["state"], _due766(moments, clock).alias("due766"), _is_within(moments, clock).alias("is_within")
    )
    is_in_time = (
        pl.when(pl.col("due").is_not_null())
        .then(pl.col("end") <= pl.col("due766"))
        .otherwise(pl.col("is_within").fill_null(value=True))
    )
    index766 = (
        pl.when(pl.col("requests") > 1)
        .then(Index766.LATE)
        .when((pl.col("state") == State.NOT_COUNTED) | pl.col("end").is_null())
        .then(Index766.UNDECIDED)
        .when(is_in_time)
        .then(Index766.ON_TIME)
        .otherwise(Index766.LATE)
    )
    days = judged.select(
        pl.col("end").cast(pl.Date).alias("ended766_on"),
        pl.col("due766").cast(pl.Date).alias("due766_on"),
        index766.cast(pl.Int8).alias("index766"),
    )
    return days.get_columns()


def _due766(moments: pl.DataFrame, clock: WorkingClock) -> pl.Series:
    """Give the due moment: the one agreed, or the legal time after the receipt; then the time waited."""
    due = moments["due"]
    by_law = np.flatnonzero((due.is_null() & moments["legal_days"].is_not_null()).to_numpy())
    if len(by_law):
        days = moments["legal_days"].gather(by_law)
        due = _put(due, by_law, clock.add_days(moments["start"].gather(by_law), days))
    later = np.flatnonzero((moments["waited"] > 0).to_numpy())
    if len(later):
        moved = clock.add_minutes(due.gather(later), moments["waited"].gather(later))
        due = _put(due, later, moved)
    return due


def _put(column: pl.Series, places: NDArray[Any], values: pl.Series) -> pl.Series:
    return column.scatter(pl.Series(places), values.cast(column.dtype))


def _is_within(moments: pl.DataFrame, clock: WorkingClock) -> pl.Series:
    """Tell of dossiers without a due date whether the time used is within the legal time (else null)."""
    within = np.full(len(moments), fill_value=True)
    has_none = moments["due"].is_null() & moments["legal_days"].is_not_null() & moments["end"].is_not_null()
    rows = np.flatnonzero(has_none.to_numpy())
    if len(rows):
        some = moments.select("start", "end", "waited", "legal_days")[rows]
        used = clock.minutes_between(some["start"], some["end"]) - some["waited"]
        legal = (some["legal_days"] * clock.hours.minutes_per_day).round()
        within[rows] = (used <= legal).fill_null(value=True).to_numpy()
    return pl.Series(within)


def _minutes(moments: pl.DataFrame, clock: WorkingClock) -> pl.Series:
    """Count the working minutes from receipt to end of what is resolved, without the time waited."""
    used = clock.minutes_between(moments["start"], moments["ended"]) - moments["waited"]
    return used.clip(lower_bound=0).cast(pl.Int32).alias("minutes")


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
