"""Undo a merger or split while nothing depends on it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from parweb.accounts.person import Person
from parweb.accounts.verdicts import Verdict, refuse, require
from parweb.audit.actions.record import record
from parweb.units.models import Assignment, Change, Membership, Succession, Unit
from parweb.units.permissions import may_restructure


def undo_change(person: Person, change: Change, *, at: datetime) -> None:
    """Take a change back: new units go, former ones exist again, roles and groups are as they were.

    Raises :class:`Refused` where something hangs on a new unit already (a round, a role, a later change).
    """
    with transaction.atomic():
        require(may_undo(person, change, at))
        before = {"kind": change.kind, "decision": change.decision, "effects": change.effects}
        record(person.actor, "units.undo_change", at, target=change, before=before)
        _take_back(change)


def may_undo(person: Person, change: Change, at: datetime) -> Verdict:
    """Tell whether a change can be undone by a person, and what stands in the way."""
    for row in change.successions.select_related("former"):
        verdict = may_restructure(person, row.former, at)
        if not verdict:
            return verdict
    if change.kind == Change.Kind.RENAME:
        return refuse(_("Đổi tên thì sửa lại bằng cách đổi tên lần nữa."))
    if found := dependents_of(change):
        return refuse(_("Đã có dữ liệu gắn với đơn vị mới: {what}.").format(what=", ".join(found)))
    return Verdict(is_allowed=True)


def dependents_of(change: Change) -> list[str]:
    """Name the kinds of rows that hang on the units a change made, other than those it made itself."""
    created = change.effects.get("created", [])
    roles = [*change.effects.get("assigned", []), *map(int, change.effects.get("homes", {}))]
    own: dict[type[models.Model], dict[str, Any]] = {
        Succession: {"change": change},
        Assignment: {"pk__in": roles},
        Membership: {"pk__in": change.effects.get("joined", [])},
    }
    found = []
    for relation in Unit._meta.related_objects:
        if relation.many_to_many:  # its rows stand in a table of their own, which is asked too
            continue
        model = relation.related_model
        rows = model._default_manager.filter(**{f"{relation.field.name}__in": created})  # noqa: SLF001
        if rows.exclude(**own.get(model, {"pk__in": []})).exists():
            found.append(str(model._meta.verbose_name))
    return list(dict.fromkeys(found))


def _take_back(change: Change) -> None:
    effects = change.effects
    Assignment.objects.filter(pk__in=effects.get("assigned", [])).delete()
    for pk, day in effects.get("ended", {}).items():
        ended = date.fromisoformat(day) if day else None
        Assignment.objects.filter(pk=int(pk)).update(valid_to=ended)
    for pk, home in effects.get("homes", {}).items():
        Assignment.objects.filter(pk=int(pk)).update(home=home)
    Membership.objects.filter(pk__in=effects.get("joined", [])).delete()
    for group, unit, order in effects.get("left", []):
        Membership.objects.get_or_create(group_id=group, unit_id=unit, defaults={"order": order})
    change.delete()
    Unit.objects.filter(pk__in=effects.get("created", [])).delete()
    Unit.objects.filter(pk__in=effects.get("closed", [])).update(valid_to=None)
