"""Close a unit that ends without a successor, or open it again."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parweb.accounts.person import Person
from parweb.accounts.verdicts import refuse, require
from parweb.audit.actions.record import record
from parweb.units.models import Unit
from parweb.units.permissions import may_manage_unit


def close_unit(person: Person, unit: Unit, *, last_day: date, reason: str, at: datetime) -> None:
    """Say on which day a unit existed for the last time. Its page, its people's work and results stay.

    Raises :class:`Refused`, also where units below it still exist.
    """
    require(may_manage_unit(person, unit, at))
    if unit.children.filter(valid_to=None).exists():
        require(refuse(_("Đơn vị này còn đơn vị trực thuộc đang hoạt động."), _("Đóng các đơn vị đó trước.")))
    _set(person, unit, last_day, "units.close_unit", reason, at)


def reopen_unit(person: Person, unit: Unit, *, reason: str, at: datetime) -> None:
    """Take back that a unit was closed. A unit that was merged or split comes back by undoing that."""
    require(may_manage_unit(person, unit, at))
    if unit.successions_out.exclude(successor=unit).exists():
        require(refuse(_("Đơn vị này đã sáp nhập hoặc chia tách."), _("Hoàn tác thay đổi đơn vị đó.")))
    _set(person, unit, None, "units.reopen_unit", reason, at)


def _set(person: Person, unit: Unit, day: date | None, verb: str, reason: str, at: datetime) -> None:
    before = {"valid_to": unit.valid_to.isoformat() if unit.valid_to else None}
    after = {"valid_to": day.isoformat() if day else None, "reason": reason}
    with transaction.atomic():
        unit.valid_to = day
        unit.save(update_fields=["valid_to"])
        record(person.actor, verb, at, target=unit, unit_id=unit.pk, before=before, after=after)
