"""Whom an office owes a letter of apology (thư xin lỗi), on a given day."""

from __future__ import annotations

from datetime import date

import polars as pl

from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.facts import State


def owes_letter(clock: WorkingClock, today: date) -> pl.Expr:
    """Tell, over columns of facts, whose letter is due by ``today``, as :func:`apologies_due` does.

    On a day that the clock does not reach, due dates up to that day are looked at.
    """
    by = clock.shifted(pl.Series([today]), 1)[0] or today
    due: pl.Expr = (pl.col("state") == State.OPEN) & (pl.col("due_on") <= by)
    return (due & (pl.col("received_on") <= today)).fill_null(value=False)


def apologies_due(rows: pl.DataFrame, clock: WorkingClock, today: date) -> pl.DataFrame:
    """Give the rows whose letter is due by ``today``: still in progress one working day before the due date.

    ``rows``: facts, or records beside their verdicts; of them ``state``, ``due_on`` and ``received_on`` are
    read, and rows whose ``weight`` is not 1 are left out. Added are ``letter_on`` (the working day before the
    due date, but no day before the receipt) and ``days_left`` (working days from today to the due date; where
    it is missed already, as far below 0 as the late list says days). The most urgent come first.

    Source: NĐ 61/2018/NĐ-CP, Điều 19: a letter with the reason and a new date before the time ends, and not
    more than one new date. Dossiers that wait for the applicant, or are stopped, have no time running.
    """
    running = pl.col("state") == State.OPEN
    if "weight" in rows.columns:
        running &= pl.col("weight") == 1
    open_ = rows.filter(running & pl.col("due_on").is_not_null() & (pl.col("received_on") <= today))
    dated = open_.with_columns(
        letter_on=pl.max_horizontal(clock.shifted(open_["due_on"], -1), open_["received_on"]),
        days_left=_days_left(open_["due_on"], clock, today),
    )
    return dated.filter(pl.col("letter_on") <= today).sort("due_on", maintain_order=True)


def _days_left(due_on: pl.Series, clock: WorkingClock, today: date) -> pl.Series:
    """Count to each due date; a due date that is past is missed, also on the day off after it."""
    days = pl.repeat(today, len(due_on), dtype=pl.Date, eager=True)
    ahead = clock.working_days_between(days, due_on)
    return ahead.zip_with(due_on >= today, -clock.working_days_between(due_on, clock.rolled(days)))
