"""Close a round."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.inbox.actions.send import send
from parweb.rounds.events import CLOSED
from parweb.rounds.models import Round
from parweb.rounds.people import people_of_units
from parweb.rounds.permissions import may_close_round
from parweb.rounds.states import RoundState


def close_round(person: Person, round_: Round, *, at: datetime) -> None:
    """End a round: no phase of it is open any more, whatever the calendar says."""
    require(may_close_round(person, round_, at))
    with transaction.atomic():
        Round.objects.filter(pk=round_.pk).update(state=RoundState.CLOSED)
        before, round_.state = round_.state, RoundState.CLOSED
        units = round_.participants.values_list("unit_id", flat=True)
        people = people_of_units(units, (Role.OFFICER, Role.LEADER), at.date())
        everybody = [one for several in people.values() for one in several]
        send(everybody, CLOSED, {"round": round_.name}, reverse("rounds:round", args=[round_.slug]), at)
        states = ({"state": str(before)}, {"state": "closed"})
        record(person.actor, "rounds.close_round", at, target=round_, before=states[0], after=states[1])
