"""Add documents to a unit's library: several files at once, each a document, or all of them one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.evidence.actions.columns import account_of, add_versions, kind_of, known, search_text, snapshot
from parweb.evidence.files.storing import StoredFile, forget_all, store_all
from parweb.evidence.models import Document, Version
from parweb.evidence.permissions import may_add_document
from parweb.jobs.actions.start import start
from parweb.units.models import Unit


def add_documents(
    person: Person,
    unit: Unit,
    *,
    fields: Mapping[str, Any],
    files: Sequence[File[Any]],
    at: datetime,
    is_one_document: bool = False,
) -> list[Document]:
    """Keep the files and write their documents; ``fields`` are columns of :class:`Document`.

    Without ``is_one_document`` each file is a document of its own; where no abstract is given, the name of
    its file says what it is. Without files the document is a link or a text. Raises ``FilesRefused`` with
    every reason, and then keeps nothing.
    """
    require(may_add_document(person, unit, at))
    with kept(files, at) as stored:
        groups = [stored] if is_one_document or not stored else [[one] for one in stored]
        return [make_document(person, unit, fields, group, at) for group in groups]


@contextmanager
def kept(files: Sequence[File[Any]], at: datetime) -> Iterator[list[StoredFile]]:
    """Keep files in the storage and open the transaction of their rows; a failure takes them out again."""
    stored = store_all(list(files), at)
    try:
        with transaction.atomic():
            yield stored
    except BaseException:
        forget_all(stored)
        raise


def make_document(
    person: Person, unit: Unit, fields: Mapping[str, Any], stored: list[StoredFile], at: datetime
) -> Document:
    """Write one document with its files and its log entry (inside the caller's transaction)."""
    columns = known(fields)
    columns["abstract"] = columns.get("abstract") or (PurePath(stored[0].name).stem if stored else "")
    document = Document(
        unit=unit,
        kind=kind_of(columns, has_files=bool(stored)),
        created_at=at,
        created_by_id=account_of(person),
        **columns,
    )
    document.search_text = search_text(document, [one.name for one in stored])
    document.save(force_insert=True)
    versions = add_versions(person, document, stored, at)
    ask_for_scan(person, versions, at)
    after = {**snapshot(document), "files": [{"name": one.name, "sha256": one.sha256} for one in stored]}
    record(person.actor, "evidence.add_document", at, target=document, unit_id=unit.pk, after=after)
    return document


def ask_for_scan(person: Person, versions: Sequence[Version], at: datetime) -> None:
    """Have new files scanned for malicious code in the background, where a scanner is set up."""
    if settings.VIRUS_SCANNER and versions:
        start("evidence.scan", {"versions": [one.pk for one in versions]}, by=person.user_id, at=at)
