"""Sessions of the council: planning, the agenda, leading, the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parweb.accounts.access import for_people, person_in
from parweb.accounts.models import User
from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.appraisals.actions.lead_session import (
    close_session,
    open_votes,
    start_voting,
    write_minutes,
)
from parweb.appraisals.actions.plan_session import drop_referral, plan_session, refer
from parweb.appraisals.forms import MinutesForm, ReferForm, SessionForm, local
from parweb.appraisals.leaves import council_leaves
from parweb.appraisals.models import CouncilSession, Referral
from parweb.appraisals.permissions import (
    may_chair,
    may_change_session,
    may_plan_session,
    may_see_council,
    may_see_votes,
    may_write_minutes,
)
from parweb.appraisals.queries.council import (
    excluded_members,
    own_votes,
    referrals_of,
    session_of,
    sessions_of,
    sheet,
)
from parweb.appraisals.queries.finding import of_round, round_of
from parweb.appraisals.views.parts import criteria_choices, label_in, tell
from parweb.interface.pages import read_page
from parweb.rounds.models import Participant, Round
from parweb.units.queries import people_with

_LISTED = 400


@require_GET
@for_people
def sessions(request: HttpRequest, slug: str) -> HttpResponse:
    """List the sessions of a round."""
    round_, person, at = round_of(slug), person_in(request), timezone.now()
    require(may_see_council(person, round_, at))
    context = {
        "breadcrumbs": [{"label": round_.name}, {"label": _("Hội đồng")}],
        "round": round_,
        "page": read_page(request.GET, sessions_of(round_)),
        "may_plan": may_plan_session(person, round_, at),
        "council_leaves": [(code, label_in(round_.edition, code)) for code in council_leaves(round_.edition)],
    }
    return render(request, "appraisals/sessions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a session."""
    round_, person, at = round_of(slug), person_in(request), timezone.now()
    require(may_plan_session(person, round_, at))
    return _plan(request, person, round_, at, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a session before its votes begin."""
    session, person, at = session_of(pk), person_in(request), timezone.now()
    require(may_change_session(person, session, at))
    return _plan(request, person, session.round, at, session)


def _plan(
    request: HttpRequest, person: Person, round_: Round, at: datetime, session: CouncilSession | None
) -> HttpResponse:
    people = _people(round_, at)
    data = request.POST if request.method == "POST" else None
    form = SessionForm(data, people=people, initial=_initial(session))
    if form.is_bound and form.is_valid():
        try:
            made = plan_session(person, round_, form.to_plan(), at, session)
        except ValidationError as found:
            form.add_error(None, found)
        else:
            messages.success(request, _("Đã lưu phiên họp và báo cho thành viên."))
            return redirect("appraisals:session", made.pk)
    context = {"breadcrumbs": _crumbs(round_, session), "round": round_, "form": form, "session": session}
    status = 422 if form.is_bound else 200
    return render(request, "appraisals/session_form.html", context, status=status)


@require_GET
@for_people
def session_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a session: people, agenda, how many voted; what they gave only after opening."""
    session, person, at = session_of(pk), person_in(request), timezone.now()
    require(may_see_council(person, session.round, at))
    referrals = referrals_of(session)
    sees_votes = bool(may_see_votes(person, session, at))
    context = {
        "breadcrumbs": _crumbs(session.round, session),
        "session": session,
        "round": session.round,
        "referrals": _agenda(session, referrals),
        "rows": _sheet_rows(session) if sees_votes else [],
        "sees_votes": sees_votes,
        "members": list(session.members.all()),
        "is_member": any(one.pk == person.user_id for one in session.members.all()),
        "own": len(own_votes(session, person.user_id)),
        "may_change": may_change_session(person, session, at),
        "may_chair": may_chair(person, session, at),
        "may_write": may_write_minutes(person, session, at),
        "undecided": sum(one.decided_at is None for one in referrals),
    }
    return render(request, "appraisals/session.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a criterion of some units (or all) on the agenda."""
    session, person, at = session_of(pk), person_in(request), timezone.now()
    require(may_change_session(person, session, at))
    units = Participant.objects.filter(round=session.round).select_related("unit")
    data = request.POST if request.method == "POST" else None
    initial = {
        "criterion_id": request.GET.get("tieu-chi", ""),
        "participants": request.GET.getlist("don-vi"),
        "question": _("Đề nghị hội đồng cho điểm."),
    }
    criteria = criteria_choices(session.round.edition)
    form = ReferForm(data, criteria=criteria, participants=units, initial=initial)
    if form.is_bound and form.is_valid():
        found = form.cleaned_data
        chosen = list(found["participants"]) or of_round(session.round, units)
        try:
            count = refer(person, session, chosen, found["criterion_id"], found["question"], at)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Đã đưa %(count)d nội dung vào phiên.") % {"count": count})
            return redirect("appraisals:session", session.pk)
    context = {"breadcrumbs": _crumbs(session.round, session), "session": session, "form": form}
    return render(request, "appraisals/agenda.html", context, status=422 if form.is_bound else 200)


@require_POST
@for_people
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a referral off the agenda."""
    referral = get_object_or_404(
        Referral.objects.select_related("session__round__owner", "participant"), pk=pk
    )
    drop_referral(person_in(request), referral, timezone.now())
    return redirect("appraisals:session", referral.session_id)


@require_POST
@for_people
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the members vote."""
    return _lead(request, pk, start_voting, _("Đã mở cho điểm."))


@require_POST
@for_people
def open_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the votes."""
    return _lead(request, pk, open_votes, _("Đã mở phiếu."))


@require_POST
@for_people
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """End the session."""
    return _lead(request, pk, close_session, _("Phiên họp đã kết thúc."))


def _lead(
    request: HttpRequest, pk: int, act: Callable[[Person, CouncilSession, datetime], None], done: str
) -> HttpResponse:
    session = session_of(pk)
    try:
        act(person_in(request), session, timezone.now())
    except ValidationError as found:
        tell(request, found)
    else:
        messages.success(request, done)
    return redirect("appraisals:session", session.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def happened(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what happened in a session."""
    session, person, at = session_of(pk), person_in(request), timezone.now()
    require(may_write_minutes(person, session, at))
    data = request.POST if request.method == "POST" else None
    form = MinutesForm(data, initial={"minutes": session.minutes})
    if form.is_bound and form.is_valid():
        write_minutes(person, session, form.cleaned_data["minutes"], at)
        messages.success(request, _("Đã lưu diễn biến."))
        return redirect("appraisals:session", session.pk)
    context = {"breadcrumbs": _crumbs(session.round, session), "session": session, "form": form}
    return render(request, "appraisals/happened.html", context)


def _agenda(session: CouncilSession, referrals: list[Referral]) -> list[dict[str, Any]]:
    excluded = excluded_members(session, referrals)
    return [
        {
            "referral": one,
            "label": label_in(session.round.edition, one.criterion_id),
            "excluded": one.excluded or [str(member) for member in excluded[one.pk]],
        }
        for one in referrals[:_LISTED]
    ]


def _sheet_rows(session: CouncilSession) -> list[dict[str, Any]]:
    return [
        {"row": row, "label": label_in(session.round.edition, row.referral.criterion_id)}
        for row in sheet(session)
    ]


def _initial(session: CouncilSession | None) -> dict[str, Any]:
    if session is None:
        return {"quorum": 3}
    return {
        "title": session.title,
        "held_at": local(session.held_at),
        "place": session.place,
        "quorum": session.quorum,
        "chair": session.chair_id,
        "secretary": session.secretary_id,
        "members": [one.pk for one in session.members.all()],
    }


def _people(round_: Round, at: datetime) -> dict[str, Any]:
    path, day = round_.owner.path, at.date()
    chairs = people_with(Role.COUNCIL_CHAIR, path, day)
    everybody = (
        chairs | people_with(Role.COUNCIL_MEMBER, path, day) | people_with(Role.COUNCIL_SECRETARY, path, day)
    )
    members: Any = User.objects.filter(pk__in=everybody.values("pk")).order_by("full_name_fold")
    return {
        "members": members,
        "chairs": chairs,
        "secretaries": people_with(Role.COUNCIL_SECRETARY, path, day),
    }


def _crumbs(round_: Round, session: CouncilSession | None) -> list[dict[str, Any]]:
    listed = {"label": _("Hội đồng"), "url": reverse("appraisals:sessions", args=[round_.slug])}
    own = {"label": session.title if session else _("Phiên mới")}
    if session is not None:
        own["url"] = reverse("appraisals:session", args=[session.pk])
    return [{"label": round_.name}, listed, own]
