"""Pages that show rounds."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.rounds import permissions
from parweb.rounds.actions.change_calendar import calendar_of
from parweb.rounds.calendar import remarks
from parweb.rounds.finding import found_round
from parweb.rounds.models import Participant, Round
from parweb.rounds.queries import current_phases, next_phase, rounds_for
from parweb.rounds.states import PhaseKind


def trail(round_: Round | None = None, label: str = "") -> list[dict[str, str]]:
    """Give the way to a page of a round."""
    way = [{"url": reverse("rounds:list"), "label": _("Kỳ đánh giá")}]
    if round_ is not None:
        way.append({"url": reverse("rounds:round", args=[round_.slug]), "label": round_.name})
    return [*way, {"label": label}] if label else [*way[:-1], {"label": way[-1]["label"]}]


@for_people
@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds of the areas in which a person has a role."""
    now, person = timezone.now(), person_in(request)
    found = rounds_for(person).prefetch_related("phases")
    context = {
        "rounds": [(one, current_phases(one, now), next_phase(one, now)) for one in found],
        "may_make": person.has(Role.MANAGER),
        "breadcrumbs": trail(),
    }
    return render(request, "rounds/list.html", context)


@for_people
@require_GET
def round_(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one round: where it stands, its calendar, what the person may do next."""
    now, person = timezone.now(), person_in(request)
    found = found_round(slug)
    require(permissions.may_see_round(person, found, now))
    context = {
        "round": found,
        "phases": [
            (phase, PhaseKind(phase.kind).label, _state_of(phase.opens_at, phase.closes_at, now))
            for phase in found.phases.all()
        ],
        "current": current_phases(found, now),
        "next": next_phase(found, now),
        "remarks": [one.text for one in remarks(calendar_of(found))],
        "units": found.participants.count(),
        "own": _own(person, found),
        "may": _allowed(person, found, now),
        "changes": found.edition_changes.select_related("former", "new", "by"),
        "breadcrumbs": trail(None, found.name),
    }
    return render(request, "rounds/round.html", context)


def _state_of(opens: datetime, closes: datetime, at: datetime) -> str:
    return "open" if opens <= at < closes else "over" if at >= closes else "ahead"


def _own(person: Person, found: Round) -> list[Participant]:
    """Give the person's own units in the round."""
    paths = person.paths(Role.OFFICER, Role.LEADER)
    if not paths:
        return []
    rows = found.participants.select_related("unit")
    return [one for path in paths for one in rows.filter(unit__path__startswith=path)]


def _allowed(person: Person, found: Round, at: datetime) -> dict[str, bool]:
    checks = {
        "manage": permissions.may_manage_round,
        "calendar": permissions.may_change_calendar,
        "open": permissions.may_open_round,
        "take_in": permissions.may_take_in_units,
        "close": permissions.may_close_round,
        "board": permissions.may_see_board,
        "move": permissions.may_move_edition,
    }
    return {name: bool(check(person, found, at)) for name, check in checks.items()}
