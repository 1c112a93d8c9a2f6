"""The page "who can do what, and why"."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from parweb.accounts.access import for_people, person_in
from parweb.accounts.models import User
from parweb.accounts.person import Person
from parweb.accounts.register import THINGS, About
from parweb.accounts.verdicts import require
from parweb.interface.pages import read_search
from parweb.units.explanations import lines_for, people_who_can, person_behind_account
from parweb.units.permissions import MANAGING, may_ask_about
from parweb.units.queries import people_below, search_people

_MOST = 20


@for_people
def permissions(request: HttpRequest) -> HttpResponse:
    """Show what a person may do with a thing, why not, and who can."""
    person, now = person_in(request), timezone.now()
    user = _asked_about(request, person)
    about, key = request.GET.get("about", ""), request.GET.get("key", "")
    kind = THINGS.get(cast("About", about))
    things = (kind.find(key) if kind and key else None) or {}
    subject = person_behind_account(user, now)
    code = request.GET.get("who", "")
    context = {
        "user_shown": user,
        "is_self": user.pk == person.user_id,
        "kinds": [(code_, one.label, code_ == about) for code_, one in THINGS.items()],
        "about": about,
        "thing": things.get(about),
        "matches": kind.search(person, request.GET.get("text", "")[:100]) if kind and not things else [],
        "lines": lines_for(subject, things, now),
        "asked": code,
        "who": people_who_can(code, things, now) if code else [],
        "people": _people(request, person),
        "manages": person.has(*MANAGING),
        "breadcrumbs": [{"label": _("Ai được làm gì, vì sao"), "url": ""}],
    }
    return render(request, "units/permissions.html", context)


def _asked_about(request: HttpRequest, person: Person) -> User:
    pk = request.GET.get("person", "")
    user = get_object_or_404(User, pk=int(pk) if pk.isdigit() else person.user_id)
    require(may_ask_about(person, user, timezone.now()))
    return user


def _people(request: HttpRequest, person: Person) -> Any:
    words = read_search(request.GET, "name")
    if not words or not person.has(*MANAGING):
        return []
    return search_people(people_below(person.paths(*MANAGING)), words).distinct()[:_MOST]
