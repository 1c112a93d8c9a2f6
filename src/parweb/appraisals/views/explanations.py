"""Requests for explanation: what a unit is asked, its answer, and its leader's release."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.appraisals.actions.answer_explanation import answer_explanation
from parweb.appraisals.actions.settle_explanation import (
    release_explanation,
    return_explanation,
    withdraw_request,
)
from parweb.appraisals.forms import AnswerForm, ReasonForm
from parweb.appraisals.models import ExplanationRequest
from parweb.appraisals.permissions import (
    may_answer,
    may_read_appraisal,
    may_release,
    may_see_request,
    may_see_result,
    may_withdraw_request,
)
from parweb.appraisals.queries.finding import participant_of
from parweb.appraisals.views.parts import label_in, tell, unit_crumbs
from parweb.evidence.models import Use
from parweb.evidence.permissions import may_attach
from parweb.evidence.queries import uses_of


@require_GET
@for_people
def requests(request: HttpRequest, pk: int) -> HttpResponse:
    """List what a unit was asked in a round."""
    participant = participant_of(pk)
    require(may_see_result(person_in(request), participant, timezone.now()))
    rows = participant.explanation_requests.select_related("asked_by").order_by("due_at", "pk")
    context = {
        "breadcrumbs": unit_crumbs(participant, {"label": _("Giải trình")}),
        "participant": participant,
        "rows": [(one, label_in(participant.round.edition, one.criterion_id)) for one in rows],
        "now": timezone.now(),
    }
    return render(request, "appraisals/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a request with its answer and documents; the unit writes its answer here."""
    asked, person, at = _asked(pk), person_in(request), timezone.now()
    require(may_see_request(person, asked, at))
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"answer": asked.answer})
    if request.method == "POST":
        require(may_answer(person, asked, at))
        if form.is_valid():
            try:
                answer_explanation(person, asked, form.cleaned_data["answer"], at)
            except ValidationError as found:
                form.add_error(None, found)
            else:
                messages.success(request, _("Đã lưu giải trình, chờ lãnh đạo đơn vị duyệt."))
                return redirect("appraisals:request", asked.pk)
    status = 422 if form.is_bound else 200
    return render(request, "appraisals/request.html", _context(person, asked, form, at), status=status)


@require_POST
@for_people
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the answer out."""
    return _settle(request, pk, release_explanation, _("Đã gửi giải trình."))


@require_POST
@for_people
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the answer back to the officers."""
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""

    def act(person: Person, asked: ExplanationRequest, at: datetime) -> None:
        return_explanation(person, asked, reason, at)

    return _settle(request, pk, act, _("Đã trả lại cho cán bộ."))


@require_POST
@for_people
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the request back."""
    return _settle(request, pk, withdraw_request, _("Đã rút yêu cầu giải trình."))


def _settle(
    request: HttpRequest,
    pk: int,
    act: Callable[[Person, ExplanationRequest, datetime], None],
    done: str,
) -> HttpResponse:
    asked = _asked(pk)
    try:
        act(person_in(request), asked, timezone.now())
    except ValidationError as found:
        tell(request, found)
    else:
        messages.success(request, done)
    return redirect("appraisals:request", asked.pk)


def _asked(pk: int) -> ExplanationRequest:
    rows: QuerySet[ExplanationRequest] = ExplanationRequest.objects.select_related(
        "participant__unit",
        "participant__round__edition",
        "participant__round__owner",
        "asked_by",
        "answered_by",
        "released_by",
    ).prefetch_related("participant__round__phases", "participant__reopenings")
    found: ExplanationRequest = get_object_or_404(rows, pk=pk)
    return found


def _context(person: Person, asked: ExplanationRequest, form: AnswerForm, at: datetime) -> dict[str, object]:
    participant = asked.participant
    crumb = {"label": asked.criterion_id}
    listed = {"label": _("Giải trình"), "url": reverse("appraisals:requests", args=[participant.pk])}
    return {
        "breadcrumbs": unit_crumbs(participant, listed, crumb),
        "asked": asked,
        "participant": participant,
        "label": label_in(participant.round.edition, asked.criterion_id),
        "form": form,
        "reason_form": ReasonForm(),
        "uses": uses_of([participant.pk], asked.criterion_id, Use.Purpose.EXPLANATION),
        "may_attach": bool(may_attach(person, participant, Use.Purpose.EXPLANATION, at, asked.criterion_id)),
        "may_answer": may_answer(person, asked, at),
        "may_release": may_release(person, asked, at),
        "may_withdraw": may_withdraw_request(person, asked, at),
        "may_appraise_page": may_read_appraisal(person, participant, at, asked.criterion_id),
        "is_late": asked.state in ("asked", "answered") and at >= asked.due_at,
    }
