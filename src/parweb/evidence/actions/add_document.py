"""Add one document to a unit's library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import File

from parweb.accounts.person import Person
from parweb.evidence.actions.add_documents import add_documents
from parweb.evidence.models import Document
from parweb.units.models import Unit


def add_document(
    person: Person, unit: Unit, *, fields: Mapping[str, Any], files: Sequence[File[Any]], at: datetime
) -> Document:
    """Keep one document with all its files; see :func:`add_documents` for fields and errors."""
    (document,) = add_documents(person, unit, fields=fields, files=files, at=at, is_one_document=True)
    return document
