"""Hand an entry to the leader."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.assessments.actions.ensure_entry import ensure_entry
from parweb.assessments.actions.telling import people_of, tell
from parweb.assessments.counting import recount, shown_criteria
from parweb.assessments.events import SUBMITTED
from parweb.assessments.gate import Lack, lacks_of
from parweb.assessments.layout import layout_of
from parweb.assessments.models import Answer, Entry
from parweb.assessments.permissions import may_submit_entry
from parweb.audit.actions.record import record
from parweb.rounds.actions.move_participant import move_participant
from parweb.rounds.models import Participant
from parweb.rounds.states import ParticipantState


class NotComplete(Exception):  # noqa: N818  # it says what was found
    """An entry lacks something; ``lacks`` is all of it."""

    def __init__(self, lacks: list[Lack]) -> None:
        """Keep what is missing."""
        self.lacks = lacks
        super().__init__(f"{len(lacks)} things are missing")


def submit_entry(
    person: Person, participant: Participant, at: datetime, *, difficulties: str = "", proposals: str = ""
) -> Entry:
    """Hand in an entry: from now on it waits for the leader's signature and cannot be changed.

    Raises :class:`NotComplete` with everything that is missing.
    """
    require(may_submit_entry(person, participant, at))
    layout = layout_of(participant.round.edition)
    with transaction.atomic():
        began = ensure_entry(person, participant, at)
        entry = Entry.objects.select_for_update().get(pk=began.pk)
        answers = {one.criterion_id: one for one in Answer.objects.filter(entry=entry)}
        lacks = lacks_of(layout, answers, shown_criteria(participant.pk))
        if lacks:
            raise NotComplete(lacks)
        recount(participant, entry.pk, layout)
        entry.difficulties, entry.proposals = difficulties.strip(), proposals.strip()
        entry.submitted_by_id, entry.returned_reason = person.user_id, ""
        entry.revision += 1
        entry.save()
        move_participant(participant, ParticipantState.SUBMITTED, person=person, at=at)
        leaders = people_of(participant, Role.LEADER, at)
        tell(leaders, SUBMITTED, participant, at, page="assessments:sign")
        record(person.actor, "assessments.submit_entry", at, target=entry, unit_id=participant.unit_id)
    return entry
