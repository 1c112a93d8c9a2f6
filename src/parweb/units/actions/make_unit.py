"""Make a unit."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from parindex.text import fold
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.units.models import Unit
from parweb.units.permissions import may_make_top_unit, may_manage_unit
from parweb.units.slugs import free, plain

SHOWN = ("kind", "code", "name", "short_name", "parent_id", "order", "valid_from", "valid_to", "source")


def make_unit(
    person: Person,
    parent: Unit | None,
    *,
    kind: str,
    name: str,
    at: datetime,
    code: str = "",
    short_name: str = "",
    order: int | None = None,
    valid_from: date | None = None,
    source: str = "",
) -> Unit:
    """Make a unit under another, or at the top; give it. Its official code must be free among those in force.

    Raises :class:`parweb.accounts.verdicts.Refused`, and ``IntegrityError`` for a code that is taken.
    """
    require(may_manage_unit(person, parent, at) if parent else may_make_top_unit(person, at))
    with transaction.atomic():
        unit = new_unit(
            parent,
            kind=kind,
            name=name,
            code=code,
            short_name=short_name,
            order=order,
            valid_from=valid_from,
            source=source,
        )
        record(person.actor, "units.make_unit", at, target=unit, unit_id=unit.pk, after=shown(unit))
    return unit


def new_unit(parent: Unit | None, *, name: str, order: int | None = None, **columns: object) -> Unit:
    """Write the row of a unit with its path, address and search column. Belongs into a transaction."""
    name = " ".join(name.split())
    top = parent.path if parent else "/"
    unit = Unit.objects.create(
        parent=parent,
        name=name,
        name_fold=fold(name),
        slug=free_slug(name),
        path=top,
        order=next_order(parent) if order is None else order,
        **columns,
    )
    unit.path = f"{top}{unit.pk}/"
    Unit.objects.filter(pk=unit.pk).update(path=unit.path)
    return unit


def free_slug(name: str) -> str:
    """Give an address that no unit has."""
    taken = set(Unit.objects.filter(slug__startswith=plain(name)).values_list("slug", flat=True))
    return free(name, taken)


def next_order(parent: Unit | None) -> int:
    """Give the number after the last one under a parent."""
    last = Unit.objects.filter(parent=parent).order_by("-order").values_list("order", flat=True).first()
    return (last or 0) + 1


def shown(unit: Unit) -> dict[str, str | int | None]:
    """Give what the log keeps of a unit."""
    pairs = ((name, getattr(unit, name)) for name in SHOWN)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in pairs}
