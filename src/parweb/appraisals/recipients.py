"""Whom events of appraisals concern."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.rounds.models import Participant, Round
from parweb.units.queries import people_with


def acting(person: Person) -> int:
    """Give the id of somebody who was allowed to act: a visitor never is."""
    assert person.user_id is not None
    return person.user_id


def people_of_unit(participant: Participant, at: datetime, *roles: Role) -> list[int]:
    """Give the officers and leaders of a unit (or those of the roles given)."""
    wanted: Iterable[Role] = roles or (Role.OFFICER, Role.LEADER)
    path = participant.unit.path
    return [pk for role in wanted for pk in people_with(role, path, at.date()).values_list("pk", flat=True)]


def managers_of(round_: Round, at: datetime) -> list[int]:
    """Give the managers of a round."""
    return list(people_with(Role.MANAGER, round_.owner.path, at.date()).values_list("pk", flat=True))
