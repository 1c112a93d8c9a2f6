"""Begin an import that was looked at, in the background."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.dossiers.actions.hand_over import AlreadyBegun
from parweb.dossiers.models import Import, Source
from parweb.dossiers.permissions import may_keep_sources_of
from parweb.dossiers.queries.imports import has_files
from parweb.jobs.actions.start import start
from parweb.jobs.models import Job

KIND: Final = "dossiers.import"
_NOT_BEGUN: Final = (Import.State.READ, Import.State.FAILED)


def begin_import(person: Person, batch: Import, at: datetime) -> Job:
    """Begin it, and let the source remember how columns were read; give the job.

    A failed import, or one whose job was given up, is begun again: what came in already changes nothing.
    Raises :class:`AlreadyBegun` where it is under way or done, or its files were forgotten.
    """
    require(may_keep_sources_of(person, batch.source.owner, at))
    if not has_files(batch):
        raise AlreadyBegun
    with transaction.atomic():
        job = start_job(batch, at, by=person.account_id)
        remembered = merged(batch.source.mapping, batch.mapping)
        Source.objects.filter(pk=batch.source_id).update(mapping=remembered)
        told: dict[str, Any] = {"target": batch, "unit_id": batch.source.owner_id}
        record(person.actor, "dossiers.begin_import", at, after={"job": job.pk}, **told)
    return job


def start_job(batch: Import, at: datetime, *, by: int | None) -> Job:
    """Start the job of an import that was not begun or whose job failed. Belongs into a transaction."""
    job = start(KIND, {"import_id": batch.pk}, by=by, at=at, link=link_to_import(batch.pk))
    mine = Import.objects.filter(pk=batch.pk, state__in=_NOT_BEGUN)
    dead = Import.objects.filter(pk=batch.pk, state=Import.State.WAITING, job__state=Job.State.FAILED)
    columns: dict[str, Any] = {"state": Import.State.WAITING, "job": job, "problems": []}
    if not mine.update(**columns) and not dead.update(**columns):
        raise AlreadyBegun
    return job


def merged(known: dict[str, Any], used: dict[str, Any]) -> dict[str, Any]:
    """Add what an import used to what its source remembers; the newer wins."""
    parts = ("columns", "constants", "words")
    return {part: {**(known.get(part) or {}), **(used.get(part) or {})} for part in parts}


def link_to_import(import_id: int) -> str:
    """Give the page of an import for people who read it later, in their own language."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse("dossiers:import", args=[import_id])
