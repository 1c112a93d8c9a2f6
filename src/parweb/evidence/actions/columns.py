"""Columns of a document as forms give them, and the text it is found by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.db.models import Max

from parindex.text import fold
from parweb.accounts.person import Person
from parweb.evidence.files.storing import StoredFile
from parweb.evidence.models import Document, Version

FIELDS: Final = (
    "number",
    "issued_on",
    "effective_on",
    "expires_on",
    "issuer",
    "abstract",
    "url",
    "text",
    "is_confidential",
)
_LONGEST_SEARCH: Final = 900


def account_of(person: Person) -> int:
    """Give the account of somebody who acts; a visitor is never allowed to."""
    assert person.user_id is not None
    return person.user_id


def known(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the columns that people may fill in."""
    return {name: fields[name] for name in FIELDS if name in fields}


def kind_of(fields: Mapping[str, Any], *, has_files: bool) -> Document.Kind:
    """Tell what a document consists of, from what was given."""
    if has_files:
        return Document.Kind.FILE
    return Document.Kind.LINK if fields.get("url") else Document.Kind.TEXT


def search_text(document: Document, names: Iterable[str]) -> str:
    """Give the folded text in which a document is found."""
    words = [document.number, document.abstract, document.issuer, *names]
    return fold(" ".join(words))[:_LONGEST_SEARCH]


def snapshot(document: Document) -> dict[str, Any]:
    """Give a document's columns as the log keeps them."""
    values = {name: getattr(document, name) for name in FIELDS}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def add_versions(
    person: Person, document: Document, stored: list[StoredFile], at: Any, part: int | None = None
) -> list[Version]:
    """Write the rows of files: a new version of ``part``, or, without one, a new part for each file."""
    last = document.versions.aggregate(number=Max("number"), part=Max("part"))
    number, last_part = (last["number"] or 0), (last["part"] or 0)
    rows = [
        Version(
            document=document,
            number=number + place,
            part=part or last_part + place,
            file=one.place,
            file_name=one.name,
            size=one.size,
            media_type=one.media_type,
            sha256=one.sha256,
            uploaded_at=at,
            uploaded_by_id=account_of(person),
        )
        for place, one in enumerate(stored, start=1)
    ]
    return Version.objects.bulk_create(rows)
