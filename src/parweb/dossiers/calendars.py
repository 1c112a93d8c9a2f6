"""The working calendar of the site: the one that came with the software, with days its keepers corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.calendar.days import Calendar, DayKind, SpecialDay, calendar_of, is_weekend
from parindex.dossiers.calendar.reading import shipped_calendar
from parweb.dossiers.models import CalendarDay, Recount

Known = Mapping[str, bool]
"""Days that are not what their place in the week says: ISO date → whether it is worked."""


class Corrected(NamedTuple):
    """A corrected day."""

    on: date
    is_working: bool
    name: str
    basis: str


def site_calendar() -> Calendar:
    """Give the calendar by which dossiers are judged from now on (one query)."""
    return _laid_over(_corrections())


def working_clock() -> WorkingClock:
    """Give the clock of the site: its calendar, usual office hours (one query)."""
    return _clock(_corrections())


def _corrections() -> tuple[Corrected, ...]:
    rows = CalendarDay.objects.order_by("on").values_list("on", "is_working", "name", "basis")
    return tuple(Corrected(*row) for row in rows)


@lru_cache(maxsize=4)
def _clock(days: tuple[Corrected, ...]) -> WorkingClock:
    return WorkingClock(_laid_over(days))


@lru_cache(maxsize=4)
def _laid_over(days: tuple[Corrected, ...]) -> Calendar:
    """Put corrected days in the place of those of the shipped calendar."""
    shipped = shipped_calendar()
    gone = {one.on for one in days}
    kept = [one for one in shipped.days if one.on not in gone]
    return calendar_of([*kept, *_special(days)], shipped.years)


def _special(days: Iterable[Corrected]) -> Iterable[SpecialDay]:
    """Give the corrected days that are not what their place in the week says."""
    for one in days:
        if one.is_working == is_weekend(one.on):
            kind = DayKind.MAKE_UP_WORKING if one.is_working else DayKind.HOLIDAY
            yield SpecialDay(one.on, kind, one.name, one.name, one.basis)


def known_days(calendar: Calendar) -> dict[str, bool]:
    """Give the special days of a calendar as plain data."""
    return {one.on.isoformat(): one.is_working for one in calendar.days}


def changed_days(before: Known, calendar: Calendar) -> list[date]:
    """List the days that are worked in one of the two and not in the other, in order."""
    after = known_days(calendar)
    days = (date.fromisoformat(text) for text in {*before, *after})
    return sorted(one for one in days if _is_working(before, one) != _is_working(after, one))


def _is_working(known: Known, day: date) -> bool:
    return known.get(day.isoformat(), not is_weekend(day))


def days_to_recount() -> list[date]:
    """List the days that changed since the facts in the store were made; none before the first import."""
    last = last_recount()
    return changed_days(last.calendar, site_calendar()) if last else []


def last_recount() -> Recount | None:
    """Give the last recount that was done, whose calendar the facts in the store follow."""
    return Recount.objects.exclude(done_at=None).order_by("-done_at", "-id").first()
