"""Values that managers take in for the units of a round: upload, preview, apply."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parindex.errors import ProblemsFound
from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.assessments.actions.import_fed_values import apply_fed_values, upload_fed_values
from parweb.assessments.actions.upload_workbook import AlreadyApplied
from parweb.assessments.forms import FedForm
from parweb.assessments.models import Upload
from parweb.assessments.permissions import may_import_fed_values
from parweb.assessments.queries import fed_counts, round_by_slug
from parweb.assessments.tasks_fill import KIND
from parweb.assessments.workbook import problems_text
from parweb.interface.numbers import page_language
from parweb.interface.pages import read_page
from parweb.jobs.actions.start import start
from parweb.rounds.feeding import FEEDERS
from parweb.rounds.models import Round


def _asked(request: HttpRequest, slug: str) -> tuple[Person, Round]:
    round_ = round_by_slug(slug)
    if round_ is None:
        raise Http404
    person = person_in(request)
    require(may_import_fed_values(person, round_, timezone.now()))
    return person, round_


@require_http_methods(["GET", "POST"])
@for_people
def fed(request: HttpRequest, slug: str) -> HttpResponse:
    """Show which leaves are filled from elsewhere and how far, and take a file of values."""
    person, round_ = _asked(request, slug)
    form = FedForm(request.POST, request.FILES) if request.method == "POST" else FedForm()
    problems: list[dict[str, str]] = []
    if form.is_bound and form.is_valid():
        upload, problems = _read(person, round_, form)
        if upload is not None:
            return redirect("assessments:fed_preview", round_.slug, upload.pk)
    context = {
        "round": round_,
        "form": form,
        "problems": problems,
        "counts": fed_counts(round_, page_language()),
        "can_fill": "dossier" in FEEDERS,
    }
    return render(request, "assessments/fed.html", context, status=422 if form.is_bound else 200)


def _read(person: Person, round_: Round, form: FedForm) -> tuple[Upload | None, list[dict[str, str]]]:
    given, lang = form.cleaned_data, page_language()
    file = given["file"]
    try:
        upload = upload_fed_values(
            person,
            round_,
            file.read(),
            file.name,
            source=given["source"],
            source_note=given["source_note"],
            at=timezone.now(),
            lang=lang,
        )
    except ProblemsFound as problem:
        return None, problems_text(problem, lang)
    return upload, []


@require_http_methods(["GET", "POST"])
@for_people
def preview(request: HttpRequest, slug: str, upload_id: int) -> HttpResponse:
    """Show what a file changes, row by row, and apply it."""
    person, round_ = _asked(request, slug)
    upload = Upload.objects.filter(pk=upload_id, round=round_, kind=Upload.Kind.FED).first()
    if upload is None:
        raise Http404
    if request.method == "POST":
        return _applied(request, person, upload)
    shown = [row for row in upload.rows if row["verdict"] != "same"]
    context: dict[str, Any] = {
        "round": round_,
        "upload": upload,
        "counts": {key: sum(row["verdict"] == key for row in upload.rows) for key in _VERDICTS},
        "page": read_page(request.GET, sorted(shown, key=lambda row: row["verdict"] != "refused")),
    }
    return render(request, "assessments/fed_preview.html", context)


_VERDICTS = ("new", "change", "same", "refused")


def _applied(request: HttpRequest, person: Person, upload: Upload) -> HttpResponse:
    try:
        count = apply_fed_values(person, upload, timezone.now())
    except AlreadyApplied:
        messages.warning(request, _("Tệp này đã được áp dụng."))
    else:
        messages.success(request, _("Đã nhập {count} giá trị.").format(count=count))
    return redirect("assessments:fed", upload.round.slug)


@require_POST
@for_people
def fill(request: HttpRequest, slug: str) -> HttpResponse:
    """Start filling the leaves that are bound to measures of dossiers, or to figures of surveys."""
    person, round_ = _asked(request, slug)
    source = "survey" if request.POST.get("source") == "survey" else "dossier"
    arguments = {
        "round_id": round_.pk,
        "source": source,
        "by": person.user_id,
        "address": person.address,
    }
    back = reverse("assessments:fed", args=[slug])
    job = start(KIND, arguments, by=person.user_id, at=timezone.now(), link=back)
    words = {
        "dossier": _("Đang tính số liệu hồ sơ cho các đơn vị."),
        "survey": _("Đang điền kết quả điều tra cho các đơn vị."),
    }
    messages.success(request, words[source])
    return redirect("jobs:job", job.pk)
