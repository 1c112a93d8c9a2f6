"""Who works for which unit, and who runs a round: read in bulk, never a query per unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from parweb.accounts.roles import Role
from parweb.rounds.models import Round
from parweb.units.models import Assignment


def people_of_units(unit_ids: Iterable[int], roles: Iterable[Role], on: date) -> Mapping[int, list[int]]:
    """Give the user ids by unit id of those who have one of the roles for the unit itself."""
    found: dict[int, list[int]] = {}
    wanted = set(unit_ids)
    rows = Assignment.objects.filter(_in_force(on), role__in=list(roles), person__is_active=True)
    for unit_id, person_id in rows.values_list("unit_id", "person_id").order_by("person_id"):
        if unit_id in wanted:
            found.setdefault(unit_id, []).append(person_id)
    return found


def managers_of(round_: Round, on: date) -> list[int]:
    """Give the user ids of those who may manage a round."""
    parts = round_.owner.path.strip("/").split("/")
    tops = ["/" + "/".join(parts[: number + 1]) + "/" for number in range(len(parts))]
    rows = Assignment.objects.filter(
        _in_force(on), role=Role.MANAGER, unit__path__in=tops, person__is_active=True
    )
    return list(rows.values_list("person_id", flat=True).order_by("person_id").distinct())


def _in_force(on: date) -> Q:
    starts = Q(valid_from=None) | Q(valid_from__lte=on)
    return starts & (Q(valid_to=None) | Q(valid_to__gte=on))
