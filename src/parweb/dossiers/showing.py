"""Figures as tables and charts: words, columns, links to the dossiers behind a count."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, Final

import polars as pl
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from parindex.dossiers.measures.catalogue import COUNTS, RATIOS
from parindex.dossiers.measures.periods import Period
from parindex.language import translate
from parweb.dossiers.drawing import Month, month_columns, split_bars
from parweb.dossiers.figures import OF_GROUPS, Group, Values, label_of, law_of
from parweb.dossiers.words import CHANNELS
from parweb.interface.chart_data import Split
from parweb.interface.numbers import number_text, page_language
from parweb.interface.tables import Column, Kind, shown

DIMENSIONS: Final[dict[str, tuple[str, Any]]] = {
    "don-vi": ("unit", gettext_lazy("Đơn vị")),
    "linh-vuc": ("field", pgettext_lazy("procedure", "Lĩnh vực")),
    "thu-tuc": ("procedure", gettext_lazy("Thủ tục")),
    "kenh": ("channel", gettext_lazy("Kênh nộp")),
}
"""Word in the address → dimension of the counts, and what it is called."""
AGES: Final = (5, 10, 20, 30)
"""Days of the bands of waiting; the last band has no end."""


@dataclass(frozen=True)
class Row:
    """A row of figures: its label, its values, the cells as they are printed."""

    key: str
    label: str
    values: Values
    url: str = ""
    cells: tuple[Cell, ...] = field(default=())

    def get(self, name: str) -> Any:
        """Give the value of a column."""
        return self.label if name == "label" else self.values.get(name)


@dataclass(frozen=True)
class Cell:
    """A printed figure, and the address of the dossiers behind it."""

    text: str
    url: str = ""


def column_of(measure: str) -> Column:
    """Give the column of a measure."""
    if measure in COUNTS:
        return Column(measure, label_of(measure), kind="whole")
    ratio = RATIOS[measure]
    kind: Kind = "percent" if ratio.unit == "%" else "number"
    return Column(measure, label_of(measure), kind=kind, decimals=2)


def columns_of(dimension: str) -> list[Column]:
    """Give the columns of a table by a dimension."""
    return [Column("label", DIMENSIONS[dimension][1]), *(column_of(one) for one in OF_GROUPS)]


def cell(measure: str, values: Values, link: Callable[[str], str] | None = None) -> Cell:
    """Print one figure; ``link`` gives the address of the dossiers of a measure."""
    value, column = values.get(measure), column_of(measure)
    text = shown(value, column)
    if column.kind == "percent" and value is not None:
        text = f"{text}\N{NO-BREAK SPACE}%"
    elif measure in RATIOS and value is not None:
        text = f"{text}\N{NO-BREAK SPACE}{translate(RATIOS[measure].unit, page_language())}"
    is_count = measure in COUNTS and bool(value)
    return Cell(text, link(measure) if link is not None and is_count else "")


def rows_of(
    groups: Sequence[Group], names: Mapping[int, str], keys: Mapping[int, str], unknown: str
) -> list[Row]:
    """Give the rows of a table by a dimension, with their names."""
    return [
        Row(
            keys.get(int(one.values["_group"]), ""),
            names.get(int(one.values["_group"])) or unknown,
            one.values,
        )
        for one in groups
    ]


def headline(
    measures: Sequence[str], period: Values, year: Values, links: Sequence[Callable[[str], str] | None]
) -> list[dict[str, Any]]:
    """Give the table of a unit's figures: each measure over the period and since the year began."""
    return [
        {
            "measure": measure,
            "label": label_of(measure),
            "law": law_of(measure),
            "is_share": measure in RATIOS,
            "period": cell(measure, period, links[0]),
            "year": cell(measure, year, links[1]),
        }
        for measure in measures
    ]


def channel_names() -> dict[int, str]:
    """Give the names of the channels."""
    return {int(code): str(words) for code, words in CHANNELS.items()}


def resolved_chart(rows: Sequence[tuple[str, Values]], title: str) -> dict[str, str]:
    """Draw what was resolved, row by row: early, on the due day, late."""
    splits = [Split(name, tuple(int(values[one]) for one in _RESOLVED)) for name, values in rows]
    return {"title": title, "svg": split_bars(title, splits, _kinds())}


def trend_chart(months: Sequence[Period], figures: Sequence[Values | None]) -> dict[str, str]:
    """Draw what was resolved month by month, and the share of it that was on time.

    Months that have no figures are left empty.
    """
    title = trend_title(months, figures)
    columns = [_month(one, values) for one, values in zip(months, figures, strict=True)]
    return {"title": title, "svg": month_columns(title, columns, _kinds(), label_of("on_time_share"))}


def _month(month: Period, values: Values | None) -> Month:
    name = f"{month.start:%m/%y}"
    if values is None:
        return Month(name, (), None)
    return Month(name, tuple(int(values[one]) for one in _RESOLVED), _share(values))


def trend_rows(
    months: Sequence[Period], figures: Sequence[Values | None], measures: Sequence[str]
) -> list[tuple[str, list[Cell]]]:
    """Give the table of a trend: the name of each month and its figures, none where there are none."""
    return [
        (one.label.in_(page_language()), [] if values is None else [cell(name, values) for name in measures])
        for one, values in zip(months, figures, strict=True)
    ]


def _kinds() -> list[str]:
    return [_("Trước hạn"), _("Đúng hạn"), _("Quá hạn")]


def _share(values: Values | None) -> float | None:
    share = None if values is None else values.get("on_time_share")
    return None if share is None else float(share)


def trend_title(months: Sequence[Period], figures: Sequence[Values | None]) -> str:
    """Say what the trend ends with, and how that stands to the month before."""
    last, share = figures[-1], _share(figures[-1])
    name = months[-1].label.in_(page_language())
    if last is None:
        return _("{month}: chưa có số liệu.").format(month=name)
    if share is None:
        return _("{month}: chưa có hồ sơ nào được giải quyết.").format(month=name) + _unknown(months, figures)
    told = {"month": name, "share": number_text(share, 2), "change": _change(months, figures)}
    resolved = number_text(sum(last[one] for one in _RESOLVED), 0)
    words = _("{month}: giải quyết {resolved} hồ sơ, {share} % trước và đúng hạn{change}.")
    return words.format(resolved=resolved, **told) + _unknown(months, figures)


def _unknown(months: Sequence[Period], figures: Sequence[Values | None]) -> str:
    """Say from which month on there are figures, where some months have none."""
    known = [month for month, values in zip(months, figures, strict=True) if values is not None]
    if len(known) in (0, len(months)):
        return ""
    return " " + _("Trước {month} chưa có số liệu.").format(month=known[0].label.in_(page_language()).lower())


def _change(months: Sequence[Period], figures: Sequence[Values | None]) -> str:
    before, now = _share(figures[-2]), _share(figures[-1])
    if before is None or now is None:
        return ""
    change = round(now, 2) - round(before, 2)
    told = {
        "points": number_text(abs(change), 2),
        "month": months[-2].label.in_(page_language()).lower(),
    }
    if not round(change, 2):
        return _(", bằng {month}").format(**told)
    words = (
        _(", tăng {points} điểm % so với {month}")
        if change > 0
        else _(", giảm {points} điểm % so với {month}")
    )
    return words.format(**told)


def most_late(rows: Sequence[tuple[str, Values]]) -> str:
    """Say which row of a table has the most dossiers that were resolved late."""
    name, values = max(rows, key=lambda row: int(row[1]["resolved_late"]))
    if not values["resolved_late"]:
        return _("Không hồ sơ nào được giải quyết quá hạn.")
    late, resolved = (number_text(values[one], 0) for one in ("resolved_late", "resolved"))
    words = _("Nhiều hồ sơ quá hạn nhất: {name} ({late} trong {resolved} hồ sơ đã giải quyết).")
    return words.format(name=name, late=late, resolved=resolved)


def summary(found: Values, since: Values, opens: Callable[[str], str] | None) -> list[SafeString]:
    """Say the figures that matter in three sentences: the period, what waits, the year so far."""

    def said(values: Values, name: str) -> SafeString:
        one = cell(name, values, opens if values is found else None)
        return (
            format_html('<a href="{}">{}</a>', one.url, one.text) if one.url else format_html("{}", one.text)
        )

    period = _("Trong kỳ giải quyết {resolved} hồ sơ: {share} trước và đúng hạn, {late} quá hạn.")
    waits = _("Đang giải quyết {pending} hồ sơ, {overdue} đã quá hạn.")
    year = _("Từ đầu năm giải quyết {resolved} hồ sơ: {share} trước và đúng hạn, {late} quá hạn.")
    names = {"resolved": "resolved", "share": "on_time_share", "late": "resolved_late"}
    of_wait = {"pending": "pending", "overdue": "pending_overdue"}
    asked = ((period, found, names), (waits, found, of_wait), (year, since, names))
    return [
        format_html(words, **{key: said(values, name) for key, name in keys.items()})
        for words, values, keys in asked
    ]


_RESOLVED: Final = ("resolved_early", "resolved_on_due", "resolved_late")


@dataclass(frozen=True)
class Age:
    """A band of days that dossiers have waited: how many in time, how many overdue."""

    label: str
    in_time: int
    overdue: int

    @property
    def total(self) -> int:
        """Both."""
        return self.in_time + self.overdue


def ages(waiting: pl.DataFrame, day: date) -> list[Age]:
    """Give what waits on a day by how many days ago it was received."""
    days = (pl.lit(day) - pl.col("received_on")).dt.total_days()
    bounds = [(-1, AGES[0]), *pairwise(AGES), (AGES[-1], 1_000_000)]
    return [
        Age(_age_label(above, upto), *(_counted(waiting, days, above, upto, late) for late in (False, True)))
        for above, upto in bounds
    ]


def _counted(waiting: pl.DataFrame, days: pl.Expr, above: int, upto: int, is_overdue: bool) -> int:  # noqa: FBT001
    mine = waiting.filter((days > above) & (days <= upto) & (pl.col("is_overdue") == is_overdue))
    return int(mine["count"].sum())


def _age_label(above: int, upto: int) -> str:
    if above < 0:
        return _("Đến {days} ngày").format(days=upto)
    if upto > AGES[-1]:
        return _("Trên {days} ngày").format(days=above)
    return _("{first}–{last} ngày").format(first=above + 1, last=upto)


def ages_chart(found: Sequence[Age]) -> dict[str, str]:
    """Draw what waits by age."""
    waiting, overdue = sum(one.total for one in found), sum(one.overdue for one in found)
    title = _("{waiting} hồ sơ đang giải quyết, {overdue} quá hạn.").format(
        waiting=number_text(waiting, 0), overdue=number_text(overdue, 0)
    )
    rows = [Split(one.label, (one.in_time, one.overdue)) for one in found]
    return {"title": title, "svg": split_bars(title, rows, [_("Trong hạn"), _("Quá hạn")])}
