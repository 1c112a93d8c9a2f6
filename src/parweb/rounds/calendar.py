"""The calendar of a round: what is proposed, how it shifts by years, what is odd about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from itertools import combinations
from typing import Final

from django.utils.translation import gettext as _

from parweb.rounds.states import PhaseKind


@dataclass(frozen=True)
class Span:
    """A phase from when to when; moments are aware."""

    kind: PhaseKind
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class Remark:
    """Something about a calendar that a manager should know; an error forbids it.

    An error names its phase and which of its ends is to be mended: ``opens`` or ``closes``.
    """

    text: str
    is_error: bool = False
    phase: PhaseKind | None = None
    end: str = ""


_OPENS: Final = time(8, 0)
_CLOSES: Final = time(17, 0)
_PROPOSED: Final[Mapping[PhaseKind, tuple[tuple[int, int], tuple[int, int]]]] = {
    PhaseKind.SURVEYS: ((8, 1), (9, 30)),
    PhaseKind.SELF_SCORE: ((9, 1), (10, 5)),
    PhaseKind.SIGNATURE: ((9, 1), (10, 10)),
    PhaseKind.APPRAISAL_1: ((10, 11), (10, 31)),
    PhaseKind.EXPLANATION: ((11, 1), (11, 10)),
    PhaseKind.APPRAISAL_2: ((11, 11), (11, 25)),
    PhaseKind.COUNCIL: ((11, 26), (12, 10)),
    PhaseKind.APPEAL: ((12, 11), (12, 20)),
    PhaseKind.PUBLICATION: ((12, 21), (12, 31)),
}
"""Month and day of each phase as Huế's yearly plan has them: surveys by 30/9, self-scores by 5/10."""


def proposed(year: int, zone: tzinfo) -> tuple[Span, ...]:
    """Give a calendar to begin with, for the year that is assessed; people change it."""
    return tuple(
        Span(kind, _at(year, opens, _OPENS, zone), _at(year, closes, _CLOSES, zone))
        for kind, (opens, closes) in _PROPOSED.items()
    )


def _at(year: int, day: tuple[int, int], hour: time, zone: tzinfo) -> datetime:
    return datetime(year, *day, hour.hour, hour.minute, tzinfo=zone)


def shifted(spans: Iterable[Span], years: int, zone: tzinfo) -> tuple[Span, ...]:
    """Give the same days and hours, some years later, on the clock of the zone; 29/2 becomes 28/2.

    >>> from datetime import timezone
    >>> one = Span(PhaseKind.APPEAL, datetime(2024, 2, 29, 8, tzinfo=timezone.utc),
    ...            datetime(2024, 3, 5, 17, tzinfo=timezone.utc))
    >>> [f"{moment:%d/%m/%Y %H:%M}" for span in shifted([one], 1, timezone.utc)
    ...  for moment in (span.opens_at, span.closes_at)]
    ['28/02/2025 08:00', '05/03/2025 17:00']
    """
    return tuple(
        Span(span.kind, _later(span.opens_at, years, zone), _later(span.closes_at, years, zone))
        for span in spans
    )


def _later(moment: datetime, years: int, zone: tzinfo) -> datetime:
    local = moment.astimezone(zone)
    try:
        return local.replace(year=local.year + years)
    except ValueError:
        return local.replace(year=local.year + years, day=28)


def remarks(spans: Iterable[Span]) -> list[Remark]:
    """Tell what is wrong with a calendar (errors) and what is odd (overlaps, a later phase that opens first).

    Overlaps are allowed: leaders may sign while others still fill in. They are named so that nobody is
    surprised.
    """
    ordered = sorted(spans, key=lambda span: list(PhaseKind).index(span.kind))
    found = [*_empty(ordered), *_missing(ordered)]
    for first, second in combinations(ordered, 2):
        found += _of_pair(first, second)
    return found


def _empty(spans: list[Span]) -> Iterable[Remark]:
    for span in spans:
        if span.opens_at >= span.closes_at:
            words = _("{phase}: lúc khóa phải sau lúc mở.").format(phase=span.kind.label)
            yield Remark(words, is_error=True, phase=span.kind, end="closes")


def _missing(spans: list[Span]) -> Iterable[Remark]:
    there = {span.kind for span in spans}
    for kind in (PhaseKind.SELF_SCORE, PhaseKind.SIGNATURE):
        if kind not in there:
            words = _("Thiếu giai đoạn “{phase}”.").format(phase=kind.label)
            yield Remark(words, is_error=True, phase=kind, end="opens")


def _of_pair(first: Span, second: Span) -> Iterable[Remark]:
    names = {"first": first.kind.label, "second": second.kind.label}
    if second.opens_at < first.opens_at:
        yield Remark(_("“{second}” mở trước “{first}”.").format(**names))
    elif second.opens_at < first.closes_at:
        yield Remark(_("“{first}” và “{second}” diễn ra cùng lúc một thời gian.").format(**names))
