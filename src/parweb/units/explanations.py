"""Who can do what, and why: the verdicts of every registered permission, for one person and one thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Prefetch
from django.utils import timezone

from parweb.accounts.models import User
from parweb.accounts.person import Person
from parweb.accounts.register import PERMISSIONS, Permission
from parweb.accounts.verdicts import Verdict
from parweb.units.models import Assignment
from parweb.units.queries import grants_of

_ASKED: Final = 300
_NAMED: Final = 20


@dataclass(frozen=True)
class Line:
    """A permission and whether the person has it."""

    code: str
    label: Any
    verdict: Verdict


def person_behind_account(user: User, at: datetime) -> Person:
    """Give the person of an account as actions know them, as if with a second factor."""
    rows = user.assignments.select_related("unit", "home")
    return grants_of(user, list(rows), timezone.localdate(at))


def lines_for(person: Person, things: Mapping[str, Any], at: datetime) -> list[Line]:
    """Give every permission about the site and about the things, by its words."""
    return [
        Line(one.code, one.label, verdict_of(one, person, things, at))
        for one in PERMISSIONS.values()
        if one.about == "site" or one.about in things
    ]


def verdict_of(permission: Permission, person: Person, things: Mapping[str, Any], at: datetime) -> Verdict:
    """Ask one permission."""
    if permission.about == "site":
        return permission.check(person, at)
    return permission.check(person, things[permission.about], at)


def people_who_can(code: str, things: Mapping[str, Any], at: datetime) -> list[tuple[str, str]]:
    """Name up to twenty people who have a permission, with their roles: those of the same province first.

    At most 300 accounts with a role are asked, so that the page stays quick.
    """
    permission = PERMISSIONS.get(code)
    if permission is None or (permission.about != "site" and permission.about not in things):
        return []
    rows = Assignment.objects.select_related("unit", "home").order_by("role", "id")
    top = _top_path(things)
    users = User.objects.filter(is_active=True, assignments__isnull=False).distinct()
    users = users.filter(assignments__unit__path__startswith=top) if top else users
    found = []
    for user in users.prefetch_related(Prefetch("assignments", rows)).order_by("pk")[:_ASKED]:
        assignments = list(user.assignments.all())
        if verdict_of(permission, grants_of(user, assignments, timezone.localdate(at)), things, at):
            found.append((str(user), _roles(assignments)))
        if len(found) == _NAMED:
            break
    return found


def _top_path(things: Mapping[str, Any]) -> str:
    unit = things.get("unit") or getattr(things.get("round"), "owner", None)
    return "/" + unit.path.strip("/").split("/")[0] + "/" if unit else ""


def _roles(assignments: list[Assignment]) -> str:
    return "; ".join(f"{one.get_role_display()}, {one.unit.name}" for one in assignments)
