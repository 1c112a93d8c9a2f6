"""Make, rename and delete leagues and peer groups."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from parweb.accounts.person import Person
from parweb.accounts.verdicts import refuse, require
from parweb.audit.actions.record import record
from parweb.units.models import Group, Unit
from parweb.units.permissions import may_manage_unit
from parweb.units.slugs import free, plain


def make_group(person: Person, owner: Unit, *, kind: str, name: str, at: datetime, family: str = "") -> Group:
    """Make a group of units below ``owner``. Peer groups of one ``family`` share no unit."""
    require(may_manage_unit(person, owner, at))
    taken = set(Group.objects.filter(slug__startswith=plain(name)).values_list("slug", flat=True))
    with transaction.atomic():
        group = Group.objects.create(
            owner=owner, kind=kind, name=name, family=family.strip(), slug=free(name, taken)
        )
        after = {"name": name, "kind": kind, "family": group.family}
        record(person.actor, "units.make_group", at, target=group, unit_id=owner.pk, after=after)
    return group


def change_group(person: Person, group: Group, *, name: str, family: str, at: datetime) -> None:
    """Rename a group, or put it into another family."""
    require(may_manage_unit(person, group.owner, at))
    before = {"name": group.name, "family": group.family}
    with transaction.atomic():
        group.name, group.family = name, family.strip()
        group.save(update_fields=["name", "family"])
        after = {"name": group.name, "family": group.family}
        record(
            person.actor,
            "units.change_group",
            at,
            target=group,
            unit_id=group.owner_id,
            before=before,
            after=after,
        )


def delete_group(person: Person, group: Group, *, at: datetime) -> None:
    """Delete a group that no round uses; raises :class:`Refused` for one that is used."""
    require(may_manage_unit(person, group.owner, at))
    members = list(group.memberships.values_list("unit_id", flat=True))
    with transaction.atomic():
        record(
            person.actor,
            "units.delete_group",
            at,
            target=group,
            unit_id=group.owner_id,
            before={"name": group.name, "units": members},
        )
        try:
            group.delete()
        except ProtectedError:
            require(refuse(_("Nhóm này đang dùng trong một kỳ đánh giá nên không xóa được.")))
