"""The workspace page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from parweb.accounts.access import for_people, person_in
from parweb.results.queries.workspace import tasks_of


@for_people
def workspace(request: HttpRequest) -> HttpResponse:
    """Say what is asked of the person, by when, and what comes next."""
    person, now = person_in(request), timezone.now()
    tasks = tasks_of(person, now)
    context = {
        "asked": [task for task in tasks if task.tone != "quiet"],
        "known": [task for task in tasks if task.tone == "quiet"],
        "roles": sorted({str(role.label) for role in person.roles}),
        "now": now,
    }
    return render(request, "results/workspace.html", context)
