"""Take a document away from a criterion; the document stays in the library."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.evidence.models import Use
from parweb.evidence.permissions import may_attach


def unuse_document(person: Person, use: Use, at: datetime) -> None:
    """Remove the use while its entry, explanation or appeal is still open; the log keeps what it was."""
    require(may_attach(person, use.participant, use.purpose, at, use.criterion_id))
    before = {
        "participant": use.participant_id,
        "criterion": use.criterion_id,
        "document": use.document_id,
        "purpose": use.purpose,
    }
    with transaction.atomic():
        document, unit_id = use.document, use.participant.unit_id
        use.delete()
        record(person.actor, "evidence.unuse_document", at, target=document, unit_id=unit_id, before=before)
