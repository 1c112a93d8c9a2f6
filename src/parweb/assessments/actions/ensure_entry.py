"""Begin an entry."""

from __future__ import annotations

from datetime import datetime

from parweb.accounts.person import Person
from parweb.assessments.layout import layout_of
from parweb.assessments.models import Entry
from parweb.assessments.queries import entry_of
from parweb.rounds.actions.move_participant import move_participant
from parweb.rounds.models import Participant
from parweb.rounds.states import ParticipantState


def ensure_entry(person: Person, participant: Participant, at: datetime) -> Entry:
    """Give the entry of a participant, begun where there was none; call it in the change's transaction.

    A unit that had not started is in progress from now on.
    """
    entry = entry_of(participant)
    if entry is None:
        entry, _ = Entry.objects.get_or_create(participant=participant)
        participant.entry = entry
    if participant.state == ParticipantState.NOT_STARTED:
        participant.leaves_total = len(layout_of(participant.round.edition).needed)
        Participant.objects.filter(pk=participant.pk).update(leaves_total=participant.leaves_total)
        move_participant(participant, ParticipantState.IN_PROGRESS, person=person, at=at)
    return entry
