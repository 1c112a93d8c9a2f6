"""Move a unit from one state of its work to another."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from parweb.accounts.person import Person
from parweb.audit.actions.record import record
from parweb.rounds.models import Participant
from parweb.rounds.states import MOVES, ParticipantState


class NotAMove(RuntimeError):  # noqa: N818  # it says what happened
    """The unit is not in a state from which this move is allowed (perhaps somebody else moved it)."""

    def __init__(self, now: ParticipantState, to: ParticipantState) -> None:
        """Keep both states for the page."""
        self.now, self.to = now, to
        super().__init__(f"{now} → {to}")


def move_participant(
    participant: Participant, to: ParticipantState, *, person: Person, at: datetime, reason: str = ""
) -> None:
    """Move a unit, as ``states.MOVES`` allows; the row given is brought up to date.

    Called by actions that asked their own permission. The update is conditional on the state that was read,
    so of two people who move a unit at once one gets :class:`NotAMove`. Back to "in progress" needs a reason
    and takes away the moments of submission and signature.
    """
    now = ParticipantState(participant.state)
    if to not in MOVES[now]:
        raise NotAMove(now, to)
    if to == ParticipantState.IN_PROGRESS and now != ParticipantState.NOT_STARTED and not reason.strip():
        raise ValueError("a unit goes back to work for a reason")
    columns = {"state": to, **_moments(to, at)}
    with transaction.atomic():
        if not Participant.objects.filter(pk=participant.pk, state=now).update(**columns):
            participant.refresh_from_db(fields=["state", "submitted_at", "signed_at"])
            raise NotAMove(ParticipantState(participant.state), to)
        for name, value in columns.items():
            setattr(participant, name, value)
        record(
            person.actor,
            "rounds.move_participant",
            at,
            target=participant,
            unit_id=participant.unit_id,
            before={"state": str(now)},
            after={"state": str(to), "reason": reason} if reason else {"state": str(to)},
        )


def _moments(to: ParticipantState, at: datetime) -> dict[str, Any]:
    if to == ParticipantState.SUBMITTED:
        return {"submitted_at": at}
    if to == ParticipantState.SIGNED:
        return {"signed_at": at}
    return {"submitted_at": None, "signed_at": None} if to == ParticipantState.IN_PROGRESS else {}
