"""Reads about units and people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Prefetch, Q, QuerySet

from parindex.text import fold
from parweb.accounts.models import User
from parweb.accounts.person import Grant, Person
from parweb.accounts.roles import Role
from parweb.interface.prepared import Prepared
from parweb.units.models import Assignment, Change, Group, Succession, Unit

_ASKED = ("role", "unit_id", "unit__path", "home__path", "criteria", "valid_from", "valid_to")


_HELD = Prepared(lambda pk: Assignment.objects.filter(person=pk).order_by().values_list(*_ASKED), int)


class Held(NamedTuple):
    """An assignment as a person is made of it: plain columns, since every page asks for them."""

    role: str
    unit_id: int
    unit_path: str
    home_path: str | None
    criteria: list[str]
    valid_from: date | None
    valid_to: date | None


def person_of(user: User, address: str, on: date, *, has_second_factor: bool) -> Person:
    """Give the person behind an account, with the roles they have on that day (one query)."""
    return _person(
        user, [Held(*row) for row in _HELD.rows(user.pk)], on, address, has_second_factor=has_second_factor
    )


def grants_of(
    user: User, rows: Iterable[Assignment], on: date, address: str = "", *, has_second_factor: bool = True
) -> Person:
    """Make the person of an account from its assignments (with ``unit`` and ``home``); no query."""
    held = [_held(row) for row in rows]
    return _person(user, held, on, address, has_second_factor=has_second_factor)


def _held(row: Assignment) -> Held:
    home = None if row.home is None else row.home.path
    return Held(row.role, row.unit_id, row.unit.path, home, row.criteria, row.valid_from, row.valid_to)


def _person(user: User, rows: Iterable[Held], on: date, address: str, *, has_second_factor: bool) -> Person:
    held = [row for row in rows if _is_in_force(row, on)]
    return Person(
        user_id=user.pk,
        name=str(user),
        address=address,
        grants=tuple(Grant(Role(row.role), row.unit_id, row.unit_path, tuple(row.criteria)) for row in held),
        home_paths=tuple({_home_path(row) for row in held} - {""}),
        has_second_factor=has_second_factor,
    )


def _is_in_force(row: Held, on: date) -> bool:
    return (row.valid_from is None or row.valid_from <= on) and (row.valid_to is None or row.valid_to >= on)


def _home_path(row: Held) -> str:
    if row.home_path is not None:
        return row.home_path
    is_own = row.role in (Role.OFFICER, Role.LEADER)
    return row.unit_path if is_own else ""


def home_path(assignment: Assignment) -> str:
    """Give the path of the unit a person belongs to by an assignment, empty where it is not said."""
    return _home_path(_held(assignment))


def _in_force(on: date) -> Q:
    starts = Q(valid_from=None) | Q(valid_from__lte=on)
    return starts & (Q(valid_to=None) | Q(valid_to__gte=on))


def below(paths: tuple[str, ...]) -> QuerySet[Unit]:
    """Give the units of some subtrees, their tops included; none for no path."""
    return Unit.objects.filter(_under("path", paths))


def _under(column: str, paths: tuple[str, ...]) -> Q:
    wanted = Q(pk__in=[])
    for path in paths:
        wanted |= Q(**{f"{column}__startswith": path})
    return wanted


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


def in_force(units: QuerySet[Unit], on: date) -> QuerySet[Unit]:
    """Keep the units that exist on a day."""
    return units.filter(_in_force(on))


def ancestors(unit: Unit) -> list[Unit]:
    """Give the units above one, from the top, without itself (one query)."""
    ids = [int(part) for part in unit.path.strip("/").split("/")[:-1]]
    found = Unit.objects.in_bulk(ids)
    return [found[one] for one in ids if one in found]


def units_by_codes(codes: Iterable[str], paths: tuple[str, ...]) -> dict[str, Unit]:
    """Find units in force of some subtrees by official code or folded name, keyed by what was asked (folded).

    A name that several units have is not in the answer: a code decides then.
    """
    asked = {fold(code): code.strip() for code in codes if code.strip()}
    units = below(paths).filter(valid_to=None)
    found: dict[str, list[Unit]] = defaultdict(list)
    for unit in units.filter(Q(code__in=asked.values()) | Q(name_fold__in=asked.keys())):
        for key in {fold(unit.code), unit.name_fold} & asked.keys():
            found[key].append(unit)
    return {key: one[0] for key, one in found.items() if len(one) == 1}


def lineage(unit: Unit) -> tuple[list[Succession], list[Succession]]:
    """Give what a unit came from and what became of it, each with its share (two queries)."""
    rows = Succession.objects.select_related("change", "former", "successor").order_by(
        "change__effective_on", "id"
    )
    return list(rows.filter(successor=unit)), list(rows.filter(former=unit))


def changes_seen(paths: tuple[str, ...] | None = None) -> QuerySet[Change]:
    """Give mergers and splits, newest first, with who became what; of some subtrees where paths are given."""
    rows = Succession.objects.select_related("former", "successor")
    changes = Change.objects.prefetch_related(Prefetch("successions", rows)).select_related("made_by")
    if paths is None:
        return changes
    touched = Succession.objects.filter(_under("former__path", paths)).values("change")
    return changes.filter(pk__in=touched)


def groups_of(paths: tuple[str, ...] | None = None) -> QuerySet[Group]:
    """Give leagues and peer groups with their owner; those owned in some subtrees where paths are given."""
    groups = Group.objects.select_related("owner")
    return groups if paths is None else groups.filter(_under("owner__path", paths))


def staff_of(unit: Unit) -> QuerySet[Assignment]:
    """Give the assignments of a unit's own people: those given for it, and those who call it home."""
    rows = Assignment.objects.filter(Q(unit=unit) | Q(home=unit))
    return rows.select_related("person", "unit", "home").order_by("role", "person__full_name_fold")


def assignments_below(paths: tuple[str, ...]) -> QuerySet[Assignment]:
    """Give the assignments for units of some subtrees."""
    rows = Assignment.objects.filter(_under("unit__path", paths))
    return rows.select_related("person", "unit", "home", "reviewed_by")


def people_below(paths: tuple[str, ...]) -> QuerySet[User]:
    """Give the accounts with a role in some subtrees, and those without any role, by name."""
    in_subtree = Assignment.objects.filter(_under("unit__path", paths)).values("person")
    roles = Assignment.objects.select_related("unit", "home").order_by("role", "id")
    people = User.objects.filter(Q(pk__in=in_subtree) | Q(assignments=None))
    return people.prefetch_related(Prefetch("assignments", roles)).order_by("full_name_fold", "id")


def search_people(people: QuerySet[User], words: str) -> QuerySet[User]:
    """Keep the people whose name, user name or e-mail has the folded words in it."""
    if not words:
        return people
    return people.filter(
        Q(full_name_fold__contains=words) | Q(username__icontains=words) | Q(email__icontains=words)
    )


def paths_of_people(ids: Iterable[int], on: date) -> dict[int, list[tuple[str, str]]]:
    """Give role and path of the assignments of some people that have not ended by a day (one query)."""
    found: dict[int, list[tuple[str, str]]] = {one: [] for one in ids}
    rows = Assignment.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), person__in=found)
    for person_id, role, path in rows.values_list("person_id", "role", "unit__path"):
        found[person_id].append((role, path))
    return found
