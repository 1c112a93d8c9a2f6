"""The leader sends an answer out or gives it back; who asked takes a request back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.appraisals import events
from parweb.appraisals.actions.count_progress import count_requests
from parweb.appraisals.models import ExplanationRequest
from parweb.appraisals.permissions import may_release, may_withdraw_request
from parweb.appraisals.recipients import people_of_unit
from parweb.appraisals.states import REQUEST_MOVES
from parweb.audit.actions.record import record
from parweb.inbox.actions.send import send


def release_explanation(person: Person, request: ExplanationRequest, at: datetime) -> None:
    """Send the unit's answer to the appraiser; it cannot be changed any more."""
    require(may_release(person, request, at))
    values = {"released_at": at, "released_by_id": person.user_id}
    _move(person, request, "released", values, events.REQUEST_RELEASED, [request.asked_by_id], at)


def return_explanation(person: Person, request: ExplanationRequest, reason: str, at: datetime) -> None:
    """Give the answer back to the officers, with a reason."""
    require(may_release(person, request, at))
    if not reason.strip():
        raise ValidationError({"reason": _("Ghi lý do trả lại.")})
    officers = people_of_unit(request.participant, at)
    values = {"returned_reason": reason.strip()}
    _move(person, request, "asked", values, events.REQUEST_RETURNED, officers, at)


def withdraw_request(person: Person, request: ExplanationRequest, at: datetime) -> None:
    """Take a request back: the unit need not answer."""
    require(may_withdraw_request(person, request, at))
    people = people_of_unit(request.participant, at)
    _move(person, request, "withdrawn", {}, events.REQUEST_WITHDRAWN, people, at)


def _move(
    person: Person,
    request: ExplanationRequest,
    to: str,
    values: dict[str, Any],
    event: str,
    people: list[int],
    at: datetime,
) -> None:
    before = request.state
    sources = [state for state, targets in REQUEST_MOVES.items() if to in targets]
    with transaction.atomic():
        rows = ExplanationRequest.objects.filter(pk=request.pk, state__in=sources)
        if not rows.update(state=to, **values):
            raise ValidationError(_("Yêu cầu này đã xong, hãy tải lại trang."))
        request.state = to
        participant = request.participant
        count_requests(participant)
        details = {
            "unit": participant.unit.name,
            "criterion": request.criterion_id,
            "reason": str(values.get("returned_reason", "")),
        }
        send(people, event, details, reverse("appraisals:request", args=[request.pk]), at)
        record(
            person.actor,
            f"appraisals.request_{to}",
            at,
            target=request,
            unit_id=participant.unit_id,
            before=before,
            after=details["reason"] or to,
        )
