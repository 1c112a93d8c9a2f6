"""Appeals: a unit's own, the list of a round, the page of one with its preview and its decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

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
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.appraisals.actions.appeal import draft_appeal, file_appeal, withdraw_appeal
from parweb.appraisals.actions.decide_appeal import check_ruling, decide_appeal
from parweb.appraisals.forms import AppealForm, RulingForm
from parweb.appraisals.leaves import leaf_of
from parweb.appraisals.models import Appeal
from parweb.appraisals.permissions import (
    may_decide_appeal,
    may_draft_appeal,
    may_file_appeal,
    may_see_appeal,
    may_see_council,
    may_see_result,
    may_withdraw_appeal,
)
from parweb.appraisals.preview import Preview, preview_of
from parweb.appraisals.queries.fed import FedLine, fed_lines
from parweb.appraisals.queries.finding import participant_of, round_of
from parweb.appraisals.queries.lines import lines_of
from parweb.appraisals.typed import read_points, typed_number
from parweb.appraisals.views.parts import criteria_choices, label_in, tell, unit_crumbs
from parweb.evidence.models import Use
from parweb.evidence.permissions import may_attach
from parweb.evidence.queries import uses_of
from parweb.interface.numbers import page_language
from parweb.interface.pages import read_page
from parweb.rounds.permissions import may_manage_round


@require_GET
@for_people
def appeals(request: HttpRequest, slug: str) -> HttpResponse:
    """List the appeals of a round that were filed."""
    round_, person, at = round_of(slug), person_in(request), timezone.now()
    if not may_manage_round(person, round_, at):
        require(may_see_council(person, round_, at))
    rows = (
        Appeal.objects.filter(participant__round=round_, filed_at__isnull=False)
        .exclude(participant__unit__path__in=person.home_paths if person.has(Role.COUNCIL_CHAIR) else [])
        .select_related("participant__unit", "decided_by")
        .order_by("due_at", "filed_at")
    )
    which = request.GET.get("loc", "filed")
    if which != "all":
        rows = rows.filter(state="filed")
    page = read_page(request.GET, rows)
    context = {
        "breadcrumbs": [{"label": round_.name}, {"label": _("Kiến nghị")}],
        "round": round_,
        "page": page,
        "rows": [(one, label_in(round_.edition, one.criterion_id)) for one in page.object_list],
        "which": which,
    }
    return render(request, "appraisals/appeals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def unit_appeals(request: HttpRequest, pk: int) -> HttpResponse:
    """List a unit's appeals, and write a new one."""
    participant, person, at = participant_of(pk), person_in(request), timezone.now()
    require(may_see_result(person, participant, at))
    is_own = person.has(Role.OFFICER, Role.LEADER, path=participant.unit.path)
    criteria = criteria_choices(participant.round.edition)
    data = request.POST if request.method == "POST" else None
    form = AppealForm(data, criteria=criteria, initial={"criterion_id": request.GET.get("tieu-chi", "")})
    if form.is_bound:
        require(may_draft_appeal(person, participant, at))
        if made := _draft(person, participant, form, at):
            messages.success(request, _("Đã lưu bản nháp. Đính kèm tài liệu rồi lãnh đạo đơn vị gửi."))
            return redirect("appraisals:appeal", made.pk)
    rows = participant.appeals.select_related("filed_by", "decided_by")
    if not is_own:
        rows = rows.filter(filed_at__isnull=False)
    context = {
        "breadcrumbs": unit_crumbs(participant, {"label": _("Kiến nghị")}),
        "participant": participant,
        "rows": [(one, label_in(participant.round.edition, one.criterion_id)) for one in rows],
        "form": form,
        "may_draft": may_draft_appeal(person, participant, at),
    }
    return render(request, "appraisals/unit_appeals.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def appeal_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an appeal; its unit changes a draft here."""
    appeal, person, at = _appeal(pk), person_in(request), timezone.now()
    require(may_see_appeal(person, appeal, at))
    initial = {
        "criterion_id": appeal.criterion_id,
        "claim": appeal.claim,
        "claimed_points": typed_number(appeal.claimed_points),
    }
    criteria = [(code, label) for code, label in _criteria(appeal) if code == appeal.criterion_id]
    data = request.POST if request.method == "POST" else None
    form = AppealForm(data, criteria=criteria, initial=initial)
    if form.is_bound:
        require(may_draft_appeal(person, appeal.participant, at))
        if _draft(person, appeal.participant, form, at, appeal):
            messages.success(request, _("Đã lưu bản nháp."))
            return redirect("appraisals:appeal", appeal.pk)
    context = {**_context(person, appeal, at), "form": form}
    return render(request, "appraisals/appeal.html", context, status=422 if form.is_bound else 200)


@require_POST
@for_people
def send_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader sends an appeal."""
    return _settle(request, pk, file_appeal, _("Đã gửi kiến nghị."))


@require_POST
@for_people
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit takes an appeal back."""
    return _settle(request, pk, withdraw_appeal, _("Đã rút kiến nghị."))


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide an appeal; the button "xem trước" shows what granting does before anything is written."""
    appeal, person, at = _appeal(pk), person_in(request), timezone.now()
    require(may_decide_appeal(person, appeal, at))
    form = _ruling_form(appeal, request.POST if request.method == "POST" else None)
    preview: Preview | None = None
    if form.is_bound and (ruling := form.to_ruling()) is not None:
        try:
            if "preview" in request.POST:
                check_ruling(appeal, ruling)
                preview = preview_of(appeal, ruling, at)
            else:
                decide_appeal(person, appeal, ruling, at)
                messages.success(request, _("Đã ghi kết luận và báo cho đơn vị."))
                return redirect("appraisals:appeal", appeal.pk)
        except ValidationError as found:
            form.put_errors(found)
    context = {**_context(person, appeal, at), "form": form, "preview": preview}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "appraisals/decide_appeal.html", context, status=status)


def _ruling_form(appeal: Appeal, data: Any) -> RulingForm:
    participant = appeal.participant
    leaf = leaf_of(participant.round.edition, appeal.criterion_id)
    assert leaf is not None
    line = lines_of(participant.round, [participant], [appeal.criterion_id])[0]
    fed = _fed(appeal)
    held = line.second or line.first or line.answer or (fed.value if fed else None)
    return RulingForm(data, leaf=leaf, given=held.inputs if held else {}, claimed=appeal.claimed_points)


def _fed(appeal: Appeal) -> FedLine | None:
    """Give the figure that an appeal disputes, where it came from dossiers, a survey or another office."""
    lines = fed_lines(appeal.participant, page_language())
    return next((one for one in lines if one.code == appeal.criterion_id), None)


def _draft(
    person: Person, participant: Any, form: AppealForm, at: datetime, appeal: Appeal | None = None
) -> Appeal | None:
    if not form.is_valid():
        return None
    found = form.cleaned_data
    try:
        points = read_points(found["claimed_points"])
        return draft_appeal(person, participant, found["criterion_id"], found["claim"], points, at, appeal)
    except ValidationError as refused:
        form.add_error(None if hasattr(refused, "error_dict") else "claimed_points", _for_form(refused))
        return None


def _for_form(found: ValidationError) -> ValidationError:
    """Give the errors of an action with the name that points have on this form."""
    if not hasattr(found, "error_dict"):
        return found
    errors = {
        "claimed_points" if name == "set_points" else name: one for name, one in found.error_dict.items()
    }
    return ValidationError(errors)


def _settle(
    request: HttpRequest, pk: int, act: Callable[[Person, Appeal, datetime], None], done: str
) -> HttpResponse:
    appeal = _appeal(pk)
    try:
        act(person_in(request), appeal, timezone.now())
    except ValidationError as found:
        tell(request, found)
    else:
        messages.success(request, done)
    return redirect("appraisals:appeal", appeal.pk)


def _appeal(pk: int) -> Appeal:
    rows: QuerySet[Appeal] = Appeal.objects.select_related(
        "participant__unit",
        "participant__round__edition",
        "participant__round__owner",
        "participant__round__previous__edition",
        "filed_by",
        "decided_by",
    ).prefetch_related("participant__round__phases", "participant__reopenings")
    found: Appeal = get_object_or_404(rows, pk=pk)
    return found


def _criteria(appeal: Appeal) -> list[tuple[str, str]]:
    return criteria_choices(appeal.participant.round.edition)


def _context(person: Person, appeal: Appeal, at: datetime) -> dict[str, Any]:
    participant = appeal.participant
    listed = {"label": _("Kiến nghị"), "url": reverse("appraisals:unit_appeals", args=[participant.pk])}
    may_draft = may_draft_appeal(person, participant, at)
    return {
        "breadcrumbs": unit_crumbs(participant, listed, {"label": appeal.criterion_id}),
        "appeal": appeal,
        "participant": participant,
        "label": label_in(participant.round.edition, appeal.criterion_id),
        "line": next(iter(lines_of(participant.round, [participant], [appeal.criterion_id])), None),
        "fed": _fed(appeal),
        "uses": uses_of([participant.pk], appeal.criterion_id, Use.Purpose.APPEAL),
        "may_change": bool(may_draft) and appeal.state == "draft",
        "may_attach": appeal.state == "draft"
        and bool(may_attach(person, participant, Use.Purpose.APPEAL, at)),
        "may_file": may_file_appeal(person, participant, at) if appeal.state == "draft" else None,
        "may_withdraw": may_withdraw_appeal(person, appeal, at),
        "may_decide": may_decide_appeal(person, appeal, at),
    }
