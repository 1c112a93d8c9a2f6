"""When things happen in the demonstration, counted from the day it is made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from parweb.rounds.calendar import Span
from parweb.rounds.states import PhaseKind

_CLOSES = 17
_HALF_WAY = (
    (PhaseKind.SURVEYS, -70, -45),
    (PhaseKind.SELF_SCORE, -45, -12),
    (PhaseKind.SIGNATURE, -45, -10),
    (PhaseKind.APPRAISAL_1, -10, 8),
    (PhaseKind.EXPLANATION, -5, 12),
    (PhaseKind.APPRAISAL_2, 12, 22),
    (PhaseKind.COUNCIL, -2, 30),
    (PhaseKind.APPEAL, 31, 38),
    (PhaseKind.PUBLICATION, 38, 45),
)
"""A round in its first appraisal: days before and after today.

The council begins early: it alone scores initiatives, which wait for no appraiser.
"""
_APPEALS = (
    (PhaseKind.SURVEYS, -110, -90),
    (PhaseKind.SELF_SCORE, -90, -60),
    (PhaseKind.SIGNATURE, -90, -58),
    (PhaseKind.APPRAISAL_1, -58, -40),
    (PhaseKind.EXPLANATION, -50, -35),
    (PhaseKind.APPRAISAL_2, -35, -20),
    (PhaseKind.COUNCIL, -20, -8),
    (PhaseKind.APPEAL, -6, 8),
    (PhaseKind.PUBLICATION, 8, 15),
)
"""A round whose provisional result is out and may be appealed against."""


def half_way(today: datetime) -> tuple[Span, ...]:
    """Give the calendar of the round that is in its first appraisal today."""
    return _spans(today, _HALF_WAY)


def in_appeals(today: datetime) -> tuple[Span, ...]:
    """Give the calendar of the round whose appeals are open today."""
    return _spans(today, _APPEALS)


def _spans(today: datetime, days: Iterable[tuple[PhaseKind, int, int]]) -> tuple[Span, ...]:
    return tuple(Span(kind, day(today, first), day(today, last, _CLOSES)) for kind, first, last in days)


def day(today: datetime, offset: int, hour: int = 8) -> datetime:
    """Give an hour (8:00) of a day before or after today, in the time zone of the site."""
    morning = timezone.localtime(today).replace(hour=hour, minute=0, second=0, microsecond=0)
    return morning + timedelta(days=offset)


def assessed_year(today: datetime) -> int:
    """Give the year that the round of this year assesses: the last one until June, then the running one."""
    half = 7
    return today.year if today.month >= half else today.year - 1
