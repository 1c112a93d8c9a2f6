"""Reads about units and people."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from parindex.text import fold
from parweb.accounts.models import User
from parweb.accounts.roles import Role
from parweb.units.models import Assignment, Unit
from parweb.units.person import Grant, Person


def person_of(user: User, address: str, on: date, *, has_second_factor: bool) -> Person:
    """Give the person behind an account, with the roles they have on that day (one query)."""
    rows = Assignment.objects.filter(_in_force(on), person=user).select_related("unit", "home")
    assignments = list(rows)
    return Person(
        user_id=user.pk,
        name=str(user),
        address=address,
        grants=tuple(
            Grant(Role(row.role), row.unit_id, row.unit.path, tuple(row.criteria)) for row in assignments
        ),
        home_paths=tuple({home_path(row) for row in assignments} - {""}),
        has_second_factor=has_second_factor,
    )


def home_path(assignment: Assignment) -> str:
    """Give the path of the unit a person belongs to by an assignment, empty where it is not said."""
    if assignment.home is not None:
        return assignment.home.path
    is_own = assignment.role in (Role.OFFICER, Role.LEADER)
    return assignment.unit.path if is_own else ""


def _in_force(on: date) -> Q:
    starts = Q(valid_from=None) | Q(valid_from__lte=on)
    return starts & (Q(valid_to=None) | Q(valid_to__gte=on))


def below(paths: tuple[str, ...]) -> QuerySet[Unit]:
    """Give the units of some subtrees, their tops included; none for no path."""
    wanted = Q(pk__in=[])
    for path in paths:
        wanted |= Q(path__startswith=path)
    return Unit.objects.filter(wanted)


def people_with(role: Role, path: str, on: date) -> QuerySet[User]:
    """Give the people who have a role for the unit of that path on a day."""
    tops = [f"{part}/" for part in _prefixes(path)]
    return User.objects.filter(
        is_active=True,
        pk__in=Assignment.objects.filter(_in_force(on), role=role, unit__path__in=tops).values("person"),
    )


def _prefixes(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[: number + 1]) for number in range(len(parts))]


def search_units(units: QuerySet[Unit], text: str) -> QuerySet[Unit]:
    """Keep the units whose name or code has the text in it, with or without diacritics."""
    words = fold(text)
    return units.filter(Q(name_fold__contains=words) | Q(code=text.strip())) if words else units
