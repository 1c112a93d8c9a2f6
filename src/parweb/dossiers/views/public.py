"""What anybody may read: the figures of a unit by month, and the small page that other sites show."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from parindex.dossiers.measures.periods import month
from parweb.dossiers.beginning import Beginning, beginning_of, known_of
from parweb.dossiers.figures import Values, cells, groups, label_of, totals, trend
from parweb.dossiers.kept import Kept, opened
from parweb.dossiers.periods import Asked, asked_period, months_to, year_to
from parweb.dossiers.queries.scopes import Scope, names_of_units, scope_of
from parweb.dossiers.showing import cell, trend_chart, trend_rows
from parweb.dossiers.views.asking import updated_at
from parweb.interface.numbers import page_language
from parweb.units.models import Unit

_FRESH_FOR = 300
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
PRINTED = ("resolved_share", "resolved", "resolved_in_time", "resolved_late", "late_share")
_MORE = (
    "received",
    "pending_in_time",
    "pending_overdue",
    "online_share",
    "full_online_share",
    "payment_share",
)
_OF_FIELDS = ("accepted", "resolved", "resolved_in_time", "resolved_late")


def _seen(request: HttpRequest, slug: str) -> tuple[Scope, Kept, Asked]:
    """Give a unit, the store, and the month asked for: visitors ask for months alone."""
    unit = get_object_or_404(Unit, slug=slug)
    kept, today = opened(), timezone.localdate()
    code = str(request.GET.get("ky") or "")
    asked = asked_period({"ky": code} if _MONTH.fullmatch(code) else {}, today)
    return scope_of(unit, kept.store.lists.units), kept, asked


def _figures(scope: Scope, kept: Kept, asked: Asked) -> tuple[Values, Values]:
    """Give the figures of the month, and of the year up to its end."""
    whole = (asked.period, year_to(asked.period))
    first, second = (totals(cells(kept, one, scope.places)) for one in whole)
    return first, second


@require_GET
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the figures of a unit to anybody: counts and shares, never a dossier."""
    scope, kept, asked = _seen(request, slug)
    beginning = beginning_of(kept, scope.places)
    in_month, in_year = _figures(scope, kept, asked)
    months = months_to(asked.period)
    figures = known_of(trend(kept, months, scope.places), months, beginning)
    context = {
        "unit": scope.unit,
        "asked": asked,
        **_begins(beginning, asked),
        "rows": [
            {"label": label_of(one), "month": cell(one, in_month), "year": cell(one, in_year)}
            for one in (*PRINTED, *_MORE)
        ],
        "trend": trend_rows(months, figures, _TREND),
        "trend_labels": [label_of(one) for one in _TREND],
        "chart": trend_chart(months, figures),
        "fields": _fields(scope, kept, asked),
        "of_fields": [label_of(one) for one in _OF_FIELDS],
        "units": _units(scope, kept, asked),
        "months": _months(asked, timezone.localdate()),
        "updated_at": updated_at(scope.unit),
        "widget_url": request.build_absolute_uri(reverse("dossiers:widget", args=[slug])),
    }
    return _for_anybody(render(request, "dossiers/public.html", context))


def _begins(beginning: Beginning, asked: Asked) -> dict[str, Any]:
    """Say whether there are figures, and since when."""
    return {
        "is_empty": beginning.slot is None,
        "has_figures": beginning.has(asked.period),
        "begins_in": beginning.month,
        "begins_late": beginning.is_within(year_to(asked.period)),
    }


_TREND = ("received", "resolved_early", "resolved_on_due", "resolved_late")


def _fields(scope: Scope, kept: Kept, asked: Asked) -> list[dict[str, Any]]:
    lists = kept.store.lists.fields
    found = groups(cells(kept, year_to(asked.period), scope.places), "field")
    rows = [
        {
            "label": lists[one.places[0]] or _("Chưa rõ"),
            "cells": [cell(name, one.values) for name in _OF_FIELDS],
        }
        for one in found
    ]
    return sorted(rows, key=lambda row: str(row["label"]))


def _units(scope: Scope, kept: Kept, asked: Asked) -> list[dict[str, Any]]:
    """Give the units below one, each with the way to its own page."""
    if not scope.has_several:
        return []
    found = groups(cells(kept, year_to(asked.period), scope.places), "unit", scope.unit_of)
    units = names_of_units([int(one.values["_group"]) for one in found])
    rows = [
        {"unit": units[int(one.values["_group"])], "cells": [cell(name, one.values) for name in PRINTED]}
        for one in found
        if int(one.values["_group"]) in units
    ]
    return sorted(rows, key=lambda row: (row["unit"].order, row["unit"].pk))


def _months(asked: Asked, today: date) -> list[tuple[str, str]]:
    """Give the months to choose from; that of the page is always one of them."""
    months = months_to(month(today.year, today.month))
    found = {f"{one.start:%Y-%m}": one.label for one in reversed(months)}
    found.setdefault(asked.code, asked.whole.label)
    return [(code, label.in_(page_language())) for code, label in found.items()]


@require_GET
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # it knows views without arguments alone
def widget(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the small page that a unit puts on its own site: the figures of the year up to a month."""
    scope, kept, asked = _seen(request, slug)
    in_year = _figures(scope, kept, asked)[1]
    beginning = beginning_of(kept, scope.places)
    context = {
        "unit": scope.unit,
        "asked": asked,
        **_begins(beginning, asked),
        "month": f"{asked.period.end:%m/%Y}",
        "cells": {name: cell(name, in_year) for name in PRINTED},
        "updated_at": updated_at(scope.unit),
        "page_url": request.build_absolute_uri(reverse("dossiers:public", args=[slug])),
    }
    return _for_anybody(render(request, "dossiers/widget.html", context))


def _for_anybody(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=_FRESH_FOR)
    return response
