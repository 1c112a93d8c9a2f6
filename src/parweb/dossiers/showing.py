"""Figures as tables and charts: words, columns, links to the dossiers behind a count."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from parindex.dossiers.measures.catalogue import COUNTS, RATIOS
from parweb.dossiers.figures import OF_GROUPS, Group, Values, label_of, law_of
from parweb.dossiers.words import CHANNELS
from parweb.interface.chart_data import Split
from parweb.interface.charts_cache import chart_svg
from parweb.interface.numbers import number_text
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
    names = ("resolved_early", "resolved_on_due", "resolved_late")
    splits = [Split(name, tuple(int(values[one]) for one in names)) for name, values in rows]
    kinds = [_("Trước hạn"), _("Đúng hạn"), _("Quá hạn")]
    return {
        "title": title,
        "svg": chart_svg(
            "split_counts", title=title, rows=splits, kinds=kinds, counted=_("hồ sơ đã giải quyết")
        ),
    }


def trend_title(last: Values) -> str:
    """Say what the trend ends with."""
    share = last.get("on_time_share")
    if share is None:
        return _("Tháng cuối chưa có hồ sơ nào được giải quyết.")
    return _("Tháng cuối giải quyết {resolved} hồ sơ, {share} % trước và đúng hạn.").format(
        resolved=number_text(sum(last[one] for one in _RESOLVED), 0), share=number_text(share, 2)
    )


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
    kinds = [_("Trong hạn"), _("Quá hạn")]
    return {
        "title": title,
        "svg": chart_svg(
            "split_counts", title=title, rows=rows, kinds=kinds, counted=_("hồ sơ đang giải quyết")
        ),
    }
