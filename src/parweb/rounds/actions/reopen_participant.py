"""Open a phase again for one unit, or give it longer than the others."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.urls import reverse

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.inbox.actions.send import send
from parweb.interface.numbers import moment_text
from parweb.rounds.actions.move_participant import move_participant
from parweb.rounds.events import REOPENED, WITHDRAWN
from parweb.rounds.models import Participant, Reopening
from parweb.rounds.people import people_of_units
from parweb.rounds.permissions import may_reopen
from parweb.rounds.states import ParticipantState, PhaseKind

REOPENABLE: Final = (
    PhaseKind.SELF_SCORE,
    PhaseKind.SIGNATURE,
    PhaseKind.EXPLANATION,
    PhaseKind.APPEAL,
    PhaseKind.APPRAISAL_1,
    PhaseKind.APPRAISAL_2,
)


def reopen_participant(
    person: Person, participant: Participant, *, phase: PhaseKind, until: datetime, reason: str, at: datetime
) -> Reopening:
    """Let one unit work in a phase until a moment, for a reason that everybody concerned reads.

    A unit that handed its self-assessment in goes back to work; its answers and its signature stay in the
    log. Raises ``ValueError`` for a moment that has passed, no reason, or a phase without work of units.
    """
    require(may_reopen(person, participant, at))
    if until <= at or not reason.strip() or phase not in REOPENABLE:
        raise ValueError("until must lie ahead, with a reason, in a phase that can be reopened")
    with transaction.atomic():
        participant.refresh_from_db(fields=["state"])
        made = Reopening.objects.create(
            participant=participant, phase=phase, until=until, reason=reason, at=at, by_id=person.account_id
        )
        has_handed_in = participant.state not in (
            ParticipantState.NOT_STARTED,
            ParticipantState.IN_PROGRESS,
        )
        if phase == PhaseKind.SELF_SCORE and has_handed_in:
            move_participant(participant, ParticipantState.IN_PROGRESS, person=person, at=at, reason=reason)
        details = {"unit": participant.unit.name, "until": moment_text(until), "reason": reason}
        _tell(participant, REOPENED[phase], details, at)
        after = {"phase": str(phase), "until": until.isoformat(), "reason": reason}
        record(
            person.actor,
            "rounds.reopen_participant",
            at,
            target=participant,
            unit_id=participant.unit_id,
            after=after,
        )
    return made


def withdraw_reopening(person: Person, reopening: Reopening, *, at: datetime) -> None:
    """Take a reopening back: from now on the unit is bound by the calendar again."""
    participant = reopening.participant
    require(may_reopen(person, participant, at))
    with transaction.atomic():
        rows = Reopening.objects.filter(pk=reopening.pk, withdrawn_at=None)
        if not rows.update(withdrawn_at=at):
            return
        reopening.withdrawn_at = at
        _tell(participant, WITHDRAWN, {"unit": participant.unit.name}, at)
        record(
            person.actor,
            "rounds.withdraw_reopening",
            at,
            target=participant,
            unit_id=participant.unit_id,
            before={"phase": reopening.phase, "until": reopening.until.isoformat()},
        )


def _tell(participant: Participant, event: str, details: dict[str, str], at: datetime) -> None:
    people = people_of_units([participant.unit_id], (Role.OFFICER, Role.LEADER), at.date())
    link = reverse("rounds:participant", args=[participant.round.slug, participant.pk])
    send(people.get(participant.unit_id, []), event, details, link, at)
