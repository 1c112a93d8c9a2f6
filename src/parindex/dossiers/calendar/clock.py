"""Counting working time of whole columns: two look-ups per moment, no step per row.

Tables hold, for every day of 1990–2100, the working days before it; for every minute of a day, the office
minutes before it; and both the other way round. Nulls, and moments outside those years, give null.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parindex.dossiers.calendar.days import SATURDAY, Calendar
from parindex.dossiers.calendar.moments import (
    DAYS,
    FIRST_DAY,
    LAST_DAY,
    MINUTES_PER_DAY,
    Column,
    Flags,
    Whole,
    dates_from,
    days_of,
    masked,
    minutes_of,
    moments_from,
)
from parindex.dossiers.calendar.office import OfficeHours

_WEEK: Final = 7
_LAST_MS: Final = timedelta(days=1) - timedelta(milliseconds=1)


class WorkingClock:
    """Counts the working time of a calendar and of office hours.

    >>> from datetime import datetime
    >>> from parindex.dossiers.calendar.reading import shipped_calendar
    >>> clock = WorkingClock(shipped_calendar())
    >>> monday, friday = datetime(2026, 11, 23, 16), datetime(2026, 11, 27, 8)  # Tuesday 24/11 is a holiday
    >>> clock.minutes_between(pl.Series([monday]), pl.Series([friday])).to_list()  # 60 + 480 + 480 + 60
    [1080]
    >>> clock.add_days(pl.Series([monday]), 1).to_list()
    [datetime.datetime(2026, 11, 25, 16, 0)]
    """

    def __init__(self, calendar: Calendar, hours: OfficeHours | None = None) -> None:
        self.calendar = calendar
        self.hours = hours or OfficeHours()
        self._works = _days_worked(calendar)
        self._days_before: Whole = np.concatenate(([0], np.cumsum(self._works))).astype(np.int32)
        self._day_of_number: Whole = np.flatnonzero(self._works).astype(np.int32)
        self._ahead: Whole = self._day_of_number[np.minimum(self._days_before, self._day_of_number.size - 1)]
        within = _minutes_within(self.hours)
        # One table for days off (all 0) and working days, so that a day chooses by its offset.
        self._within: Whole = np.concatenate((np.zeros(MINUTES_PER_DAY, np.int32), within[:-1]))
        self._offset: Whole = (self._works * MINUTES_PER_DAY).astype(np.int32)
        self._worked_before: Whole = (self._days_before[:-1] * self.hours.minutes_per_day).astype(np.int32)
        self._minute_of: Whole = np.searchsorted(within, np.arange(self.hours.minutes_per_day + 1)).astype(
            np.int32
        )

    def is_working(self, days: Column) -> pl.Series:
        """Tell of each day (or of the day of each moment) whether offices work on it."""
        number, known = days_of(days)
        return masked(self._works[number], known)

    def minutes_between(self, start: Column, end: Column) -> pl.Series:
        """Count the working minutes from each start to its end (``Int32``).

        Seconds are dropped. An end before its start gives the minutes between them below 0.
        """
        (first, is_first), (last, is_last) = minutes_of(start), minutes_of(end)
        counted = self.worked(last)
        counted -= self.worked(first)
        return masked(counted, is_first & is_last)

    def add_minutes(self, start: Column, minutes: pl.Series | float) -> pl.Series:
        """Give the first moment by which so many working minutes have passed since each start.

        A start outside office hours counts from the next opening; 0 minutes give the start itself.
        """
        first, known = minutes_of(start)
        wanted, is_wanted = _numbers(minutes, len(first))
        reached, is_reached = self.reached(first, wanted)
        return moments_from(reached, known & is_wanted & is_reached)

    def reached(self, first: Whole, wanted: NDArray[Any]) -> tuple[Whole, Flags]:
        """Do as :meth:`add_minutes` with minutes since the first day, and tell what the tables reach."""
        reached, is_reached = self._moment_at(self.worked(first) + wanted)
        return np.where(wanted > 0, reached, first), is_reached | (wanted <= 0)

    def add_days(self, start: Column, days: pl.Series | float) -> pl.Series:
        """Give the due moment of each start after so many working days (parts of a day are hours).

        A day is the office's working day, 8 hours by default (NĐ 61/2018/NĐ-CP counts 08 giờ làm việc).
        """
        per_day = self.hours.minutes_per_day
        return self.add_minutes(start, days * per_day)

    def rolled(self, due: pl.Series) -> pl.Series:
        """Move each due date on a day off to the next working day; a moment moves to the end of that day.

        Source: Điều 148 khoản 5 Bộ luật Dân sự 2015.
        """
        number, known = days_of(due)
        ahead = self.at_or_after(number)
        dates = dates_from(ahead, known)
        if due.dtype == pl.Date:
            return dates
        stays = pl.Series(~known | (ahead == number))
        moment = due.cast(pl.Datetime("ms"))
        return moment.zip_with(stays, dates.cast(pl.Datetime("ms")) + _LAST_MS)

    def working_days_between(self, first: Column, last: Column) -> pl.Series:
        """Count the working days after each first day up to its last day, the last included (``Int32``)."""
        (start, is_start), (end, is_end) = days_of(first), days_of(last)
        return masked(self.days_worked(start, end), is_start & is_end)

    def days_worked(self, first: Whole, last: Whole) -> Whole:
        """Do as :meth:`working_days_between` with numbers since the first day of the tables."""
        counted: Whole = self._days_before[last + 1] - self._days_before[first + 1]
        return counted

    def shifted(self, days: Column, working_days: int) -> pl.Series:
        """Give the working day so many working days after each day (before it, where below 0)."""
        number, known = days_of(days)
        if working_days == 0:
            return dates_from(number, known)
        if working_days > 0:
            later, is_there = self.days_after(number, working_days)
        else:
            later, is_there = self._day_at(self._days_before[number] + working_days)
        return dates_from(later, known & is_there)

    def days_after(self, day: Whole, working_days: Whole | int) -> tuple[Whole, Flags]:
        """Give the working day so many (0 or more) after each day, and tell what the tables reach.

        Days are numbers since the first day of the tables. 0 gives the working day itself.
        """
        return self._day_at(self._days_before[day + 1] - 1 + working_days)

    def reception(self, received: Column) -> pl.Series:
        """Give the moment from which each receipt counts.

        Where the office hours name an hour of handing over (:data:`~.office.HANDOVER`), a receipt later on a
        working day counts from the next working morning; every other receipt counts from its own moment.
        """
        minutes, known = minutes_of(received)
        return moments_from(self.counted_from(minutes), known)

    def counted_from(self, minutes: Whole) -> Whole:
        """Do as :meth:`reception` with minutes since the first day of the tables."""
        after = self.hours.handover_after
        if after is None:
            return minutes
        day = minutes // MINUTES_PER_DAY
        late = np.flatnonzero(self._works[day] & (minutes - day * MINUTES_PER_DAY > after))
        counted = minutes.copy()
        counted[late] = self.at_or_after(day[late] + 1) * MINUTES_PER_DAY + self.hours.spans[0][0]
        return counted

    def at_or_after(self, day: Whole) -> Whole:
        """Give each day, or the next working day after a day off, as numbers since the first day."""
        return self._ahead.take(day)

    def worked(self, minutes: Whole) -> Whole:
        """Count the working minutes from the first day of the tables to each minute since that day."""
        day = minutes // MINUTES_PER_DAY
        at = minutes - day * MINUTES_PER_DAY
        at += self._offset.take(day)
        counted: Whole = self._within.take(at)
        counted += self._worked_before.take(day)
        return counted

    def _day_at(self, place: NDArray[Any]) -> tuple[Whole, Flags]:
        """Give the day of each place among the working days, and whether there is one."""
        known = (place >= 0) & (place < len(self._day_of_number))
        return self._day_of_number[np.where(known, place, 0)], known

    def _moment_at(self, worked: NDArray[Any]) -> tuple[Whole, Flags]:
        """Give the first minute by which so much is worked, and whether the tables reach that far."""
        per_day = self.hours.minutes_per_day
        number = (worked - 1) // per_day
        known = (number >= 0) & (number < len(self._day_of_number))
        number = np.where(known, number, 0)
        day = self._day_of_number[number]
        minute = self._minute_of[np.clip(worked - number * per_day, 0, per_day)]
        return (day * MINUTES_PER_DAY + minute).astype(np.int32), known


def _days_worked(calendar: Calendar) -> Flags:
    """Tell for each day of the tables whether offices work on it."""
    weekday = (np.arange(DAYS) + FIRST_DAY.weekday()) % _WEEK
    works: Flags = weekday < SATURDAY
    for special in calendar.special(FIRST_DAY, LAST_DAY):
        works[(special.on - FIRST_DAY).days] = special.is_working
    return works


def _minutes_within(hours: OfficeHours) -> Whole:
    """Give the office minutes before each minute of a day, and of the whole day."""
    open_ = np.zeros(MINUTES_PER_DAY, np.int32)
    for early, late in hours.spans:
        open_[early:late] = 1
    return np.concatenate(([0], np.cumsum(open_))).astype(np.int32)


def _numbers(values: pl.Series | float, rows: int) -> tuple[NDArray[np.int64], Flags]:
    """Give numbers rounded to whole minutes, and which of them are known."""
    if not isinstance(values, pl.Series):
        return np.full(rows, round(values), np.int64), np.ones(rows, np.bool_)
    known = values.is_not_null().to_numpy()
    return np.rint(values.fill_null(0).to_numpy()).astype(np.int64), known
