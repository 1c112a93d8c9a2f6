"""Add one procedure to the catalogue by hand, change it, end it on a day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction

from parindex.text import fold
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.dossiers.models import Procedure
from parweb.dossiers.permissions import may_keep_procedures_of
from parweb.units.models import Unit

COLUMNS: Final = (
    "code",
    "name",
    "field",
    "government",
    "online_level",
    "legal_days",
    "has_fee",
    "announced_on",
    "opened_on",
    "reviewed_on",
    "ended_on",
)


class TakenCode(Exception):  # noqa: N818  # it says what happened
    """The catalogue has another procedure of that code."""


class ChangedMeanwhile(Exception):  # noqa: N818  # it says what happened
    """Somebody else, or a workbook, changed the procedure since it was looked at."""


def add_procedure(person: Person, owner: Unit, columns: Mapping[str, Any], at: datetime) -> Procedure:
    """Add a procedure to the catalogue of a unit; raises :class:`TakenCode`."""
    require(may_keep_procedures_of(person, owner, at))
    try:
        with transaction.atomic():
            made = Procedure.objects.create(owner=owner, **_whole(columns))
            record(
                person.actor, "dossiers.add_procedure", at, target=made, unit_id=owner.pk, after=told(made)
            )
    except IntegrityError:
        raise TakenCode from None
    return made


def change_procedure(
    person: Person, procedure: Procedure, columns: Mapping[str, Any], seen: str, at: datetime
) -> Procedure:
    """Change a procedure that still is as it was ``seen`` (:func:`digest_of`).

    Raises :class:`ChangedMeanwhile`, :class:`TakenCode`.
    """
    require(may_keep_procedures_of(person, procedure.owner, at))
    try:
        with transaction.atomic():
            now = Procedure.objects.select_for_update().get(pk=procedure.pk)
            if digest_of(now) != seen:
                raise ChangedMeanwhile
            before = told(now)
            for name, value in _whole(columns).items():
                setattr(now, name, value)
            now.save()
            _recorded(person, now, before, at)
    except IntegrityError:
        raise TakenCode from None
    return now


def end_procedure(person: Person, procedure: Procedure, on: date, at: datetime) -> None:
    """End a procedure on a day; its row stays, for the dossiers that name it."""
    require(may_keep_procedures_of(person, procedure.owner, at))
    with transaction.atomic():
        before = told(procedure)
        procedure.ended_on = on
        procedure.save(update_fields=["ended_on"])
        _recorded(person, procedure, before, at)


def told(procedure: Procedure) -> dict[str, Any]:
    """Give the columns of a procedure as plain data."""
    columns = {name: getattr(procedure, name) for name in COLUMNS}
    if (days := columns["legal_days"]) is not None:
        columns["legal_days"] = format(days.normalize(), "f")  # the database may write 0,5 as 0,50
    plain: dict[str, Any] = json.loads(json.dumps(columns, cls=DjangoJSONEncoder))
    return plain


def digest_of(procedure: Procedure) -> str:
    """Give what tells whether a procedure is still as somebody saw it."""
    return hashlib.sha256(json.dumps(told(procedure), sort_keys=True).encode()).hexdigest()[:16]


def _whole(columns: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: columns[name] for name in COLUMNS}
    return given | {"name_fold": fold(given["name"])[:500]}


def _recorded(person: Person, procedure: Procedure, before: dict[str, Any], at: datetime) -> None:
    after = told(procedure)
    changed = [name for name in COLUMNS if before[name] != after[name]]
    if changed:
        told_of: dict[str, Any] = {"target": procedure, "unit_id": procedure.owner_id}
        was, now = ({name: columns[name] for name in changed} for columns in (before, after))
        record(person.actor, "dossiers.change_procedure", at, before=was, after=now, **told_of)
