"""Open a round: the units of the league join it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.inbox.actions.send import send
from parweb.interface.numbers import moment_text
from parweb.rounds.events import OPENED
from parweb.rounds.models import Participant, Phase, Round
from parweb.rounds.people import people_of_units
from parweb.rounds.permissions import may_open_round, may_take_in_units
from parweb.rounds.queries import unit_leaves
from parweb.rounds.states import PhaseKind, RoundState
from parweb.units.models import Membership


def open_round(person: Person, round_: Round, *, at: datetime) -> int:
    """Open a round that is prepared (or closed) and give how many units joined it now.

    Members of the league that exist on that day join, in its official order; units that are in the round
    stay, so opening again after a pause, or after the league grew, only adds.
    """
    require(may_open_round(person, round_, at))
    with transaction.atomic():
        before = round_.state
        if not Round.objects.filter(pk=round_.pk, state=before).update(state=RoundState.OPEN):
            round_.refresh_from_db(fields=["state"])
            require(may_open_round(person, round_, at))
        round_.state = RoundState.OPEN
        joined = _join(round_, at)
        _tell(round_, joined, at)
        after = {"state": "open", "joined": len(joined)}
        record(person.actor, "rounds.open_round", at, target=round_, before={"state": before}, after=after)
    return len(joined)


def take_in_units(person: Person, round_: Round, *, at: datetime) -> int:
    """Let units that joined the league after the opening take part; give how many they are."""
    require(may_take_in_units(person, round_, at))
    with transaction.atomic():
        joined = _join(round_, at)
        _tell(round_, joined, at)
        record(
            person.actor,
            "rounds.take_in_units",
            at,
            target=round_,
            after={"joined": [o.unit_id for o in joined]},
        )
    return len(joined)


def _join(round_: Round, at: datetime) -> list[Participant]:
    Round.objects.select_for_update().get(pk=round_.pk)  # of two people who let units join, one waits
    exists = Q(unit__valid_to=None) | Q(unit__valid_to__gte=at.date())
    members = Membership.objects.filter(exists, group=round_.league).select_related("unit")
    there = set(round_.participants.values_list("unit_id", flat=True))
    leaves = unit_leaves(round_.edition)
    return Participant.objects.bulk_create(
        Participant(round=round_, unit=one.unit, order=one.order, leaves_total=leaves)
        for one in members
        if one.unit_id not in there
    )


def _tell(round_: Round, joined: list[Participant], at: datetime) -> None:
    phase = Phase.objects.filter(round=round_, kind=PhaseKind.SELF_SCORE).first()
    until = moment_text(phase.closes_at) if phase else ""
    people = people_of_units((one.unit_id for one in joined), (Role.OFFICER, Role.LEADER), at.date())
    for one in joined:
        if one.unit_id in people:
            details = {"round": round_.name, "unit": one.unit.name, "until": until}
            link = reverse("rounds:participant", args=[round_.slug, one.pk])
            send(people[one.unit_id], OPENED, details, link, at)
