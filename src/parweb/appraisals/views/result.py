"""A unit's own page: three scores side by side, as far as they are shown to it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parindex.frameworks.outline import OutlineNode
from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.appraisals.leaves import appraised_leaves, council_leaves, domain_of
from parweb.appraisals.permissions import may_draft_appeal, may_read_appraisal, may_see_result
from parweb.appraisals.phases import is_council_released, is_released
from parweb.appraisals.queries.fed import fed_lines
from parweb.appraisals.queries.finding import participant_of
from parweb.appraisals.queries.lines import Line, lines_of
from parweb.appraisals.views.parts import label_of, unit_crumbs
from parweb.frameworks.queries import outline_of
from parweb.interface.numbers import page_language
from parweb.interface.tables import Column, Table, asked_format, table_response
from parweb.rounds.models import Participant


@require_GET
@for_people
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every decided leaf of a unit: claimed, appraisal 1, appraisal 2, council, with the reasons."""
    participant, person, at = participant_of(pk), person_in(request), timezone.now()
    require(may_see_result(person, participant, at))
    shown = shown_to(person, participant, at)
    outline = outline_of(participant.round.edition)
    codes = [
        leaf.code
        for leaf in outline.leaves
        if leaf.code in appraised_leaves(participant.round.edition)
        or leaf.code in council_leaves(participant.round.edition)
    ]
    lines = lines_of(participant.round, [participant], codes, with_earlier=False)
    rows = [_row(line, shown) for line in lines]
    if file_format := asked_format(request.GET):
        table = Table(f"{_('Kết quả thẩm định')} {participant.unit.name}", _columns(), rows)
        return table_response(table, file_format, f"{_('Thẩm định')} {participant.unit.name}")
    domains: dict[OutlineNode, list[dict[str, Any]]] = {}
    for row in rows:
        domains.setdefault(domain_of(outline, row["leaf"]), []).append(row)
    context = {
        "breadcrumbs": unit_crumbs(participant, {"label": _("Kết quả thẩm định")}),
        "participant": participant,
        "shown": shown,
        "domains": [(node, label_of(node), _sums(found), found) for node, found in domains.items()],
        "total": _sums(rows),
        "fed": [(one, label_of(one.leaf)) for one in fed_lines(participant, page_language())],
        "open_requests": participant.open_requests,
        "appeals": participant.appeals.all() if may_see_result(person, participant, at) else [],
        "may_appeal": may_draft_appeal(person, participant, at),
    }
    return render(request, "appraisals/result.html", context)


def shown_to(person: Person, participant: Participant, at: datetime) -> dict[str, bool]:
    """Tell which scores a person sees on a unit's page: appraisers all, the unit what was released."""
    sees_all = bool(may_read_appraisal(person, participant, at))
    return {
        "first": sees_all or is_released(participant, 1, at),
        "second": sees_all or is_released(participant, 2, at),
        "council": sees_all or is_council_released(participant, at),
    }


def _row(line: Line, shown: dict[str, bool]) -> dict[str, Any]:
    first = line.first_that_holds if shown["first"] else None
    second = line.second_that_holds if shown["second"] else None
    council = line.council if shown["council"] else None
    held = second or first
    return {
        "leaf": line.leaf,
        "code": line.code,
        "label": label_of(line.leaf),
        "max": line.leaf.node.max,
        "claimed": line.answer.points if line.answer else None,
        "first": first.points if first else None,
        "second": second.points if second else None,
        "council": council,
        "has_first": first is not None,
        "has_second": second is not None,
        "decision": held.get_decision_display() if held else "",
        "reason": (second.reason if second else "") or (first.reason if first else ""),
        "requests": line.requests,
        "is_changed": _is_changed(line.answer.points if line.answer else None, first, second, council),
    }


def _is_changed(claimed: Decimal | None, first: Any, second: Any, council: Decimal | None) -> bool:
    held = council if council is not None else getattr(second or first, "points", None)
    return held is not None and claimed is not None and held != claimed


def _sums(rows: list[dict[str, Any]]) -> dict[str, Decimal]:
    """Add up each column; one that lacks a decision on a claimed leaf has none: it would look like a loss."""
    found: dict[str, Decimal] = {}
    for name in ("max", "claimed", "first", "second", "council"):
        numbers = [row[name] for row in rows if row[name] is not None]
        lacking = name in ("first", "second") and any(
            row["claimed"] is not None and not row[f"has_{name}"] for row in rows
        )
        if numbers and not lacking:
            found[name] = sum(numbers, Decimal(0))
    return found


def _columns() -> list[Column]:
    points = _("điểm")
    return [
        Column("code", _("Mã")),
        Column("label", _("Tiêu chí")),
        Column("max", _("Điểm tối đa"), points, "number", 2),
        Column("claimed", _("Tự chấm"), points, "number", 2),
        Column("first", _("Thẩm định lần 1"), points, "number", 2),
        Column("second", _("Thẩm định lần 2"), points, "number", 2),
        Column("council", _("Hội đồng"), points, "number", 2),
        Column("decision", _("Kết luận")),
        Column("reason", _("Lý do")),
    ]
