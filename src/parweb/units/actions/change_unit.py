"""Change what is said of a unit: its name, code, order, place in the tree."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from parindex.text import fold
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.units.actions.make_unit import shown
from parweb.units.models import Change, Succession, Unit
from parweb.units.permissions import may_manage_unit


def change_unit(
    person: Person,
    unit: Unit,
    *,
    at: datetime,
    parent: Unit | None = None,
    decision: str = "",
    effective_on: date | None = None,
    **columns: Any,
) -> Unit:
    """Change columns of a unit (``name``, ``short_name``, ``kind``, ``code``, ``order``, dates, ``source``).

    With ``parent`` the unit and all below it hang under another one. A new name with a ``decision`` and its
    day is kept in the unit's history. Raises :class:`Refused`; ``ValueError`` for a parent below the unit.
    """
    require(may_manage_unit(person, unit, at))
    if parent is not None:
        require(may_manage_unit(person, parent, at))
    before = shown(unit)
    with transaction.atomic():
        for name, value in columns.items():
            setattr(unit, name, value)
        unit.name_fold = fold(unit.name)
        unit.save(update_fields=[*columns, "name_fold"])
        if parent is not None and parent.pk != unit.parent_id:
            _move(unit, parent)
        if decision and effective_on and unit.name != before["name"]:
            _keep_rename(person, unit, decision, effective_on, str(before["name"]), at)
        record(
            person.actor,
            "units.change_unit",
            at,
            target=unit,
            unit_id=unit.pk,
            before=before,
            after=shown(unit),
        )
    return unit


def _move(unit: Unit, parent: Unit) -> None:
    if parent.path.startswith(unit.path):
        raise ValueError("a unit cannot hang below itself")
    former, unit.path, unit.parent = unit.path, f"{parent.path}{unit.pk}/", parent
    moved = list(Unit.objects.filter(path__startswith=former))
    for one in moved:
        one.path = unit.path + one.path.removeprefix(former)
    Unit.objects.bulk_update(moved, ["path"], batch_size=500)
    unit.save(update_fields=["parent", "path"])


def _keep_rename(person: Person, unit: Unit, decision: str, on: date, former: str, at: datetime) -> None:
    change = Change.objects.create(
        kind=Change.Kind.RENAME,
        effective_on=on,
        decision=decision,
        effects={"former_name": former, "name": unit.name},
        made_at=at,
        made_by_id=person.account_id,
    )
    Succession.objects.create(change=change, former=unit, successor=unit, share=1, basis="đổi tên")
