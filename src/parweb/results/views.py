"""Pages of those who make runs and publish: each translates a request into one action or one query."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parindex.errors import Problem, ProblemsFound
from parweb.accounts.access import for_people, person_in
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.interface.pages import read_page
from parweb.interface.tables import file_response
from parweb.results.actions.approve_publication import approve_publication
from parweb.results.actions.ask_run import ask_run
from parweb.results.actions.prepare_publication import prepare_publication
from parweb.results.actions.return_publication import return_publication
from parweb.results.forms import PreparationForm, ReturnForm
from parweb.results.models import Publication, Run
from parweb.results.permissions import (
    may_approve,
    may_make_run,
    may_prepare,
    may_return,
    may_see_runs,
)
from parweb.results.queries.movement import leaf_moves, moves
from parweb.results.queries.runs import run_before, running_jobs, runs_of, warnings_of
from parweb.results.queries.showing import league_context, round_list, run_context
from parweb.results.queries.tables import bundle_of
from parweb.results.states import PublicationState
from parweb.rounds.models import Round


def said(problem: Problem) -> str:
    """Say a problem in the language of the page: what is wrong, and how to mend it."""
    details = dict(problem.details)
    return f"{_(problem.kind.what).format_map(details)}: {_(problem.kind.remedy).format_map(details)}"


def _round(request: HttpRequest, slug: str) -> Round:
    found = get_object_or_404(Round.objects.select_related("owner", "edition", "league"), slug=slug)
    require(may_see_runs(person_in(request), found, timezone.now()))
    return found


def _run(request: HttpRequest, slug: str, number: int) -> Run:
    round_ = _round(request, slug)
    rows: QuerySet[Run] = Run.objects.select_related("edition", "made_by")
    run = get_object_or_404(rows, round=round_, number=number)
    run.round = round_
    return run


@for_people
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds whose runs one may see."""
    paths = person_in(request).paths(Role.MANAGER, Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY)
    return render(request, "results/rounds.html", {"page": read_page(request.GET, round_list(paths), 30)})


@for_people
def runs(request: HttpRequest, slug: str) -> HttpResponse:
    """List the runs and publications of a round; start a new run."""
    round_, now = _round(request, slug), timezone.now()
    person = person_in(request)
    context = {
        "round": round_,
        "runs": list(runs_of(round_)[:50]),
        "publications": Publication.objects.filter(round=round_).select_related("run", "prepared_by"),
        "jobs": running_jobs(round_),
        "make_verdict": may_make_run(person, round_, now),
        "breadcrumbs": [{"url": reverse("results:rounds"), "label": _("Kết quả")}, {"label": round_.name}],
    }
    return render(request, "results/runs.html", context)


@for_people
@require_POST
def make_run(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a scoring run in the background."""
    round_ = _round(request, slug)
    ask_run(person_in(request), round_, timezone.now(), request.POST.get("note", "").strip()[:300])
    messages.success(request, _("Đã xếp việc chấm điểm. Trang này cho biết khi nào xong."))
    return redirect("results:runs", slug=slug)


@for_people
def run(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show a run before it is published: warnings, ranking, classes, ties, what is missing."""
    found = _run(request, slug, number)
    context = run_context(request.GET, found) | {
        "previous": run_before(found),
        "may_prepare": may_prepare(person_in(request), found.round, timezone.now()),
        "breadcrumbs": _breadcrumbs(found.round, _("Lần chạy {number}").format(number=number)),
    }
    return render(request, "results/run.html", context)


@for_people
def changes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show what changed since the run before."""
    found = _run(request, slug, number)
    before = run_before(found)
    if before is None:
        raise Http404
    leaves, count = leaf_moves(before, found)
    context = league_context(found) | {
        "run": found,
        "former": before,
        "page": read_page(request.GET, moves(before, found)),
        "leaves": leaves,
        "leaf_count": count,
        "breadcrumbs": _breadcrumbs(found.round, _("Thay đổi so với lần chạy trước")),
    }
    return render(request, "results/changes.html", context)


def _breadcrumbs(round_: Round, label: str) -> list[dict[str, Any]]:
    return [
        {"url": reverse("results:rounds"), "label": _("Kết quả")},
        {"url": reverse("results:runs", args=[round_.slug]), "label": round_.name},
        {"label": label},
    ]


@for_people
def bundle(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Give the bundle of a run that need not be published."""
    found = bundle_of(_run(request, slug, number))
    if found is None:
        raise Http404
    return file_response(found[0], f"{slug}-{number}.zip", "application/zip")


@for_people
def prepare(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Prepare a publication of a run."""
    found = _run(request, slug, number)
    person, now = person_in(request), timezone.now()
    require(may_prepare(person, found.round, now))
    form = PreparationForm(
        request.POST or None, run=found, initial={"kind": "final", "title": found.round.name}
    )
    if request.method == "POST" and form.is_valid():
        try:
            publication = prepare_publication(person, found, form.particulars(), now)
        except ProblemsFound as problems:
            for problem in problems.problems:
                form.add_error(problem.place.item, said(problem))
        else:
            messages.success(request, _("Đã trình. Một người quản lý khác sẽ duyệt."))
            return redirect("results:publication", slug=publication.slug)
    context = {"run": found, "form": form, "breadcrumbs": _breadcrumbs(found.round, _("Trình công bố"))}
    return render(request, "results/prepare.html", context)


def _publication(request: HttpRequest, slug: str) -> Publication:
    parts = ("round__owner", "run", "prepared_by", "approved_by", "replaces")
    found = get_object_or_404(Publication.objects.select_related(*parts), slug=slug)
    require(may_see_runs(person_in(request), found.round, timezone.now()))
    return found


@for_people
def publication(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a publication on its way: who prepared it, what it says, approve or return."""
    return _publication_page(request, _publication(request, slug), ReturnForm())


def _publication_page(
    request: HttpRequest, found: Publication, form: ReturnForm, status: int = 200
) -> HttpResponse:
    person, now = person_in(request), timezone.now()
    context = {
        "publication": found,
        "form": form,
        "approve_verdict": may_approve(person, found, now),
        "return_verdict": may_return(person, found, now),
        "warnings": list(warnings_of(found.run)),
        "is_waiting": found.state == PublicationState.PREPARED,
        "is_public": found.state == PublicationState.PUBLISHED,
        "breadcrumbs": _breadcrumbs(found.round, found.title),
    }
    return render(request, "results/publication.html", context, status=status)


@for_people
@require_POST
def approve(request: HttpRequest, slug: str) -> HttpResponse:
    """Approve a publication that another manager prepared."""
    found = _publication(request, slug)
    try:
        approved = approve_publication(person_in(request), found, timezone.now())
    except ProblemsFound as problems:
        for problem in problems.problems:
            messages.error(request, said(problem))
    else:
        is_public = approved.state == PublicationState.PUBLISHED
        messages.success(
            request, _("Đã công bố.") if is_public else _("Đã duyệt, sẽ công bố đúng giờ đã đặt.")
        )
    return redirect("results:publication", slug=slug)


@for_people
@require_POST
def give_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Return a publication with a reason."""
    found, form = _publication(request, slug), ReturnForm(request.POST)
    require(may_return(person_in(request), found, timezone.now()))
    if not form.is_valid():
        return _publication_page(request, found, form, status=422)
    return_publication(person_in(request), found, form.cleaned_data["reason"], timezone.now())
    messages.success(request, _("Đã trả lại cho người trình."))
    return redirect("results:publication", slug=slug)
