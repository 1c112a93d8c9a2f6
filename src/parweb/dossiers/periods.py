"""Which periods a page can be asked for, and how far a period has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from parindex.dossiers.measures.periods import Period, month, parse_period, span
from parindex.errors import ProblemsFound
from parweb.interface.numbers import page_language

_MONTHS_OF_A_YEAR: Final = 12
MONTHS_OF_A_TREND: Final = 13


@dataclass(frozen=True)
class Asked:
    """The period that a page is about: its code in the address, and its days up to today."""

    code: str
    whole: Period
    period: Period

    @property
    def title(self) -> str:
        """Name the period in the language of the page."""
        return self.whole.title(page_language())

    @property
    def is_running(self) -> bool:
        """Tell whether the period is not over."""
        return self.period.end < self.whole.end


def asked_period(query: Mapping[str, Any], today: date) -> Asked:
    """Give the period of ``?ky=``; this month where none that has begun is asked for, or understood.

    Of days to come there are no figures: what waits today would count as overdue by then.
    """
    code = str(query.get("ky") or "")
    whole = _begun(code, today)
    if whole is None:
        code, whole = f"{today:%Y-%m}", month(today.year, today.month)
    return Asked(code, whole, until(whole, today))


def _begun(code: str, today: date) -> Period | None:
    """Give the period of a code that has begun; None where it has not, or cannot be understood."""
    try:
        found = parse_period(code) if code else None
    except ProblemsFound:
        return None
    return found if found is not None and found.start <= today else None


def until(period: Period, today: date) -> Period:
    """Cut off the days of a period that are still to come."""
    return period if period.end <= today else replace(period, end=today)


def year_to(period: Period) -> Period:
    """Give the calendar year up to the end of a period."""
    return span(date(period.end.year, 1, 1), period.end)


def months_to(period: Period) -> list[Period]:
    """Give the months of a trend, the last of which ends with the period."""
    last = period.end.year * _MONTHS_OF_A_YEAR + period.end.month - 1
    numbers = range(last - MONTHS_OF_A_TREND + 1, last + 1)
    months = [month(*_year_and_month(number)) for number in numbers]
    return [*months[:-1], until(months[-1], period.end)]


def _year_and_month(number: int) -> tuple[int, int]:
    return number // _MONTHS_OF_A_YEAR, number % _MONTHS_OF_A_YEAR + 1


def choices(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the periods to choose from, in groups: codes for ``?ky=`` and names."""
    year, lang = today.year, page_language()
    months = reversed(months_to(month(year, today.month)))
    kinds = [
        (_("Tháng"), [f"{one.start:%Y-%m}" for one in months]),
        (_("Quý"), [f"{number}-Q{part}" for number in (year, year - 1) for part in (4, 3, 2, 1)]),
        (
            _("6 tháng, năm"),
            [f"{number}{part}" for number in (year, year - 1) for part in ("", "-H2", "-H1")],
        ),
        (_("Kỳ báo cáo CCHC"), [f"CCHC-{number}-{part}" for number in (year, year - 1) for part in _PARTS]),
    ]
    return [
        (
            label,
            [
                (code, parse_period(code).label.in_(lang))
                for code in codes
                if parse_period(code).start <= today
            ],
        )
        for label, codes in kinds
    ]


def offered(asked: Asked, today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the periods to choose from with the one of the page, which an address may have named freely."""
    found = choices(today)
    if any(code == asked.code for _label, options in found for code, _name in options):
        return found
    return [(_("Đang xem"), [(asked.code, asked.title)]), *found]


_PARTS: Final = ("Y", "Q3", "H1", "Q1")


def days_between(first: date, last: date) -> int:
    """Count the days from one day to another."""
    return (last - first) // timedelta(days=1)
