"""Change what is written about a document: number, dates, issuer, abstract, confidentiality."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.evidence.actions.columns import known, search_text, snapshot
from parweb.evidence.models import Document
from parweb.evidence.permissions import may_change_document


def change_document(person: Person, document: Document, fields: Mapping[str, Any], at: datetime) -> Document:
    """Write the new particulars; the log keeps those before and after. Files do not change here."""
    require(may_change_document(person, document, at))
    with transaction.atomic():
        fresh = Document.objects.select_for_update().get(pk=document.pk)
        before = snapshot(fresh)
        for name, value in known(fields).items():
            setattr(fresh, name, value)
        fresh.search_text = search_text(fresh, fresh.versions.values_list("file_name", flat=True))
        fresh.save()
        after = snapshot(fresh)
        changed = [name for name in after if after[name] != before[name]]
        record(
            person.actor,
            "evidence.change_document",
            at,
            target=fresh,
            unit_id=fresh.unit_id,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
    return fresh
