"""Reads of the log in the reader's scope."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.audit.models import Entry
from parweb.audit.queries import entries
from parweb.units.queries import below

READERS = (Role.ADMINISTRATOR, Role.MANAGER, Role.OBSERVER)


def log_for(
    person: Person,
    *,
    text: str = "",
    action: str = "",
    since: date | None = None,
    until: date | None = None,
    reads: bool | None = None,
) -> QuerySet[Entry]:
    """Search the log as far as a person may see it: all of it, or what concerns units in their subtree."""
    found = entries(text=text, action=action, since=since, until=until, reads=reads)
    if person.has(Role.ADMINISTRATOR):
        return found
    units = below(person.paths(*READERS)).values("pk")
    return found.filter(Q(unit_id__in=units) | Q(actor_id=person.user_id))
