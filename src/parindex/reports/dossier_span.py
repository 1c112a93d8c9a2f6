"""What a report of dossiers says of a period that the store does not know, or not to its end."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from parindex.dossiers.measures.periods import Period
from parindex.dossiers.measures.spans import Known
from parindex.errors import Phrase
from parindex.language import N_, Lang
from parindex.numerals import format_date, format_number
from parindex.reports.content import Report

_BEFORE: Final = N_(
    "Kho không có hồ sơ nào của kỳ này: hồ sơ đầu tiên tiếp nhận ngày {first}. "
    "Số 0 ở đây không phải số đo được."
)
_AFTER: Final = N_(
    "Kho chỉ có số liệu đến ngày {last}, kỳ hết ngày {end}: {count} hồ sơ chưa xong, hẹn trả sau "
    "ngày {last}, được tính là quá hạn. Muốn tính đến ngày {last} thì ghi --period {start}..{until}"
)
_LONG_AFTER: Final = N_(
    "Kho chỉ có số liệu đến ngày {last}, trước khi kỳ này bắt đầu: hồ sơ lúc ấy chưa xong được tính là "
    "vẫn đang giải quyết, trong đó {count} hồ sơ là quá hạn vì hẹn trả sau ngày {last}."
)


def with_span(report: Report, known: Known | None, period: Period, lang: Lang = "vi") -> Report:
    """Say first where a period lies outside the days that the store knows of, or goes on after them."""
    said = None if known is None else _said(known, period, lang)
    return report if said is None else replace(report, notes=(said.in_(lang), *report.notes))


def _said(known: Known, period: Period, lang: Lang) -> Phrase | None:
    if period.end < known.first:
        return Phrase(_BEFORE, {"first": format_date(known.first)})
    if not known.due_later:
        return None
    count = format_number(known.due_later, None, lang)
    days = {"last": format_date(known.last), "end": format_date(period.end), "count": count}
    if known.last < period.start:
        return Phrase(_LONG_AFTER, days)
    span = {"start": period.start.isoformat(), "until": known.last.isoformat()}
    return Phrase(_AFTER, {**days, **span})
