"""Open a file. A look at a confidential document is written into the log."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.evidence.models import Document, Version
from parweb.evidence.permissions import may_open_version, may_see_document


def open_version(person: Person, version: Version, at: datetime) -> Version:
    """Give the version whose file may now be sent; raises ``Refused`` where it may not be opened."""
    require(may_open_version(person, version, at))
    look_at(person, version.document, at, version)
    return version


def see_document(person: Person, document: Document, at: datetime) -> Document:
    """Give the document whose page may now be shown; a confidential one is logged as looked at."""
    require(may_see_document(person, document, at))
    look_at(person, document, at)
    return document


def look_at(person: Person, document: Document, at: datetime, version: Version | None = None) -> None:
    """Write the look into the log, where the document is confidential."""
    if not document.is_confidential:
        return
    with transaction.atomic():
        record(
            person.actor,
            "evidence.open",
            at,
            target=document,
            unit_id=document.unit_id,
            after={"version": version.number} if version else None,
            is_read=True,
        )
