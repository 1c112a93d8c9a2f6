"""Tell the people of a unit what happened to its entry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from parweb.accounts.roles import Role
from parweb.inbox.actions.send import send
from parweb.rounds.models import Participant
from parweb.units.queries import people_with


def tell(
    people: Iterable[int],
    event: str,
    participant: Participant,
    at: datetime,
    *,
    page: str = "assessments:entry",
    **details: str,
) -> None:
    """Send an event about an entry, with a link to one of its pages."""
    named = {"unit": participant.unit.name, "round": participant.round.name, **details}
    send(people, event, named, reverse(page, args=[participant.pk]), at)


def people_of(participant: Participant, role: Role, at: datetime, but: int | None = None) -> list[int]:
    """Give the people (by id) who have a role for the unit, without the one who acts."""
    found = people_with(role, participant.unit.path, timezone.localdate(at)).values_list("pk", flat=True)
    return [one for one in found if one != but]
