"""Close the second appraisal of every unit that nothing is left to be done about."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.appraisals import events
from parweb.appraisals.permissions import may_close_all
from parweb.appraisals.queries.closing import to_close
from parweb.audit.actions.record import record
from parweb.inbox.actions.send import send
from parweb.rounds.actions.move_participant import move_participant
from parweb.rounds.models import Participant, Round
from parweb.rounds.people import people_of_units
from parweb.rounds.states import ParticipantState


def close_all(person: Person, round_: Round, seen: frozenset[int], at: datetime) -> list[Participant]:
    """Close the units that were shown (``seen``) and are still done with; gives them.

    What nobody asked about again stays as the first appraisal decided it. Whatever came up since the list
    was shown keeps its unit open.
    """
    require(may_close_all(person, round_, at))
    with transaction.atomic():
        ready, still_open = to_close(round_)
        closed = [one for one in ready if one.pk in seen]
        for one in closed:
            one.round = round_
            move_participant(one, ParticipantState.APPRAISED_2, person=person, at=at)
        people = people_of_units([one.unit_id for one in closed], (Role.OFFICER, Role.LEADER), at.date())
        for one in closed:
            link = reverse("appraisals:result", args=[one.pk])
            details = {"unit": one.unit.name, "stage": "2"}
            send(people.get(one.unit_id, []), events.STAGE_CLOSED, details, link, at)
        after = {
            "stage": 2,
            "closed": [one.unit_id for one in closed],
            "open": {str(one.unit_id): reason for one, reason in still_open},
        }
        record(person.actor, "appraisals.close_all", at, target=round_, after=after)
    return closed
