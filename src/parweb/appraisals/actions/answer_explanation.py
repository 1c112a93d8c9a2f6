"""Write the unit's answer to a request for explanation; its leader sends it out."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.appraisals import events
from parweb.appraisals.actions.count_progress import count_requests
from parweb.appraisals.models import ExplanationRequest
from parweb.appraisals.permissions import may_answer
from parweb.appraisals.recipients import people_of_unit
from parweb.audit.actions.record import record
from parweb.inbox.actions.send import send


def answer_explanation(person: Person, request: ExplanationRequest, answer: str, at: datetime) -> None:
    """Keep the answer and tell the leader; refused after the deadline unless the unit was reopened."""
    require(may_answer(person, request, at))
    if not answer.strip():
        raise ValidationError({"answer": _("Nhập nội dung giải trình.")})
    before = request.answer
    with transaction.atomic():
        changed = ExplanationRequest.objects.filter(pk=request.pk, state__in=("asked", "answered")).update(
            answer=answer.strip(),
            state="answered",
            answered_at=at,
            answered_by_id=person.user_id,
            returned_reason="",
        )
        if not changed:
            raise ValidationError(_("Yêu cầu này đã xong, hãy tải lại trang."))
        request.refresh_from_db(fields=["answer", "state", "answered_at", "answered_by", "returned_reason"])
        participant = request.participant
        count_requests(participant)
        details = {"unit": participant.unit.name, "criterion": request.criterion_id}
        link = reverse("appraisals:request", args=[request.pk])
        leaders = people_of_unit(participant, at, Role.LEADER)
        send(leaders, events.REQUEST_ANSWERED, details, link, at)
        record(
            person.actor,
            "appraisals.answer_explanation",
            at,
            target=request,
            unit_id=participant.unit_id,
            before=before,
            after=request.answer,
        )
