"""Voting on a phone, the chair's decisions, the score sheet and the printable record of a session."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from parindex.frameworks.set_points import points_spec
from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.appraisals.actions.decide_referral import decide_referral
from parweb.appraisals.actions.vote import vote
from parweb.appraisals.forms import ChairForm, VoteForm
from parweb.appraisals.leaves import leaf_of
from parweb.appraisals.models import CouncilSession, Referral
from parweb.appraisals.permissions import may_decide_referral, may_see_council, may_see_votes, may_vote
from parweb.appraisals.queries.council import SheetRow, own_votes, referrals_of, session_of, sheet
from parweb.appraisals.queries.lines import lines_of
from parweb.appraisals.typed import read_points, typed_number
from parweb.appraisals.views.parts import label_in, label_of
from parweb.audit.actions.record import record
from parweb.evidence.queries import uses_of
from parweb.interface.tables import Column, Table, asked_format, table_response


@require_GET
@for_people
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """List a member's own ballot: what to vote on, what they gave."""
    session, person, at = session_of(pk), person_in(request), timezone.now()
    require(may_see_council(person, session.round, at))
    mine = own_votes(session, person.user_id)
    rows = [
        {
            "referral": one,
            "label": label_in(session.round.edition, one.criterion_id),
            "vote": mine.get(one.pk),
            "is_excluded": person.belongs_to(one.participant.unit.path),
        }
        for one in referrals_of(session)
    ]
    context = {
        "breadcrumbs": _crumbs(session),
        "session": session,
        "rows": rows,
        "done": len(mine),
        "total": sum(not row["is_excluded"] for row in rows),
    }
    return render(request, "appraisals/ballot.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def cast_vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Vote on one referral, its facts beside it."""
    referral, person, at = _referral(pk), person_in(request), timezone.now()
    verdict = may_vote(person, referral, at)
    require(verdict)
    mine = own_votes(referral.session, person.user_id).get(referral.pk)
    initial = {"set_points": typed_number(mine.points), "comment": mine.comment} if mine else {}
    form = VoteForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            points = read_points(form.cleaned_data["set_points"])
            vote(person, referral, points, form.cleaned_data["comment"], at)
        except ValidationError as found:
            form.add_error(None if hasattr(found, "error_dict") else "set_points", found)
        else:
            messages.success(request, _("Đã ghi phiếu của bạn."))
            return redirect(_next_to_vote(referral, person))
    context = {
        "breadcrumbs": _crumbs(referral.session, {"label": referral.criterion_id}),
        "referral": referral,
        "session": referral.session,
        "form": form,
        "has_voted": mine is not None,
        **_facts(referral),
    }
    return render(request, "appraisals/vote.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The chair decides a referral, the open votes beside it."""
    referral, person, at = _referral(pk), person_in(request), timezone.now()
    require(may_decide_referral(person, referral, at))
    row = next(one for one in sheet(referral.session) if one.referral.pk == referral.pk)
    held = referral.points if referral.points is not None else row.proposed
    initial = {"set_points": typed_number(held), "reason": referral.reason}
    form = ChairForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            points = read_points(form.cleaned_data["set_points"])
            decide_referral(person, referral, points, form.cleaned_data["reason"], at)
        except ValidationError as found:
            form.add_error(None if hasattr(found, "error_dict") else "set_points", found)
        else:
            messages.success(request, _("Đã ghi kết luận."))
            return redirect("appraisals:session", referral.session_id)
    context = {
        "breadcrumbs": _crumbs(referral.session, {"label": referral.criterion_id}),
        "referral": referral,
        "session": referral.session,
        "row": row,
        "votes": list(zip(referral.session.members.all(), row.votes, strict=True)),
        "form": form,
        **_facts(referral),
    }
    return render(request, "appraisals/decide_referral.html", context, status=422 if form.is_bound else 200)


@require_GET
@for_people
def score_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the score sheet as a file: only after the votes are open."""
    session, person, at = session_of(pk), person_in(request), timezone.now()
    require(may_see_council(person, session.round, at))
    require(may_see_votes(person, session, at))
    _log_read(person, session)
    members = list(session.members.all())
    columns = [
        Column("unit", _("Đơn vị")),
        Column("criterion", _("Tiêu chí")),
        *(Column(f"member-{one.pk}", str(one), _("điểm"), "number", 2) for one in members),
        Column("mean", _("Trung bình"), _("điểm"), "number", 2),
        Column("points", _("Kết luận"), _("điểm"), "number", 2),
        Column("reason", _("Lý do")),
        Column("excluded", _("Không tham gia")),
    ]
    rows = [_sheet_row(row, [one.pk for one in members]) for row in sheet(session)]
    table = Table(f"{_('Phiếu điểm')} {session.title}", columns, rows)
    return table_response(table, asked_format(request.GET) or "xlsx", f"{_('Phiếu điểm')} {session.title}")


@require_GET
@for_people
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the printable record (biên bản) of a session whose votes are open."""
    session, person, at = session_of(pk), person_in(request), timezone.now()
    require(may_see_council(person, session.round, at))
    require(may_see_votes(person, session, at))
    _log_read(person, session)
    rows = sheet(session)
    context = {
        "session": session,
        "round": session.round,
        "parent_body": session.round.owner.name,
        "body_name": _("Hội đồng thẩm định"),
        "held": timezone.localtime(session.held_at),
        "members": list(session.members.all()),
        "rows": [(row, label_in(session.round.edition, row.referral.criterion_id)) for row in rows],
        "present": len({one.member_id for row in rows for one in row.votes if one is not None}),
        "excluded": [row for row in rows if row.referral.excluded],
    }
    return render(request, "appraisals/minutes.html", context)


def _sheet_row(row: SheetRow, members: list[int]) -> dict[str, Any]:
    given = {
        f"member-{pk}": one.points if one is not None else None
        for pk, one in zip(members, row.votes, strict=True)
    }
    return {
        "unit": row.referral.participant.unit.name,
        "criterion": row.referral.criterion_id,
        **given,
        "mean": row.mean,
        "points": row.referral.points,
        "reason": row.referral.reason,
        "excluded": ", ".join(row.referral.excluded),
    }


def _log_read(person: Person, session: CouncilSession) -> None:
    """Write down that somebody read who gave what."""
    with transaction.atomic():
        record(person.actor, "appraisals.read_votes", timezone.now(), target=session, is_read=True)


def _facts(referral: Referral) -> dict[str, Any]:
    """Give what a member looks at: the criterion, the claim, the appraisals, the documents."""
    participant = referral.participant
    leaf = leaf_of(participant.round.edition, referral.criterion_id)
    if leaf is None:
        return {"label": "", "line": None, "most": None, "uses": []}
    line = lines_of(participant.round, [participant], [referral.criterion_id])[0]
    spec = points_spec(leaf.node)
    return {
        "label": label_of(leaf),
        "line": line,
        "least": spec.minimum,
        "most": spec.maximum,
        "participant": participant,
        "uses": uses_of([participant.pk], referral.criterion_id),
    }


def _referral(pk: int) -> Referral:
    rows = Referral.objects.select_related(
        "session__round__owner",
        "session__chair",
        "participant__unit",
        "participant__round__edition",
        "participant__round__previous__edition",
    ).prefetch_related("session__round__phases", "session__members")
    return get_object_or_404(rows, pk=pk)


def _next_to_vote(referral: Referral, person: Person) -> str:
    session = referral.session
    mine = own_votes(session, person.user_id)
    for one in referrals_of(session):
        if one.pk not in mine and not person.belongs_to(one.participant.unit.path):
            return reverse("appraisals:cast_vote", args=[one.pk])
    return reverse("appraisals:vote", args=[session.pk])


def _crumbs(session: CouncilSession, *more: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"label": session.round.name},
        {"label": _("Hội đồng"), "url": reverse("appraisals:sessions", args=[session.round.slug])},
        {"label": session.title, "url": reverse("appraisals:session", args=[session.pk])},
        *more,
    ]
