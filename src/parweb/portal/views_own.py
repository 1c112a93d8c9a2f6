"""The way from the officers' menu to what is published about their own unit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from parweb.accounts.access import for_people, person_in
from parweb.accounts.verdicts import require
from parweb.portal.permissions import OF_UNITS, may_find_own_results
from parweb.units.models import Unit


@require_GET
@for_people
def own(request: HttpRequest) -> HttpResponse:
    """Lead officers and leaders to the published results of their unit; who has several chooses one."""
    person = person_in(request)
    require(may_find_own_results(person, None, timezone.now()))
    units = list(Unit.objects.filter(path__in=person.paths(*OF_UNITS)).order_by("order", "pk"))
    if len(units) == 1:
        return redirect("portal:history", units[0].slug)
    return render(request, "portal/own.html", {"units": units})
