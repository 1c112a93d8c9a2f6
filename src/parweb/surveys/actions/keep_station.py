"""Places where passers-by answer: a QR code at a counter, a kiosk."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.surveys.models import Campaign, Station
from parweb.surveys.permissions import may_run_fieldwork
from parweb.surveys.states import StationKind
from parweb.surveys.subjects import Subject
from parweb.surveys.tokens import ALPHABET
from parweb.units.models import Unit

_LENGTH: Final = 10
_OF_SUBJECT: Final = ("kind", "code", "name")


def make_station(
    person: Person,
    campaign: Campaign,
    unit: Unit,
    kind: StationKind,
    place: str,
    instrument: str,
    at: datetime,
    subject: Subject | None = None,
) -> Station:
    """Make a place with a code of its own; the code stands in its QR and is no secret.

    ``subject``: the procedure or field that is asked about; None for all that is done there.
    """
    about = {} if subject is None else {f"subject_{one}": str(getattr(subject, one)) for one in _OF_SUBJECT}
    require(may_run_fieldwork(person, campaign, at))
    with transaction.atomic():
        made = Station.objects.create(
            campaign=campaign,
            unit=unit,
            kind=kind,
            code="".join(secrets.choice(ALPHABET) for _number in range(_LENGTH)),
            place=place,
            instrument=instrument,
            **about,
            made_at=at,
            made_by_id=person.account_id,
        )
        after = {"unit": unit.pk, "kind": str(kind), "place": place, "instrument": instrument, **about}
        record(person.actor, "surveys.make_station", at, target=made, unit_id=unit.pk, after=after)
    return made


def close_station(person: Person, station: Station, at: datetime) -> None:
    """Let a place take no more answers; those that came in stay."""
    require(may_run_fieldwork(person, station.campaign, at))
    with transaction.atomic():
        Station.objects.filter(pk=station.pk, closed_at=None).update(closed_at=at)
        record(person.actor, "surveys.close_station", at, target=station, unit_id=station.unit_id)
