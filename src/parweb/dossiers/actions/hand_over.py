"""Hand files of records over: kept and read, not yet imported; change how they are read; take them back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.files.base import File
from django.db import transaction

from parindex.dossiers.intake.mapping import mapping_of
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.dossiers.models import Import, ImportFile, Source
from parweb.dossiers.permissions import may_keep_sources_of
from parweb.dossiers.storing import digest_of_all, forget_copies, forget_files, keep_files

FORGOTTEN_AFTER: Final = timedelta(days=7)
_CHANGEABLE: Final = (Import.State.READ, Import.State.FAILED)


class AlreadyBegun(Exception):  # noqa: N818  # it says what happened
    """The import was begun or taken back meanwhile."""


def hand_over(person: Person, source: Source, files: Sequence[File[Any]], at: datetime) -> Import:
    """Keep files of a source, to be looked at and then imported; give the import that stands for them."""
    require(may_keep_sources_of(person, source.owner, at))
    kept = keep_files(files, at)
    try:
        with transaction.atomic():
            made = write_import(source, kept, at, asked_by_id=person.user_id)
            after = {"files": [one.name for one in kept], "sha256": made.sha256}
            record(person.actor, "dossiers.hand_over", at, target=made, unit_id=source.owner_id, after=after)
    except BaseException:
        forget_files(kept)
        raise
    return made


def write_import(source: Source, kept: Sequence[ImportFile], at: datetime, **columns: Any) -> Import:
    """Write the rows of an import and its files, read as the source remembers. Belongs into a transaction."""
    given = {"sha256": digest_of_all(kept), "mapping": source.mapping} | columns
    made = Import.objects.create(
        source=source, file_name=kept[0].name, size=sum(one.size for one in kept), asked_at=at, **given
    )
    for one in kept:
        one.batch = made
    ImportFile.objects.bulk_create(kept)
    return made


def map_columns(person: Person, batch: Import, mapping: Mapping[str, Any], at: datetime) -> None:
    """Change how the columns of an import are read.

    Raises :class:`ProblemsFound` for a mapping that cannot be, :class:`AlreadyBegun` where it is too late.
    """
    require(may_keep_sources_of(person, batch.source.owner, at))
    checked = mapping_of(dict(mapping)).as_dict()
    with transaction.atomic():
        if not Import.objects.filter(pk=batch.pk, state__in=_CHANGEABLE).update(mapping=checked):
            raise AlreadyBegun
        told: dict[str, Any] = {"target": batch, "unit_id": batch.source.owner_id}
        record(person.actor, "dossiers.map_columns", at, before=batch.mapping, after=checked, **told)
    batch.mapping = checked


def discard(person: Person, batch: Import, at: datetime) -> None:
    """Take an import back that was not done: its files and its row go; :class:`AlreadyBegun` otherwise."""
    require(may_keep_sources_of(person, batch.source.owner, at))
    files = list(batch.files.all())
    with transaction.atomic():
        told: dict[str, Any] = {"target": batch, "unit_id": batch.source.owner_id}
        entry = {"files": [one.name for one in files], "sha256": batch.sha256}
        gone, _each = Import.objects.filter(pk=batch.pk, state__in=_CHANGEABLE).delete()
        if not gone:
            raise AlreadyBegun
        record(person.actor, "dossiers.discard", at, before=entry, **told)
    forget_files(files)
    forget_copies(files)


def forget_old_files(at: datetime) -> int:
    """Forget the files of imports that nobody began within a week; give how many imports that were."""
    old = Import.objects.filter(state__in=_CHANGEABLE, asked_at__lt=at - FORGOTTEN_AFTER)
    batches = list(old.exclude(files__file="").prefetch_related("files").distinct())
    for one in batches:
        forget_contents(one)
    return len(batches)


def forget_contents(batch: Import) -> None:
    """Forget what the files of an import hold; names, sizes and digests stay."""
    files: Iterable[ImportFile] = list(batch.files.all())
    forget_files(files)
    forget_copies(files)
    batch.files.update(file="")
