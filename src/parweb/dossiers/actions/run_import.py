"""Take the files of an import into the store, and say what became of them."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from parindex.errors import Problem, ProblemsFound
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.audit.actor import Actor
from parweb.dossiers.actions.begin_import import link_to_import
from parweb.dossiers.actions.correct_calendar import note_first_calendar
from parweb.dossiers.actions.hand_over import forget_contents
from parweb.dossiers.events import IMPORTED, NOT_IMPORTED
from parweb.dossiers.keeping import Outcome, forget_rejects, take_in
from parweb.dossiers.models import Import, ImportFile
from parweb.dossiers.permissions import may_keep_sources_of
from parweb.dossiers.previewing import paths_of
from parweb.dossiers.queries.sources import codes_without_unit
from parweb.dossiers.receipts import Note
from parweb.dossiers.words import reason_words
from parweb.inbox.actions.send import send
from parweb.jobs.registry import Progress

OWN_FAULT: Final = {"code": "JOB01"}
_MOST_CODES: Final = 200


def run_import(batch: Import, person: Person | None, at: datetime, progress: Progress) -> dict[str, Any]:
    """Import the files of a batch; give the report. ``person`` None: the system itself handed it over.

    Safe to begin again after a kill at any point: the store takes no row twice, the report is that of the run
    whose rows the store took, and an import that is done stays as it is.
    Raises :class:`ProblemsFound` where a file cannot be read; the store is as it was then, and the import is
    marked as failed with the problems.
    """
    if batch.state == Import.State.DONE:
        _forget(batch)
        return dict(batch.report)
    note_first_calendar(at)
    if person is not None:
        require(may_keep_sources_of(person, batch.source.owner, at))
    files = list(batch.files.all())
    try:
        paths, kept = paths_of(files), partial(_keep_note, batch)
        outcome = take_in(paths, batch.mapping, _name(batch), progress, batch.noted, kept)
        report, rejects = _report(outcome, files), _kept_rejects(batch, files, outcome)
    except ProblemsFound as found:
        _failed(batch, person, [_named(_told(one), files) for one in found.problems])
        raise
    except Exception:
        _failed(batch, person, [OWN_FAULT])
        raise
    _done(batch, person, report, rejects)
    _forget(batch)
    return report


def _name(batch: Import) -> str:
    return f"import-{batch.pk}"


def _keep_note(batch: Import, note: Note) -> None:
    Import.objects.filter(pk=batch.pk).update(noted=note)


def _forget(batch: Import) -> None:
    """Forget the files of an import that is done, and the rejects that lie in the storage by now."""
    forget_contents(batch)
    forget_rejects(_name(batch))


def _report(outcome: Outcome, files: Sequence[ImportFile]) -> dict[str, Any]:
    without = codes_without_unit(outcome.unit_codes)
    unknown = {"count": len(without), "codes": without[:_MOST_CODES]}
    reasons = [_named(dict(one), files) for one in outcome.reasons]
    return {**outcome.counts, "unread": list(outcome.unread), "without_unit": unknown, "reasons": reasons}


def _kept_rejects(batch: Import, files: Sequence[ImportFile], outcome: Outcome) -> str:
    """Put the file of rejected rows into the storage; give its place, empty where there are none."""
    if outcome.rejects is None:
        return ""
    place = f"dossiers/rejects/{batch.pk}.csv"
    default_storage.delete(place)  # of a run that was cut off
    with tempfile.NamedTemporaryFile("w+", encoding="utf-8-sig", newline="") as shown:
        with outcome.rejects.open(encoding="utf-8-sig", newline="") as rows:
            csv.writer(shown).writerows(_with_names(csv.reader(rows), files))
        shown.flush()
        with Path(shown.name).open("rb") as file:
            return default_storage.save(place, File(file))


def _with_names(rows: Iterable[list[str]], files: Sequence[ImportFile]) -> Iterator[list[str]]:
    """Call each file what people called it, never by its place on the server; give reasons as pages do."""
    for first, *rest, reason in rows:
        yield [_name_of(first, files) if "/" in first else first, *rest, reason_words(reason)]


def _name_of(path: str, files: Sequence[ImportFile]) -> str:
    ends = path.rsplit("/", 1)[-1]
    return next((one.name for one in files if str(one.file.name).endswith(f"/{ends}")), ends)


def _told(problem: Problem) -> dict[str, Any]:
    """Write a problem down in both languages: who reads it later, and in which, is not known yet."""
    return {**problem.as_dict(), "en": {"what": problem.what("en"), "remedy": problem.remedy("en")}}


def _named(problem: dict[str, Any], files: Sequence[ImportFile]) -> dict[str, Any]:
    """Call the file of a problem what people called it."""
    return problem | {"file": _name_of(str(problem["file"]), files)} if "file" in problem else problem


def _done(batch: Import, person: Person | None, report: dict[str, Any], rejects: str) -> None:
    now = timezone.now()
    with transaction.atomic():
        columns = {"report": report, "rejects": rejects, "problems": [], "done_at": now}
        mine = Import.objects.filter(pk=batch.pk).exclude(state=Import.State.DONE)
        if not mine.update(state=Import.State.DONE, **columns):
            return
        if batch.asked_by_id is not None:
            numbers = {name: str(report[name]) for name in ("new", "changed", "rejected")}
            _tell(batch, batch.asked_by_id, IMPORTED, now, **numbers)
        told: dict[str, Any] = {"target": batch, "unit_id": batch.source.owner_id}
        after = {name: value for name, value in report.items() if isinstance(value, int)}
        record(_actor(batch, person), "dossiers.import", now, after=after, **told)


def _failed(batch: Import, person: Person | None, problems: list[dict[str, Any]]) -> None:
    now = timezone.now()
    reader = batch.asked_by_id or (batch.token.made_by_id if batch.token else None)
    with transaction.atomic():
        mine = Import.objects.filter(pk=batch.pk).exclude(state=Import.State.DONE)
        mine.update(state=Import.State.FAILED, problems=problems, done_at=now)
        if reader is not None:
            _tell(batch, reader, NOT_IMPORTED, now)
        told: dict[str, Any] = {"target": batch, "unit_id": batch.source.owner_id}
        codes = {"problems": [one["code"] for one in problems]}
        record(_actor(batch, person), "dossiers.fail_import", now, after=codes, **told)


def _tell(batch: Import, reader: int, event: str, at: datetime, **details: str) -> None:
    named = {"source": batch.source.name, "file": batch.file_name, **details}
    send([reader], event, named, link_to_import(batch.pk), at)


def _actor(batch: Import, person: Person | None) -> Actor:
    if person is not None:
        return person.actor
    return Actor(None, batch.token.label if batch.token else batch.source.name)
