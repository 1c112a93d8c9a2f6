"""Work in the background, as the person who asked for it sees it; and whether the site is alive."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from parweb.accounts.access import for_people, person_in
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.interface.pages import read_page
from parweb.jobs.actions.rescue import SILENT
from parweb.jobs.models import Job
from parweb.jobs.permissions import may_see_job
from parweb.jobs.queries import jobs_of, problems_of, progress_of
from parweb.jobs.registry import AT_LEISURE


@for_people
def jobs(request: HttpRequest) -> HttpResponse:
    """List the work one asked for; an administrator's list has everybody's."""
    person = person_in(request)
    mine = jobs_of(None if person.has(Role.ADMINISTRATOR) else person.user_id)
    context = {"page": read_page(request.GET, mine), "breadcrumbs": [{"label": _("Việc chạy nền")}]}
    return render(request, "jobs/jobs.html", context)


@for_people
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Show one piece of work: progress, result, problems."""
    found = get_object_or_404(Job, pk=job_id)
    require(may_see_job(person_in(request), found))
    return render(request, "jobs/job.html", {"job": found, "problems": problems_of(found)})


@for_people
def progress(request: HttpRequest, job_id: int) -> HttpResponse:
    """Tell how far one piece of work is, as JSON."""
    found = get_object_or_404(Job, pk=job_id)
    require(may_see_job(person_in(request), found))
    return JsonResponse(progress_of(found))


def alive(request: HttpRequest) -> HttpResponse:
    """Answer a supervisor: the process answers and the database does too (503 otherwise)."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"database": False}, status=503)
    return JsonResponse({"database": True})


def working(request: HttpRequest) -> HttpResponse:
    """Answer a supervisor: jobs that people wait for are taken up (503 when one has waited over a minute)."""
    limit = timezone.now() - SILENT
    late = Job.objects.filter(state=Job.State.WAITING, asked_at__lt=limit)
    waiting = late.exclude(kind__in=AT_LEISURE).count()
    return JsonResponse({"waiting": waiting}, status=503 if waiting else 200)
