"""Periods of reports, and the half-month slots that they are made of.

Slots are cut between the 14th and the 15th and between months. So calendar months and the reporting
periods of CCHC (15/12 to 14/3, ...) are both whole numbers of slots, and counts by slot add up to either.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from parindex.errors import Phrase, Place, Problem, ProblemsFound, kind
from parindex.language import N_, Lang
from parindex.numerals import format_date

NO_PERIOD = kind(
    "DO401",
    N_("không hiểu kỳ “{given}”"),
    N_("viết một trong: 2026, 2026-H1, 2026-Q3, 2026-09, CCHC-2026-Q1, 2026-01-05..2026-02-10"),
)
OTHER_YEARS = kind(
    "DO412",
    N_("kỳ “{given}” nằm ngoài các năm {first}–{last}"),
    N_("viết năm có hồ sơ, ví dụ 2026-09"),
)
_EARLIEST, _LATEST = 1990, 2100
"""The years of the days that files may have."""
_SECOND_HALF = 15
_SLOTS_OF_A_YEAR = 24
_FIRST_YEAR = 2000
_MONTHS_OF_A_YEAR, _MONTHS_OF_A_HALF, _MONTHS_OF_A_QUARTER = 12, 6, 3


@dataclass(frozen=True)
class Period:
    """A span of days, both included. ``share_of_year``: 12 for a month, 4 for a quarter, else 1.

    ``due_on``: the day by which the report of the period is due, where a decision says so.
    """

    start: date
    end: date
    label: Phrase
    share_of_year: int = 1
    due_on: date | None = None

    @property
    def first_slot(self) -> int:
        """The slot of the first day."""
        return slot_of(self.start)

    @property
    def last_slot(self) -> int:
        """The slot of the last day."""
        return slot_of(self.end)

    @property
    def is_whole_slots(self) -> bool:
        """Tell whether counts by slot can answer for the period."""
        starts = slot_of(self.start - timedelta(days=1)) != self.first_slot
        return starts and slot_of(self.end + timedelta(days=1)) != self.last_slot

    def title(self, lang: Lang = "vi") -> str:
        """Name the period with its days.

        >>> cchc(2026, "Q1").title()
        'Kỳ báo cáo CCHC quý I/2026 (15/12/2025–14/03/2026)'
        """
        days = f"{format_date(self.start, lang)}–{format_date(self.end, lang)}"
        return f"{self.label.in_(lang)} ({days})"


def slot_of(day: date) -> int:
    """Number the half-month slots from the first half of January 2000.

    >>> slot_of(date(2000, 1, 14)), slot_of(date(2000, 1, 15)), slot_of(date(2000, 2, 1))
    (0, 1, 2)
    """
    half = 1 if day.day >= _SECOND_HALF else 0
    return (day.year - _FIRST_YEAR) * _SLOTS_OF_A_YEAR + (day.month - 1) * 2 + half


def month_of(slot: int) -> Period:
    """Give the calendar month that a slot lies in.

    >>> month_of(slot_of(date(2026, 5, 31))).title()
    'Tháng 5/2026 (01/05/2026–31/05/2026)'
    """
    years, rest = divmod(slot, _SLOTS_OF_A_YEAR)
    return month(_FIRST_YEAR + years, rest // 2 + 1)


def span(start: date, end: date) -> Period:
    """Give any span of days; raises :class:`ProblemsFound` where it ends before it begins."""
    if end < start:
        raise _not_understood(f"{start}..{end}")
    return Period(start, end, Phrase(N_("Từ ngày đến ngày")))


def month(year: int, number: int) -> Period:
    """Give a calendar month."""
    label = Phrase(N_("Tháng {number}/{year}"), {"number": number, "year": year})
    return Period(date(year, number, 1), _last_day(year, number), label, share_of_year=12)


def quarter(year: int, number: int) -> Period:
    """Give a quarter of the calendar year, 1 to 4."""
    label = Phrase(N_("Quý {number}/{year}"), {"number": ["I", "II", "III", "IV"][number - 1], "year": year})
    last = number * _MONTHS_OF_A_QUARTER
    start = date(year, last - _MONTHS_OF_A_QUARTER + 1, 1)
    return Period(start, _last_day(year, last), label, share_of_year=4)


def half_year(year: int, number: int) -> Period:
    """Give a half of the calendar year, 1 or 2."""
    details = {"year": year}
    label = Phrase(N_("6 tháng đầu năm {year}") if number == 1 else N_("6 tháng cuối năm {year}"), details)
    last = number * _MONTHS_OF_A_HALF
    return Period(date(year, last - _MONTHS_OF_A_HALF + 1, 1), _last_day(year, last), label)


def year(number: int) -> Period:
    """Give a calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31), Phrase(N_("Năm {year}"), {"year": number}))


def cchc(number: int, part: str) -> Period:
    """Give a reporting period of CCHC: ``Q1``, ``H1``, ``Q3`` or ``Y`` of a year.

    Reports are due on the 20th. The cut-off days are 15/12–14/3, 15/12–14/6, 15/6–14/9 and 15/12–14/12.
    """
    before = date(number - 1, 12, 15)
    start, end, label, share = {
        "Q1": (before, date(number, 3, 14), N_("Kỳ báo cáo CCHC quý I/{year}"), 4),
        "H1": (before, date(number, 6, 14), N_("Kỳ báo cáo CCHC 6 tháng {year}"), 1),
        "Q3": (date(number, 6, 15), date(number, 9, 14), N_("Kỳ báo cáo CCHC quý III/{year}"), 4),
        "Y": (before, date(number, 12, 14), N_("Kỳ báo cáo CCHC năm {year}"), 1),
    }[part]
    return Period(start, end, Phrase(label, {"year": number}), share, end.replace(day=20))


def year_before(period: Period) -> Period:
    """Give the calendar year before the one in which a period ends."""
    return year(period.end.year - 1)


def parse_period(text: str) -> Period:
    """Read a period as people write it on a command line; raises :class:`ProblemsFound` (DO401, DO412).

    >>> parse_period("2026-09").end, parse_period("2026-H1").end, parse_period("CCHC-2026-Y").start
    (datetime.date(2026, 9, 30), datetime.date(2026, 6, 30), datetime.date(2025, 12, 15))
    >>> parse_period("2026-01-05..2026-02-10").is_whole_slots
    False
    """
    written = text.strip().upper()
    for pattern, make in _FORMS:
        found = pattern.fullmatch(written)
        if found:
            return _of_known_years(_made(make, found, text), text)
    raise _not_understood(text)


def _of_known_years(period: Period, text: str) -> Period:
    if period.start.year >= _EARLIEST and period.end.year <= _LATEST:
        return period
    details = {"given": text, "first": str(_EARLIEST), "last": str(_LATEST)}
    raise ProblemsFound([Problem(OTHER_YEARS, Place(), details)])


def _made(make: Callable[..., Period], found: re.Match[str], text: str) -> Period:
    try:
        return make(*found.groups())
    except (ValueError, KeyError):
        raise _not_understood(text) from None


def _not_understood(text: str) -> ProblemsFound:
    return ProblemsFound([Problem(NO_PERIOD, Place(), {"given": text})])


def _last_day(number: int, month_number: int) -> date:
    years, before = divmod(month_number, _MONTHS_OF_A_YEAR)
    return date(number + years, before + 1, 1) - timedelta(days=1)


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[..., Period]], ...]] = (
    (re.compile(r"(\d{4})"), lambda y: year(int(y))),
    (re.compile(r"(\d{4})-H([12])"), lambda y, n: half_year(int(y), int(n))),
    (re.compile(r"(\d{4})-Q([1-4])"), lambda y, n: quarter(int(y), int(n))),
    (re.compile(r"(\d{4})-(\d{2})"), lambda y, n: month(int(y), int(n))),
    (re.compile(r"CCHC-(\d{4})-(Q1|H1|Q3|Y)"), lambda y, part: cchc(int(y), part)),
    (
        re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})"),
        lambda a, b: span(date.fromisoformat(a), date.fromisoformat(b)),
    ),
)
