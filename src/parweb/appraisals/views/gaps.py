"""Self-scores against appraised ones, and the same facts decided differently."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parweb.accounts.access import for_people, person_in
from parweb.accounts.verdicts import require
from parweb.appraisals.permissions import may_see_council, may_see_queue
from parweb.appraisals.queries.finding import round_of
from parweb.appraisals.queries.gaps import UnitGap, domains_of, gaps_of
from parweb.appraisals.queries.same_facts import Group, decided_differently, examples
from parweb.appraisals.views.parts import label_in, queue_crumbs
from parweb.appraisals.views.queue import scope_for, seen, stage_asked
from parweb.interface.pages import read_page, read_search
from parweb.interface.tables import Column, Table, asked_format, table_response
from parweb.rounds.models import Round
from parweb.units.models import Unit
from parweb.units.queries import search_units

_GROUPS = 20


@require_GET
@for_people
def gaps(request: HttpRequest, slug: str) -> HttpResponse:
    """Show per unit and domain what was claimed and what was given."""
    round_, person = round_of(slug), person_in(request)
    require(may_see_queue(person, round_, timezone.now()))
    domains = domains_of(round_)
    units = seen(person, round_, scope_for(person, round_).participants()).order_by("order", "pk")
    if read_search(request.GET):
        units = units.filter(unit__in=search_units(Unit.objects.all(), request.GET.get("q", "")))
    if file_format := asked_format(request.GET):
        rows = [_flat(one, domains) for one in gaps_of(round_, list(units))]
        table = Table(_("Chênh lệch tự chấm và thẩm định"), _columns(domains), rows)
        return table_response(table, file_format, f"{_('Chênh lệch')} {round_.name}")
    page = read_page(request.GET, units)
    context = {
        "breadcrumbs": queue_crumbs(round_, {"label": _("Chênh lệch")}),
        "round": round_,
        "tab": "gaps",
        "sees_council": may_see_council(person, round_, timezone.now()),
        "stage": stage_asked(request, round_),
        "domains": domains,
        "page": page,
        "rows": [_shown(one, domains) for one in gaps_of(round_, list(page.object_list))],
        "search": request.GET.get("q", ""),
    }
    return render(request, "appraisals/gaps.html", context)


@require_GET
@for_people
def consistency(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the facts that were decided at different points."""
    round_, person = round_of(slug), person_in(request)
    require(may_see_queue(person, round_, timezone.now()))
    scope, stage = scope_for(person, round_), stage_asked(request, round_)
    page = read_page(request.GET, decided_differently(round_, stage, scope.codes), _GROUPS)
    context = {
        "breadcrumbs": queue_crumbs(round_, {"label": _("Cùng số liệu, khác điểm")}),
        "round": round_,
        "tab": "consistency",
        "sees_council": may_see_council(person, round_, timezone.now()),
        "stage": stage,
        "page": page,
        "rows": _with_names(round_, stage, list(page.object_list)),
    }
    return render(request, "appraisals/consistency.html", context)


def _with_names(round_: Round, stage: int, groups: list[Group]) -> list[dict[str, Any]]:
    """Name some units of every group, lowest points first."""
    named = examples(round_, stage, [(code, facts) for code, facts, *_counts in groups])
    return [
        {
            "criterion_id": code,
            "label": label_in(round_.edition, code),
            "lowest": lowest,
            "highest": highest,
            "units": units,
            "decisions": named.get((code, facts), []),
        }
        for code, facts, lowest, highest, units in groups
    ]


def _shown(gap: UnitGap, domains: dict[str, str]) -> dict[str, Any]:
    return {"gap": gap, "domains": [gap.domains.get(code) for code in domains]}


def _flat(gap: UnitGap, domains: dict[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "unit": gap.participant.unit.name,
        "leaves": gap.total.leaves,
        "claimed": gap.total.claimed,
        "given": gap.total.given,
        "difference": gap.total.difference,
    }
    for code in domains:
        one = gap.domains.get(code)
        row[f"domain-{code}"] = one.difference if one else None
    return row


def _columns(domains: dict[str, str]) -> list[Column]:
    columns = [
        Column("unit", _("Đơn vị")),
        Column("leaves", _("Số tiêu chí đã thẩm định"), kind="whole"),
        Column("claimed", _("Tự chấm"), _("điểm"), "number", 2),
        Column("given", _("Thẩm định"), _("điểm"), "number", 2),
        Column("difference", _("Chênh lệch"), _("điểm"), "number", 2),
    ]
    return columns + [
        Column(f"domain-{code}", f"{code} {label}", _("điểm"), "number", 2) for code, label in domains.items()
    ]
