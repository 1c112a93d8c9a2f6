"""The dashboard of a unit, and its tables by unit, field, procedure and channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parindex.dossiers.measures.catalogue import COUNTS
from parweb.accounts.access import for_people
from parweb.dossiers.beginning import known_of
from parweb.dossiers.figures import HEADLINE, OF_GROUPS, cells, groups, label_of, totals, trend, waiting_cells
from parweb.dossiers.periods import months_to, year_to
from parweb.dossiers.queries.scopes import names_of_procedures, names_of_units
from parweb.dossiers.reconciling import checks, reasons
from parweb.dossiers.showing import (
    DIMENSIONS,
    Row,
    ages,
    ages_chart,
    cell,
    channel_names,
    columns_of,
    headline,
    most_late,
    resolved_chart,
    rows_of,
    summary,
    trend_chart,
    trend_rows,
)
from parweb.dossiers.views.asking import About, about
from parweb.interface.pages import matches, read_page, read_search, read_sort
from parweb.interface.tables import Column, Table, asked_format, table_response

_FIRST_ROWS = 8


@require_GET
@for_people
def home(request: HttpRequest) -> HttpResponse:
    """Show the figures of a unit: a period and the year so far, the trend, and where they come from."""
    asked = about(request)
    if not (asked.has_figures or asked_format(request.GET)):
        return render(request, "dossiers/home.html", asked.context(breadcrumbs=asked.trail()))
    found = totals(cells(asked.kept, asked.asked.period, asked.scope.places))
    year = year_to(asked.asked.period)
    since = totals(cells(asked.kept, year, asked.scope.places))
    of_year = f"{year.start}..{year.end}"
    rows = headline(HEADLINE, found, since, (_opens(asked), _opens(asked, ky=of_year)))
    if wanted := asked_format(request.GET):
        return table_response(_headline_table(asked, rows, found, since), wanted, _file_name(asked))
    context = asked.context(
        summary=summary(found, since, _opens(asked)),
        counts=[row for row in rows if row["measure"] in COUNTS],
        shares=[row for row in rows if row["measure"] not in COUNTS],
        year=year,
        trend=_trend(asked),
        tables=[_short_table(asked, name) for name in _dimensions(asked)],
        ages=ages(_waiting(asked), asked.asked.period.end),
        checks=checks(found),
        gap_reasons=reasons(found),
        breadcrumbs=asked.trail(),
    )
    context["ages_chart"] = ages_chart(context["ages"])
    return render(request, "dossiers/home.html", context)


def _waiting(asked: About) -> Any:
    return waiting_cells(asked.kept, asked.asked.period, asked.scope.places)


def _opens(asked: About, **query: str) -> Callable[[str], str] | None:
    """Give what makes the address of the dossiers of a measure; None for those who may not see them."""
    return (lambda measure: asked.link("listing", phep=measure, **query)) if asked.may_open else None


def _headline_table(asked: About, rows: list[dict[str, Any]], *values: Mapping[str, Any]) -> Table:
    columns = [
        Column("label", _("Chỉ tiêu")),
        Column("law", _("Căn cứ")),
        Column("period", asked.asked.title, kind="number"),
        Column("year", _("Từ đầu năm"), kind="number"),
    ]
    plain = [
        {
            "label": row["label"],
            "law": row["law"],
            "period": values[0][row["measure"]] if asked.has_figures else None,
            "year": values[1][row["measure"]] if asked.has_figures else None,
        }
        for row in rows
    ]
    return Table(_("Giải quyết hồ sơ: {unit}").format(unit=asked.unit.name), columns, plain)


def _file_name(asked: About, *more: str) -> str:
    return " ".join((_("Hồ sơ"), asked.unit.name, asked.asked.code, *more))


def _trend(asked: About) -> dict[str, Any]:
    months = months_to(asked.asked.period)
    figures = known_of(trend(asked.kept, months, asked.scope.places), months, asked.beginning)
    columns = ("received", "resolved_early", "resolved_on_due", "resolved_late", "on_time_share")
    return {
        "chart": trend_chart(months, figures),
        "labels": [label_of(one) for one in columns],
        "rows": trend_rows(months, figures, columns),
    }


def _dimensions(asked: About) -> list[str]:
    return [name for name in DIMENSIONS if name != "don-vi" or asked.scope.has_several]


def _short_table(asked: About, name: str) -> dict[str, Any]:
    rows = sorted(_rows(asked, name), key=lambda row: -int(row.values["accepted"]))
    first = [_printed(asked, name, row) for row in rows[:_FIRST_ROWS]]
    return {
        "name": name,
        "label": DIMENSIONS[name][1],
        "columns": [label_of(one) for one in OF_GROUPS],
        "rows": first,
        "more": max(0, len(rows) - _FIRST_ROWS),
        "url": asked.link("by", name),
        "chart": _chart(name, first, rows),
    }


def _chart(name: str, first: list[Row], rows: list[Row]) -> dict[str, str] | None:
    """Draw the first rows, and say what is true of all."""
    if name == "thu-tuc" or not first:
        return None
    title = most_late([(row.label, row.values) for row in rows])
    return resolved_chart([(row.label, row.values) for row in first], title)


def _rows(asked: About, name: str) -> list[Row]:
    """Give the rows of a table by a dimension."""
    dimension = DIMENSIONS[name][0]
    found = cells(asked.kept, asked.asked.period, asked.scope.places)
    merged = asked.scope.unit_of if dimension == "unit" else None
    made = groups(found, dimension, merged)
    names, keys = _names(asked, dimension, [int(one.values["_group"]) for one in made])
    return rows_of(made, names, keys, _("Chưa rõ"))


def _names(asked: About, dimension: str, numbers: list[int]) -> tuple[dict[int, str], dict[int, str]]:
    """Give the names of groups, and the words that stand for them in addresses."""
    if dimension == "channel":
        return channel_names(), {number: str(number) for number in numbers}
    if dimension == "unit":
        units = names_of_units(numbers)
        return {pk: one.name for pk, one in units.items()}, {pk: one.slug for pk, one in units.items()}
    lists = asked.kept.store.lists
    codes = lists.fields if dimension == "field" else lists.procedures
    keys = {number: codes[number] for number in numbers}
    if dimension == "field":
        return keys, keys
    known = names_of_procedures(list(keys.values()))
    return {number: f"{code} {known.get(code, '')}".strip() for number, code in keys.items()}, keys


def _printed(asked: About, name: str, row: Row) -> Row:
    """Give a row with its printed cells, and links for those who may open them."""
    told = {"don-vi": row.key, "ky": asked.asked.code} if name == "don-vi" else {name: row.key}
    opens = _opens(asked, **told) if row.key or name == "linh-vuc" else None
    url = asked.link("home", **{"don-vi": row.key}) if name == "don-vi" and row.key else ""
    return Row(row.key, row.label, row.values, url, tuple(cell(one, row.values, opens) for one in OF_GROUPS))


@require_GET
@for_people
def by(request: HttpRequest, name: str) -> HttpResponse:
    """Show a whole table by unit, field, procedure or channel: searched, sorted, paged, and as a file."""
    if name not in DIMENSIONS:
        raise Http404
    asked = about(request)
    columns = columns_of(name)
    sort = read_sort(request.GET, [one.key for one in columns], "-accepted", OF_GROUPS)
    words = read_search(request.GET)
    rows = [row for row in _rows(asked, name) if matches(words, row.label)]
    rows.sort(key=lambda row: _order(row.get(sort.key)), reverse=sort.is_descending)
    if wanted := asked_format(request.GET):
        plain = [{"label": row.label, **row.values} for row in rows]
        title = f"{_('Hồ sơ theo')} {str(columns[0].label).lower()}: {asked.unit.name}"
        return table_response(
            Table(title, columns, plain, [asked.asked.title]), wanted, _file_name(asked, name)
        )
    page = read_page(request.GET, rows, 50)
    page.object_list = [_printed(asked, name, row) for row in page.object_list]
    context = asked.context(
        page=page,
        columns=columns,
        sort=sort,
        name=name,
        label=columns[0].label,
        typed=request.GET.get("q", ""),
        breadcrumbs=asked.trail(_("Theo {what}").format(what=str(columns[0].label).lower())),
    )
    return render(request, "dossiers/by.html", context)


def _order(value: Any) -> tuple[bool, Any]:
    return (value is not None, value if value is not None else 0)
