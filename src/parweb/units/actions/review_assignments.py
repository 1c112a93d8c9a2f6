"""Say that roles are still right, as must be done every six months."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.units.models import Assignment
from parweb.units.permissions import may_give_role


def review_assignments(person: Person, assignments: Iterable[Assignment], *, at: datetime) -> int:
    """Mark roles as reviewed by a person; give how many. Each must lie where the person may give roles."""
    rows = list(assignments)
    for row in rows:
        require(may_give_role(person, row.role, row.unit, at))
    with transaction.atomic():
        ids = [row.pk for row in rows]
        Assignment.objects.filter(pk__in=ids).update(reviewed_at=at, reviewed_by=person.user_id)
        if rows:
            record(person.actor, "units.review_assignments", at, after={"assignments": ids})
    return len(rows)
