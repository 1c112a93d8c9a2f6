"""Numbers and moments as pages show them, in the page's language. Rounding happens here, not before."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parindex.language import Lang
from parindex.numerals import format_date, format_number

Number = Decimal | float
NO_BREAK = "\N{NO-BREAK SPACE}"


def page_language() -> Lang:
    """Give the language of the page: English where it is active, else Vietnamese."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def has_number(value: object) -> bool:
    """Tell whether a value can be printed as a number: not None, not text, not NaN."""
    return isinstance(value, int | float | Decimal) and math.isfinite(value)


def number_text(value: Number | None, decimals: int | None = None, lang: Lang | None = None) -> str:
    """Write a number in the language of the page, a dash for none; for texts without markup.

    >>> number_text(Decimal("87.747"), 2, "vi"), number_text(None, 2, "vi")
    ('87,75', '–')
    """
    if value is None or not has_number(value):
        return "–"
    return format_number(value, decimals, lang or page_language())


def no_number() -> SafeString:
    """Give the dash of a missing number, with its meaning for those who point at it or listen."""
    return format_html('<abbr class="missing" title="{}">–</abbr>', _("Chưa có số"))


def moment_text(moment: datetime) -> str:
    """Write a moment as HH:MM dd/mm/yyyy, an aware one in the time zone of the site.

    >>> moment_text(datetime(2026, 3, 2, 7, 5))
    '07:05 02/03/2026'
    """
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{local:%H:%M} {day_text(local)}"


def day_text(day: date) -> str:
    """Write a day as dd/mm/yyyy, an aware moment's day in the time zone of the site.

    >>> day_text(date(2023, 3, 16))
    '16/03/2023'
    """
    if isinstance(day, datetime) and timezone.is_aware(day):
        day = timezone.localtime(day)
    return format_date(day)
