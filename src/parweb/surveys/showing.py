"""Figures as rows of a page: names for codes, percentages, labels in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.language import translate
from parindex.surveys.estimation.index import ALL_SATISFIED, INDEX
from parindex.surveys.estimation.reliability import LABELS, REASONS
from parindex.surveys.instruments.model import Instrument
from parweb.interface.numbers import page_language
from parweb.interface.tables import Column
from parweb.surveys.drawing import Point
from parweb.surveys.models import Campaign
from parweb.surveys.queries.samples import names_of_strata, newest_frame
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.states import Mode, Stream
from parweb.units.models import Unit

_PERCENT: Final = 100
_SHARES: Final = ("estimate", "se", "lower", "upper", "cv")
METHODS: Final = {
    "korn_graubard": gettext_lazy("Korn–Graubard (Clopper–Pearson trên cỡ mẫu hiệu dụng)"),
    "wilson": gettext_lazy("Wilson trên cỡ mẫu hiệu dụng"),
    "logit": gettext_lazy("Wald trên thang logit"),
    "wald": gettext_lazy("Wald"),
}
AGGREGATIONS: Final = {
    "pooled": gettext_lazy("gộp mọi câu trả lời"),
    "mean_of_items": gettext_lazy("trung bình các câu"),
    "mean_of_factors": gettext_lazy("trung bình các yếu tố"),
}
DIVISIONS: Final = {
    "unit": gettext_lazy("Đơn vị"),
    "group": gettext_lazy("Nhóm của danh sách chọn mẫu"),
    "mode": gettext_lazy("Hình thức hỏi"),
}
FILE: Final = [
    Column("division", gettext_lazy("Chia theo")),
    Column("domain", gettext_lazy("Nhóm")),
    Column("name", gettext_lazy("Số liệu")),
    Column("n", gettext_lazy("Số người trả lời"), kind="whole"),
    Column("estimate", gettext_lazy("Tỷ lệ hài lòng"), kind="percent", decimals=2),
    Column("lower", gettext_lazy("Cận dưới"), kind="percent", decimals=2),
    Column("upper", gettext_lazy("Cận trên"), kind="percent", decimals=2),
    Column("se", gettext_lazy("Sai số chuẩn"), kind="percent", decimals=2),
    Column("deff", gettext_lazy("Hệ số thiết kế"), kind="number", decimals=2),
    Column("df", gettext_lazy("Bậc tự do"), kind="whole"),
    Column("cv", gettext_lazy("CV"), kind="percent", decimals=2),
    Column("label", gettext_lazy("Mức tin cậy")),
    Column("reasons", gettext_lazy("Vì sao")),
]

Rows = Iterable[Mapping[str, Any]]


def names_of_figures(form: Instrument) -> dict[str, str]:
    """Give the words of every figure of a form: index, factors, items."""
    lang = page_language()
    factors = {one.code: f"{one.code} {one.label.in_(lang)}" for one in form.factors}
    items = {one.id: one.label.in_(lang) for one in form.index_columns}
    return {INDEX: _("Chỉ số hài lòng chung"), **factors, ALL_SATISFIED: _("Hài lòng toàn diện"), **items}


def names_of_domains(campaign: Campaign, rows: Mapping[str, Rows]) -> dict[str, dict[str, str]]:
    """Give the words of units, groups and modes (three queries)."""
    frame = newest_frame(campaign)
    groups = names_of_strata(frame, campaign.owner) if frame is not None else {}
    return {
        "unit": names_of_units(row["domain"] for row in rows.get("unit", ())),
        "group": {
            str(row["domain"]): groups.get(row["domain"]) or row["domain"] for row in rows.get("group", ())
        },
        "mode": {row["domain"]: str(Mode(row["domain"]).label) for row in rows.get("mode", ())},
    }


def shown_beside(rows: Rows) -> list[dict[str, Any]]:
    """Give the streams that stand beside the index as rows of a page."""
    lang = page_language()
    return [
        {
            "stream": Stream(row["stream"]).label,
            "form": form_of(row["form"]).title.in_(lang),
            "answers": row["answers"],
            "units": row["units"],
            "percent": None if row["share"] is None else _PERCENT * row["share"],
        }
        for row in rows
    ]


def names_of_units(ids: Iterable[str]) -> dict[str, str]:
    """Give the names of units by their numbers, in official order (one query)."""
    rows = Unit.objects.filter(pk__in=set(ids)).order_by("order", "pk")
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def units_by_id(ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """Give what units are called elsewhere, by their numbers: address, official code, name (one query)."""
    rows = Unit.objects.filter(pk__in=set(ids)).values_list("pk", "slug", "code", "name")
    return {str(pk): {"unit": slug, "code": code, "name": name} for pk, slug, code, name in rows}


def shown(row: Mapping[str, Any], names: Mapping[str, str], **more: Any) -> dict[str, Any]:
    """Give a figure as a row of a page: shares in percent, label and reasons in words."""
    lang = page_language()
    found = {name: None if row[name] is None else _PERCENT * row[name] for name in _SHARES}
    return {
        **{name: row[name] for name in ("measure", "n", "df", "deff", "n_effective", "withheld")},
        **found,
        "code": row["label"],
        "name": names.get(row["measure"], row["measure"]),
        "label": _("giữ kín") if row["withheld"] else translate(LABELS[row["label"]], lang),
        "reasons": "; ".join(translate(REASONS[one], lang) for one in row["reasons"]),
        **more,
    }


def domain_rows(
    rows: Rows, domains: Mapping[str, str], names: Mapping[str, str], measure: str = ""
) -> list[dict[str, Any]]:
    """Give the figures of domains in the order of their names' mapping; of one measure where it is given."""
    places = {domain: place for place, domain in enumerate(domains)}
    kept = [row for row in rows if row["domain"] in domains and measure in ("", row["measure"])]
    kept.sort(key=lambda row: places[row["domain"]])
    return [shown(row, names, domain=domains[row["domain"]]) for row in kept]


def points_of(rows: Iterable[Mapping[str, Any]]) -> list[Point]:
    """Give the rows that have a figure as points of a chart."""
    return [point_of(row, row["domain"]) for row in rows if row["estimate"] is not None]


def point_of(row: Mapping[str, Any], name: str) -> Point:
    """Give a row as a point of a chart; raises TypeError without a figure."""
    is_sure = row["code"] == "reliable"
    return Point(name, float(row["estimate"]), row["lower"], row["upper"], _effective(row), is_sure)


def _effective(row: Mapping[str, Any]) -> float:
    """Give the size of a simple random sample with the same error, which the interval rests on too.

    Of an index over many items it may be above the number of people: each of them answers many times.
    """
    share, error = float(row["estimate"]) / _PERCENT, float(row["se"] or 0) / _PERCENT
    if error > 0 and 0 < share < 1:
        return max(1.0, share * (1 - share) / error**2)
    return max(1.0, float(row["n"]))
