"""Days that can be read but may be another day: day and month changed places on their way into the file.

Two things do that. Software set to American English writes the month first: 09/05 is the fifth of September.
And Excel set to it takes the Vietnamese text 05/09 for the ninth of May, while 30/09 stays a text: then every
real date of a column has a day up to 12, and every text a day beyond.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import polars as pl

from parindex.dossiers.intake.moments import Read
from parindex.language import N_
from parindex.reading.grid import BLANKS

MONTH_FIRST: Final = N_(
    "tệp ghi tháng trước ngày (có ô như 09/30/2026), nên không chắc đâu là ngày, đâu là tháng; "
    "xuất lại với ngày kiểu dd/mm/yyyy hoặc yyyy-mm-dd"
)
SWAPPED: Final = N_(
    "Excel có lẽ đã đảo ngày và tháng khi mở tệp (cột lẫn ô ngày và ô chữ, ô chữ đều có ngày sau 12); "
    "xuất lại từ phần mềm một cửa và không mở bằng Excel trước khi nhập"
)
TWO_DIGIT_YEAR: Final = N_("năm chỉ có hai chữ số, không chắc là năm nào; ghi đủ bốn chữ số: dd/mm/yyyy")
MONTH_OVER_12: Final = N_("tháng lớn hơn 12: ngày phải đứng trước tháng, như 30/09/2026")
NO_SUCH_DAY: Final = N_("lịch không có ngày này")
_SHAPE: Final = r"^(?:.*[ ,])?(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}(?:[ T].*)?$"
_SHORT_YEAR: Final = r"^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}(?:\D.*)?$"
_MOST_MONTHS: Final = 12


class _Shape(NamedTuple):
    """The two small numbers of each text that begins with them; null where it is written otherwise."""

    first: pl.Series
    second: pl.Series


def _shape(texts: pl.Series) -> _Shape:
    plain = texts.str.strip_chars(BLANKS)
    return _Shape(*(plain.str.extract(_SHAPE, group).cast(pl.Int64, strict=False) for group in (1, 2)))


def doubtful(
    cells: Mapping[str, pl.Series], read: Mapping[str, Read]
) -> dict[str, list[tuple[pl.Series, str]]]:
    """Say which days of columns of texts are in doubt and why; looks only at columns with a sign of it.

    ``cells`` and ``read``: the texts by field, and what was read of them.
    """
    found: dict[str, list[tuple[pl.Series, str]]] = {}
    for name, one in read.items():
        if one.is_mixed and (mask := _swapped(cells[name], one)) is not None:
            found.setdefault(name, []).append((mask, SWAPPED))
    if any(_begins_with_month(cells[name].filter(one.is_bad)) for name, one in read.items()):
        for name, mask in _month_first(cells).items():
            found.setdefault(name, []).append((mask, MONTH_FIRST))
    return found


def why_no_day(texts: pl.Series) -> dict[str, pl.Series]:
    """Say of texts that are no day which of them are nearly one: reason → which."""
    shape, plain = _shape(texts), texts.str.strip_chars(BLANKS)
    is_late_month = (shape.second > _MOST_MONTHS) & (shape.first <= _MOST_MONTHS)
    reasons = {
        TWO_DIGIT_YEAR: plain.str.contains(_SHORT_YEAR),
        MONTH_OVER_12: is_late_month,
        NO_SUCH_DAY: shape.first.is_between(28, 31) & (shape.second <= _MOST_MONTHS),
    }
    return {reason: mask.fill_null(value=False) for reason, mask in reasons.items()}


def _begins_with_month(bad: pl.Series) -> bool:
    return bool(len(bad)) and bool(why_no_day(bad)[MONTH_OVER_12].any())


def _month_first(cells: Mapping[str, pl.Series]) -> dict[str, pl.Series]:
    """Doubt every day that could be either, where more days say that the month comes first than second."""
    shapes = {name: _shape(texts) for name, texts in cells.items()}
    month_first = sum(
        _count((one.second > _MOST_MONTHS) & (one.first <= _MOST_MONTHS)) for one in shapes.values()
    )
    day_first = sum(
        _count((one.first > _MOST_MONTHS) & (one.second <= _MOST_MONTHS)) for one in shapes.values()
    )
    if month_first <= day_first:
        return {}
    return {
        name: (
            (one.first <= _MOST_MONTHS) & (one.second <= _MOST_MONTHS) & (one.first != one.second)
        ).fill_null(value=False)
        for name, one in shapes.items()
    }


def _count(mask: pl.Series) -> int:
    return int(mask.sum() or 0)


def _swapped(texts: pl.Series, read: Read) -> pl.Series | None:
    """Doubt the real dates of a column whose texts are all beyond the twelfth, and whose dates never are."""
    first = _shape(texts).first
    is_text = first.is_not_null()
    is_date = ~is_text & read.moments.is_not_null()
    beyond = (first > _MOST_MONTHS) | ~is_text
    within = (read.moments.dt.day() <= _MOST_MONTHS) | ~is_date
    if not (is_date.any() and is_text.any() and beyond.all() and within.all()):
        return None
    return is_date & (read.moments.dt.day() != read.moments.dt.month())
