"""Give a person a role for a unit, change it, end it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from parweb.accounts.models import User
from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.inbox.actions.send import send
from parweb.units.models import Assignment, Unit
from parweb.units.permissions import may_give_role


@dataclass(frozen=True)
class RoleGiven:
    """A role for a unit: the unit the person belongs to, the criteria of an appraiser, from when to when."""

    role: str
    unit: Unit
    home: Unit | None = None
    criteria: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None


def assign(person: Person, user: User, given: RoleGiven, *, at: datetime) -> Assignment:
    """Give a role, and tell the person. One that ended begins again; one in force is changed."""
    require(may_give_role(person, given.role, given.unit, at))
    with transaction.atomic():
        assignment, is_new, before = write_assignment(person, user, given, at)
        verb = "units.assign" if is_new else "units.change_assignment"
        after = shown(assignment)
        record(person.actor, verb, at, target=user, unit_id=given.unit.pk, before=before, after=after)
    return assignment


def write_assignment(
    person: Person, user: User, given: RoleGiven, at: datetime
) -> tuple[Assignment, bool, dict[str, Any] | None]:
    """Write the row of a role and the message about it. Belongs into a transaction."""
    known = Assignment.objects.filter(person=user, role=given.role, unit=given.unit).first()
    before = shown(known) if known else None
    row = known or Assignment(person=user, role=given.role, unit=given.unit)
    row.home, row.criteria = given.home, list(given.criteria)
    row.valid_from, row.valid_to = given.valid_from, given.valid_to
    row.reviewed_at, row.reviewed_by_id = at, person.user_id
    row.save()
    send([user.pk], f"units.assigned.{given.role}", {"unit": given.unit.name}, "", at)
    return row, known is None, before


def change_assignment(person: Person, assignment: Assignment, given: RoleGiven, *, at: datetime) -> None:
    """Change the home, the criteria or the days of a role; its unit and kind stay."""
    require(may_give_role(person, assignment.role, assignment.unit, at))
    before = shown(assignment)
    with transaction.atomic():
        assignment.home, assignment.criteria = given.home, list(given.criteria)
        assignment.valid_from, assignment.valid_to = given.valid_from, given.valid_to
        assignment.reviewed_at, assignment.reviewed_by_id = at, person.user_id
        assignment.save()
        record(
            person.actor,
            "units.change_assignment",
            at,
            target=assignment.person,
            unit_id=assignment.unit_id,
            before=before,
            after=shown(assignment),
        )


def unassign(person: Person, assignment: Assignment, *, at: datetime) -> None:
    """End a role at once: yesterday was its last day. The row stays for the record."""
    require(may_give_role(person, assignment.role, assignment.unit, at))
    before = shown(assignment)
    with transaction.atomic():
        assignment.valid_to = timezone.localdate(at) - timedelta(days=1)
        assignment.save(update_fields=["valid_to"])
        details = {"unit": assignment.unit.name}
        send([assignment.person_id], f"units.unassigned.{assignment.role}", details, "", at)
        record(
            person.actor,
            "units.unassign",
            at,
            target=assignment.person,
            unit_id=assignment.unit_id,
            before=before,
            after=shown(assignment),
        )


def shown(row: Assignment) -> dict[str, Any]:
    """Give what the log keeps of a role."""
    return {
        "role": str(Role(row.role)),
        "unit": row.unit_id,
        "home": row.home_id,
        "criteria": list(row.criteria),
        "valid_from": row.valid_from.isoformat() if row.valid_from else None,
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }
