"""A manager closes a stage of appraisal of a unit, though some leaves may be undone."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.appraisals import events
from parweb.appraisals.permissions import may_close_stage
from parweb.appraisals.recipients import people_of_unit
from parweb.audit.actions.record import record
from parweb.inbox.actions.send import send
from parweb.rounds.actions.move_participant import move_participant
from parweb.rounds.models import Participant
from parweb.rounds.states import ParticipantState

_NEXT = {1: ParticipantState.APPRAISED_1, 2: ParticipantState.APPRAISED_2}
_BEFORE = {1: ParticipantState.SIGNED, 2: ParticipantState.APPRAISED_1}


def close_stage(person: Person, participant: Participant, stage: int, reason: str, at: datetime) -> None:
    """Move a unit on to "appraised"; what was not decided stays as the unit claimed it. Needs a reason."""
    require(may_close_stage(person, participant, at))
    if participant.state != _BEFORE[stage]:
        raise ValidationError(_("Đơn vị không ở bước này nữa, hãy tải lại trang."))
    if not reason.strip():
        raise ValidationError({"reason": _("Ghi lý do chốt khi còn nội dung chưa thẩm định.")})
    with transaction.atomic():
        move_participant(participant, _NEXT[stage], person=person, at=at, reason=reason)
        details = {"unit": participant.unit.name, "stage": str(stage)}
        link = reverse("appraisals:result", args=[participant.pk])
        send(people_of_unit(participant, at), events.STAGE_CLOSED, details, link, at)
        record(
            person.actor,
            "appraisals.close_stage",
            at,
            target=participant,
            unit_id=participant.unit_id,
            after={"stage": stage, "reason": reason},
        )
