"""The hours an office works on a working day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from typing import Final

from parindex.errors import Problem, ProblemsFound, kind
from parindex.language import N_

WRONG_HOURS = kind(
    "DO311",
    N_("giờ làm việc “{given}” không hợp lệ"),
    N_("viết các khoảng giờ theo thứ tự, không chồng nhau, như 7:00-11:30, 13:30-17:00"),
)
HANDOVER: Final = time(15)
"""Receipts after this hour may be handed over at the beginning of the next working day (NĐ 61/2018/NĐ-CP)."""

_SPAN: Final = re.compile(r"(\d{1,2})[:hg](\d{2})?\s*[-–]\s*(\d{1,2})[:hg](\d{2})?")  # as people type it
_HOURS: Final = 24
_MINUTES: Final = 60


@dataclass(frozen=True)
class OfficeHours:
    """Spans of work within a day, in order and apart, as minutes after midnight.

    ``handover_after``: a receipt after this minute counts from the next working morning; None: it counts
    from its own moment. A working day (8 hours by default) is all spans together.
    """

    spans: tuple[tuple[int, int], ...] = ((420, 690), (810, 1020))
    handover_after: int | None = None

    def __post_init__(self) -> None:
        moments = [minute for span in self.spans for minute in span]
        if not moments or any(early >= late for early, late in pairwise(moments)):
            raise ProblemsFound([Problem(WRONG_HOURS, details={"given": self.text()})])
        if moments[0] < 0 or moments[-1] > _HOURS * _MINUTES:
            raise ProblemsFound([Problem(WRONG_HOURS, details={"given": self.text()})])

    @property
    def minutes_per_day(self) -> int:
        """How many minutes a working day has.

        >>> OfficeHours().minutes_per_day
        480
        """
        return sum(late - early for early, late in self.spans)

    def text(self) -> str:
        """Write the spans as people do.

        >>> OfficeHours().text()
        '7:00-11:30, 13:30-17:00'
        """
        return ", ".join(f"{_clock(early)}-{_clock(late)}" for early, late in self.spans)


def _clock(minute: int) -> str:
    return f"{minute // _MINUTES}:{minute % _MINUTES:02d}"


def office_hours(text: str, handover_after: time | None = None) -> OfficeHours:
    """Read office hours as people write them; raise :class:`ProblemsFound` where they make no sense.

    >>> office_hours("7h30 - 11h30, 13h00 - 17h00").spans
    ((450, 690), (780, 1020))
    """
    parts = [part for part in re.split(r"[,;]", text) if part.strip()]
    spans = [_span(part) for part in parts]
    if not spans or None in spans:
        raise ProblemsFound([Problem(WRONG_HOURS, details={"given": text})])
    after = None if handover_after is None else handover_after.hour * _MINUTES + handover_after.minute
    return OfficeHours(tuple(span for span in spans if span), after)


def _span(text: str) -> tuple[int, int] | None:
    found = _SPAN.fullmatch(text.strip())
    if not found:
        return None
    numbers = [int(part or 0) for part in found.groups()]
    if numbers[1] >= _MINUTES or numbers[3] >= _MINUTES:
        return None
    return numbers[0] * _MINUTES + numbers[1], numbers[2] * _MINUTES + numbers[3]
