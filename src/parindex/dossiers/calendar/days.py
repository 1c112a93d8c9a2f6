"""Which days are worked: weekly days off, public holidays, substitute days off and make-up days."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from parindex.language import Lang

SATURDAY: Final = 5


class DayKind(StrEnum):
    """Why a day is not what its place in the week says."""

    HOLIDAY = "holiday"  # nghỉ lễ, tết
    SUBSTITUTE_OFF = "substitute_off"  # nghỉ bù, nghỉ hoán đổi
    MAKE_UP_WORKING = "make_up_working"  # làm bù


@dataclass(frozen=True, order=True)
class SpecialDay:
    """A day that a law or a decision makes a day off, or a working day.

    ``in_place_of``: of a substitute day, the holiday that fell on a weekend or the Saturday that is
    worked instead; of a make-up day, the day off it makes up for. ``is_forecast``: no decision yet.
    """

    on: date
    kind: DayKind
    name_vi: str
    name_en: str
    basis: str
    in_place_of: date | None = None
    is_forecast: bool = False

    @property
    def is_working(self) -> bool:
        """Tell whether offices work on the day."""
        return self.kind is DayKind.MAKE_UP_WORKING

    def name(self, lang: Lang = "vi") -> str:
        """Give the name of the day."""
        return self.name_vi if lang == "vi" else self.name_en


@dataclass(frozen=True)
class Calendar:
    """The special days of some years. Any other day is worked from Monday to Friday.

    ``years``: the years whose special days are known; outside them only the weekly days off count.
    """

    days: tuple[SpecialDay, ...]
    years: tuple[int, ...]

    def is_working(self, day: date) -> bool:
        """Tell whether offices work on the day.

        >>> Calendar((), ()).is_working(date(2026, 8, 22))  # a Saturday
        False
        """
        special = next((one for one in self.days if one.on == day), None)
        return special.is_working if special else day.weekday() < SATURDAY

    def special(self, first: date, last: date) -> Iterator[SpecialDay]:
        """Give the special days from the first to the last day, in order."""
        return (day for day in self.days if first <= day.on <= last)

    @property
    def forecast_years(self) -> tuple[int, ...]:
        """The years of which a day is a forecast: due dates in them may still move."""
        return tuple(sorted({day.on.year for day in self.days if day.is_forecast}))

    @property
    def digest(self) -> str:
        """A short text that changes when a day changes between worked and not worked."""
        lines = ("\n".join(f"{day.on} {day.is_working}" for day in self.days), str(self.years))
        return hashlib.sha256("\n\n".join(lines).encode()).hexdigest()[:16]

    def changed_days(self, other: Calendar) -> list[date]:
        """List the days that one of the two calendars works and the other does not, in order."""
        days = {day.on for day in (*self.days, *other.days)}
        return sorted(day for day in days if self.is_working(day) != other.is_working(day))


def calendar_of(days: Iterable[SpecialDay], years: Iterable[int]) -> Calendar:
    """Make a calendar of special days in any order."""
    return Calendar(tuple(sorted(days)), tuple(sorted(set(years))))


def is_weekend(day: date) -> bool:
    """Tell whether a day is a Saturday or a Sunday."""
    return day.weekday() >= SATURDAY


def days_from(first: date, last: date) -> Iterator[date]:
    """Give every day from the first to the last."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
