"""What the tables of days do not know of a span of days: said beside every figure of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from parindex.dossiers.calendar.reading import FORECAST_FROM, SHIPPED_YEARS
from parindex.errors import Phrase
from parindex.language import N_

NO_TABLE: Final = N_(
    "Không có bảng ngày nghỉ của năm {years}: hạn, số ngày trễ, giờ làm việc chỉ trừ thứ Bảy và Chủ nhật, "
    "trừ khi kho được nhập với --calendar của năm ấy."
)
FORECAST: Final = N_(
    "Ngày nghỉ năm {years} là dự kiến theo luật, chưa có quyết định: hạn, số ngày trễ còn có thể thay đổi."
)


_PAIR: Final = 2


def said_of_years(first: date, last: date) -> Iterator[Phrase]:
    """Say of which years from the first to the last day there is no shipped table, or a forecast.

    >>> [said.in_()[:43] for said in said_of_years(date(2030, 12, 15), date(2031, 3, 14))]
    ['Không có bảng ngày nghỉ của năm 2031: hạn, ', 'Ngày nghỉ năm 2030 là dự kiến theo luật, ch']
    """
    years = range(first.year, last.year + 1)
    unknown = [year for year in years if year not in SHIPPED_YEARS]
    forecast = [year for year in years if year in SHIPPED_YEARS and year >= FORECAST_FROM]
    for text, some in ((NO_TABLE, unknown), (FORECAST, forecast)):
        if some:
            yield Phrase(text, {"years": _named(some)})


def _named(years: list[int]) -> str:
    """Name years: three or more in a row by the first and the last."""
    if len(years) > _PAIR and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}–{years[-1]}"
    return ", ".join(map(str, years))
