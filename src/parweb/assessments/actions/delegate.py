"""Say who is responsible for which criteria, and take it back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import Refused, refuse, require
from parweb.assessments.actions.ensure_entry import ensure_entry
from parweb.assessments.actions.telling import tell
from parweb.assessments.events import DELEGATED
from parweb.assessments.layout import layout_of
from parweb.assessments.models import Delegation
from parweb.assessments.permissions import may_delegate
from parweb.audit.actions.record import record
from parweb.rounds.models import Participant
from parweb.units.queries import people_with


def delegate(
    person: Person,
    participant: Participant,
    criterion_id: str,
    to: int,
    at: datetime,
    *,
    due_on: date | None = None,
) -> Delegation:
    """Make an officer of the unit (by user id) responsible for a criterion and all below it.

    KeyError for an unknown criterion; ``Refused`` for somebody who is no officer or leader of the unit.
    """
    require(may_delegate(person, participant, at))
    layout_of(participant.round.edition).outline.by_code(criterion_id)
    _require_officer(participant, to, at)
    with transaction.atomic():
        entry = ensure_entry(person, participant, at)
        row, _made = Delegation.objects.update_or_create(
            entry=entry, criterion_id=criterion_id, person_id=to, defaults={"due_on": due_on}
        )
        tell([to], DELEGATED, participant, at, criterion=criterion_id)
        _record(person, participant, row, "assessments.delegate", at)
    return row


def _require_officer(participant: Participant, to: int, at: datetime) -> None:
    day = timezone.localdate(at)
    officers = (people_with(role, participant.unit.path, day) for role in (Role.OFFICER, Role.LEADER))
    if not any(found.filter(pk=to).exists() for found in officers):
        why = _("Người này không phải cán bộ của đơn vị.")
        raise Refused(refuse(why, _("Quản trị hệ thống phân vai cán bộ đầu mối cho đơn vị.")))


def undelegate(person: Person, participant: Participant, delegation_id: int, at: datetime) -> None:
    """Take a delegation back; nothing happens where it is gone already."""
    require(may_delegate(person, participant, at))
    with transaction.atomic():
        rows = Delegation.objects.filter(pk=delegation_id, entry__participant=participant)
        row = rows.select_for_update().first()
        if row is not None:
            _record(person, participant, row, "assessments.undelegate", at)
            row.delete()


def _record(person: Person, participant: Participant, row: Delegation, action: str, at: datetime) -> None:
    details = {"criterion": row.criterion_id, "person": row.person_id}
    record(person.actor, action, at, target=row, unit_id=participant.unit_id, after=details)
