"""Give an entry back to the officers, before it is signed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.assessments.actions.telling import people_of, tell
from parweb.assessments.events import RETURNED
from parweb.assessments.models import Entry
from parweb.assessments.permissions import may_give_back
from parweb.audit.actions.record import record
from parweb.rounds.actions.move_participant import move_participant
from parweb.rounds.models import Participant
from parweb.rounds.states import ParticipantState


def give_back_entry(person: Person, participant: Participant, reason: str, at: datetime) -> Entry:
    """Give a handed-in entry back with a reason; it can be changed again. ``ValueError`` without a reason."""
    require(may_give_back(person, participant, at))
    if not reason.strip():
        raise ValueError("an entry is given back with a reason")
    with transaction.atomic():
        entry = Entry.objects.select_for_update().get(participant=participant)
        entry.returned_reason = reason.strip()
        entry.revision += 1
        entry.save(update_fields=["returned_reason", "revision"])
        move_participant(
            participant, ParticipantState.IN_PROGRESS, person=person, at=at, reason=reason.strip()
        )
        officers = people_of(participant, Role.OFFICER, at)
        tell(officers, RETURNED, participant, at, reason=reason.strip())
        record(
            person.actor,
            "assessments.give_back_entry",
            at,
            target=entry,
            unit_id=participant.unit_id,
            after={"reason": reason.strip()},
        )
    participant.entry = entry
    return entry
