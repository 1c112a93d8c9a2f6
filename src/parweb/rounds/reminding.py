"""When a reminder is due, and who has not done the work of a phase."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

OFFSETS: Final = (-7, -3, -1, 1, 3)
"""Days before (-) and after (+) a lock on which people are reminded."""
_FRESH: Final = timedelta(days=1)
"""How long a reminder may be late (the worker was down) before it is left out: an old one misleads."""


def due(opens_at: datetime, closes_at: datetime, at: datetime) -> int | None:
    """Give the offset in days whose reminder is due at a moment; None where none is.

    Before the phase opens nobody is reminded of its end.

    >>> lock = datetime(2026, 10, 5, 17)
    >>> [due(datetime(2026, 9, 1), lock, datetime(2026, 10, day, 18)) for day in (1, 2, 4, 6, 7)]
    [None, -3, -1, 1, None]
    """
    for days in reversed(OFFSETS):
        moment = closes_at + timedelta(days=days)
        if moment <= at < moment + _FRESH and at >= opens_at:
            return days
    return None
