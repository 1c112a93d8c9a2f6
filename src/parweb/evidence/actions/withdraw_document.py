"""Withdraw a document: it proves nothing any more, and stays readable where it was used."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.evidence.models import Document
from parweb.evidence.permissions import may_withdraw_document


def withdraw_document(person: Person, document: Document, reason: str, at: datetime) -> None:
    """Mark the document as withdrawn, with a reason; nothing is deleted."""
    require(may_withdraw_document(person, document, at))
    if not reason.strip():
        raise ValueError("a document is withdrawn for a reason")
    with transaction.atomic():
        changed = Document.objects.filter(pk=document.pk, withdrawn_at=None).update(
            withdrawn_at=at, withdrawn_by=person.user_id, withdrawn_reason=reason.strip()
        )
        if changed:
            record(
                person.actor,
                "evidence.withdraw_document",
                at,
                target=document,
                unit_id=document.unit_id,
                after={"reason": reason.strip()},
            )
