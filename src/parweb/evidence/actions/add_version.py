"""Add a file to a document: a new version of one of its parts, or a further part."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.base import File

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.evidence.actions.add_documents import ask_for_scan, kept
from parweb.evidence.actions.columns import add_versions, search_text
from parweb.evidence.models import Document, Version
from parweb.evidence.permissions import may_change_document


def add_version(
    person: Person, document: Document, file: File[Any], at: datetime, *, part: int | None = None
) -> Version:
    """Keep a further file; with ``part`` it replaces that part's latest, which stays readable in disputes."""
    require(may_change_document(person, document, at))
    with kept([file], at) as stored:
        fresh = Document.objects.select_for_update().get(pk=document.pk)
        (version,) = add_versions(person, fresh, stored, at, part)
        names = fresh.versions.values_list("file_name", flat=True)
        Document.objects.filter(pk=fresh.pk).update(
            search_text=search_text(fresh, names), kind=Document.Kind.FILE
        )
        ask_for_scan(person, [version], at)
        record(
            person.actor,
            "evidence.add_version",
            at,
            target=fresh,
            unit_id=fresh.unit_id,
            after={"version": version.number, "part": version.part, "sha256": version.sha256},
        )
    return version
