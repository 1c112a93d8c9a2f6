"""Handing in, the printable report, the leader's signature, and giving back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.assessments.actions.give_back_entry import give_back_entry
from parweb.assessments.actions.sign_entry import sign_entry
from parweb.assessments.actions.submit_entry import NotComplete, submit_entry
from parweb.assessments.forms import ReasonForm, SignatureForm, SubmissionForm, initial_of
from parweb.assessments.page import EntryPage, entry_page
from parweb.assessments.permissions import may_give_back, may_sign_entry, may_submit_entry
from parweb.assessments.report import report_rows
from parweb.assessments.views.asking import asked, frame
from parweb.evidence.files.refusals import FilesRefused
from parweb.interface.numbers import page_language
from parweb.rounds.actions.move_participant import NotAMove
from parweb.rounds.models import Participant


@require_http_methods(["GET", "POST"])
@for_people
def submission(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Show what the entry still lacks, and hand it in."""
    person, participant = asked(request, participant_id)
    if request.method == "POST":
        require(may_submit_entry(person, participant, timezone.now()))
    form = SubmissionForm(request.POST or None, initial=initial_of(participant))
    if request.method == "POST" and form.is_valid() and _submitted(request, person, participant, form):
        return redirect("assessments:sign", participant.pk)
    page = _page(person, participant)
    context = {
        **frame(participant, "submission"),
        "page": page,
        "form": form,
        "verdict": may_submit_entry(person, participant, timezone.now()),
    }
    return render(
        request, "assessments/submission.html", context, status=422 if request.method == "POST" else 200
    )


def _submitted(request: HttpRequest, person: Person, participant: Participant, form: SubmissionForm) -> bool:
    try:
        submit_entry(person, participant, timezone.now(), **form.cleaned_data)
    except NotComplete as problem:
        words = _("Chưa trình được: còn {count} chỗ phải bổ sung.").format(count=len(problem.lacks))
        messages.error(request, words)
        return False
    messages.success(
        request, _("Đã trình lãnh đạo ký. Bản tự đánh giá không sửa được cho đến khi được trả lại.")
    )
    return True


def _page(person: Person, participant: Participant) -> EntryPage:
    return entry_page(person, participant, timezone.now(), page_language())


@require_GET
@for_people
def report(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Show the self-assessment as a report to be printed and signed."""
    person, participant = asked(request, participant_id)
    page = _page(person, participant)
    rows = report_rows(page, page_language())
    context = {
        "participant": participant,
        "page": page,
        "report_rows": rows,
        "explained": [row for row in rows if row.explanation],
        "set_rows": [row for row in rows if row.set_points is not None],
        "body_name": participant.unit.name.upper(),
        "parent_body": participant.round.owner.name.upper(),
        "entry": getattr(participant, "entry", None),
    }
    return render(request, "assessments/report.html", context)


@require_http_methods(["GET", "POST"])
@for_people
def sign(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Show the leader what is to be signed, and take the signed report."""
    person, participant = asked(request, participant_id)
    is_sent = request.method == "POST"
    if is_sent:
        require(may_sign_entry(person, participant, timezone.now()))
    form = SignatureForm(request.POST, request.FILES) if is_sent else SignatureForm()
    if is_sent and form.is_valid() and _signed(request, person, participant, form):
        return redirect("assessments:sign", participant.pk)
    return _sign_page(request, person, participant, form, ReasonForm(), status=422 if is_sent else 200)


def _sign_page(
    request: HttpRequest,
    person: Person,
    participant: Participant,
    form: SignatureForm,
    reason: ReasonForm,
    status: int,
) -> HttpResponse:
    now = timezone.now()
    context: dict[str, Any] = {
        **frame(participant, "sign"),
        "page": _page(person, participant),
        "form": form,
        "reason": reason,
        "entry": getattr(participant, "entry", None),
        "verdict": may_sign_entry(person, participant, now),
        "may_give_back": may_give_back(person, participant, now),
    }
    return render(request, "assessments/sign.html", context, status=status)


def _signed(request: HttpRequest, person: Person, participant: Participant, form: SignatureForm) -> bool:
    try:
        sign_entry(person, participant, timezone.now(), **form.cleaned_data)
    except FilesRefused as problem:
        form.add_error("files", [str(one) for one in problem.refusals])
        return False
    except NotAMove:
        messages.error(request, _("Tình trạng vừa đổi: người khác đã ký hoặc đã trả lại."))
        return False
    messages.success(request, _("Đã ký và nộp. Bản tự đánh giá đã khóa."))
    return True


@require_POST
@for_people
def give_back(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Give the entry back to the officers with a reason."""
    person, participant = asked(request, participant_id)
    require(may_give_back(person, participant, timezone.now()))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _sign_page(request, person_in(request), participant, SignatureForm(), form, status=422)
    give_back_entry(person, participant, form.cleaned_data["reason"], timezone.now())
    messages.success(request, _("Đã trả lại cho cán bộ sửa."))
    return redirect("assessments:entry", participant.pk)
