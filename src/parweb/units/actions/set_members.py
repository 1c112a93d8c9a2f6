"""Say which units are in a group, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.units.models import Group, Membership, Unit
from parweb.units.permissions import may_manage_unit


@dataclass(frozen=True)
class Added:
    """What became of units that were to join: how many joined and were there, which could not."""

    joined: int
    present: int
    outside: tuple[str, ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()
    """Names of units that another group of the same family has, and of that group."""


def add_members(person: Person, group: Group, units: Iterable[Unit], *, at: datetime) -> Added:
    """Let units join a group, in their official order after those already there.

    Units outside the owner's subtree and units that another peer group of the family has are left out and
    named.
    """
    require(may_manage_unit(person, group.owner, at))
    with transaction.atomic():
        present = set(group.memberships.values_list("unit_id", flat=True))
        wanted = {one.pk: one for one in units if one.pk not in present}
        outside = [one for one in wanted.values() if not one.path.startswith(group.owner.path)]
        taken = _in_siblings(group, wanted)
        away = {one.pk for one in outside} | taken.keys()
        joining = [one for one in wanted.values() if one.pk not in away]
        Membership.objects.bulk_create(
            [Membership(group=group, unit=one, order=one.order) for one in joining], batch_size=500
        )
        if joining:
            after = {"joined": [one.pk for one in joining]}
            record(person.actor, "units.add_members", at, target=group, unit_id=group.owner_id, after=after)
    elsewhere = tuple((wanted[pk].name, name) for pk, name in taken.items())
    return Added(len(joining), len(present), tuple(one.name for one in outside), elsewhere)


def _in_siblings(group: Group, wanted: Mapping[int, Unit]) -> dict[int, str]:
    if group.kind != Group.Kind.PEER or not group.family:
        return {}
    rows = Membership.objects.filter(
        unit__in=wanted, group__kind=Group.Kind.PEER, group__family=group.family, group__owner=group.owner
    )
    return dict(rows.exclude(group=group).values_list("unit_id", "group__name"))


def remove_members(person: Person, group: Group, unit_ids: Iterable[int], *, at: datetime) -> int:
    """Let units leave a group; give how many left. Rounds already opened keep their participants."""
    require(may_manage_unit(person, group.owner, at))
    with transaction.atomic():
        rows = group.memberships.filter(unit_id__in=list(unit_ids))
        gone = list(rows.values_list("unit_id", flat=True))
        rows.delete()
        if gone:
            before = {"left": gone}
            record(
                person.actor, "units.remove_members", at, target=group, unit_id=group.owner_id, before=before
            )
    return len(gone)


def order_members(person: Person, group: Group, order: Mapping[int, int], *, at: datetime) -> int:
    """Give members (by unit id) their number in the group; give how many changed."""
    require(may_manage_unit(person, group.owner, at))
    with transaction.atomic():
        rows = list(group.memberships.filter(unit_id__in=order))
        changed = [one for one in rows if one.order != order[one.unit_id]]
        for one in changed:
            one.order = order[one.unit_id]
        Membership.objects.bulk_update(changed, ["order"], batch_size=500)
        if changed:
            after = {str(one.unit_id): one.order for one in changed}
            record(person.actor, "units.order_members", at, target=group, unit_id=group.owner_id, after=after)
    return len(changed)
