"""The progress board of a round, and the page of one unit in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parweb.accounts.access import for_people, person_in
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.audit.models import Entry
from parweb.interface.chart_data import PhaseCount
from parweb.interface.charts_cache import chart_svg
from parweb.interface.pages import read_page
from parweb.interface.tables import asked_format, table_response
from parweb.rounds.board import board_table, filtered, read_filters
from parweb.rounds.finding import found_participant, found_round
from parweb.rounds.forms import ReopenForm
from parweb.rounds.models import Participant
from parweb.rounds.permissions import may_reopen, may_see_board, may_see_participant
from parweb.rounds.progress import BoardRow, counts_by_phase, late_first
from parweb.rounds.queries import participants_board, peer_groups_in, window
from parweb.rounds.states import ParticipantState, PhaseKind
from parweb.rounds.timeline import happenings
from parweb.rounds.views import trail
from parweb.units.models import Assignment


@for_people
@require_GET
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every unit, phase by phase, late ones first; the same rows as XLSX and CSV."""
    now = timezone.now()
    found = found_round(slug)
    require(may_see_board(person_in(request), found, now))
    everybody = participants_board(found, now)
    groups = peer_groups_in(found)
    filters = read_filters(request.GET, groups)
    rows = late_first(filtered(everybody, filters, groups))
    if wanted := asked_format(request.GET):
        return table_response(board_table(found, rows, now), wanted, f"{_('Tiến độ')} {found.name}")
    kinds = [cell.kind for cell in everybody[0].cells] if everybody else []
    context = {
        "round": found,
        "page": read_page(request.GET, rows),
        "kinds": kinds,
        "filters": filters,
        "groups": [(pk, label) for pk, (label, _units) in groups.items()],
        "states": ParticipantState.choices,
        "late": sum(row.is_late for row in everybody),
        "waiting": sum(row.is_waiting_for_others for row in everybody),
        "all": len(everybody),
        "now": now,
        "chart": _chart(everybody, kinds),
        "breadcrumbs": trail(found, _("Tiến độ")),
    }
    return render(request, "rounds/board.html", context)


def _chart(rows: list[BoardRow], kinds: list[PhaseKind]) -> Mapping[str, str] | None:
    if not rows:
        return None
    counts = counts_by_phase(rows, kinds)
    late = sum(row.is_late for row in rows)
    title = _("{late} trong {all} đơn vị đang trễ hạn.").format(late=late, all=len(rows))
    phases = [PhaseCount(str(kind.label), **counts[kind]) for kind in kinds]
    return {"title": title, "svg": chart_svg("phase_progress", title=title, phases=phases)}


@for_people
@require_GET
def participant(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show one unit in a round: where it stands, its terms, who works on it, what happened."""
    now = timezone.now()
    found = found_participant(slug, pk)
    require(may_see_participant(person_in(request), found, now))
    return participant_page(request, found, now)


def participant_page(
    request: HttpRequest, found: Participant, now: datetime, form: ReopenForm | None = None
) -> HttpResponse:
    """Draw the page of a unit, with a form that has errors where there is one."""
    person = person_in(request)
    round_ = found.round
    context: dict[str, Any] = {
        "participant": found,
        "round": round_,
        "unit": found.unit,
        "state": ParticipantState(found.state).label,
        "windows": [
            (PhaseKind(one.kind).label, window(round_, PhaseKind(one.kind), now, found))
            for one in round_.phases.all()
        ],
        "reopenings": [(one, PhaseKind(one.phase).label) for one in found.reopenings.all()],
        "people": _people(found),
        "happenings": happenings(_entries(found)),
        "may_reopen": may_reopen(person, found, now),
        "may_board": may_see_board(person, round_, now),
        "form": form or ReopenForm(now),
        "now": now,
        "breadcrumbs": trail(round_, found.unit.name),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "rounds/participant.html", context, status=status)


def _people(found: Participant) -> list[Assignment]:
    rows = Assignment.objects.filter(
        unit_id=found.unit_id, role__in=[Role.OFFICER, Role.LEADER], person__is_active=True
    )
    return list(rows.select_related("person").order_by("role", "person__full_name"))


def _entries(found: Participant) -> list[Entry]:
    rows = Entry.objects.filter(object_type="rounds.participant", object_id=str(found.pk), is_read=False)
    return list(rows.order_by("-sequence")[:200])
