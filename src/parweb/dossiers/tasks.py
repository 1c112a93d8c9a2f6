"""Long and regular work of dossiers: imports, and forgetting files that nobody imported."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from parweb.accounts.models import User
from parweb.accounts.person import Person
from parweb.dossiers.actions.begin_import import KIND, link_to_import
from parweb.dossiers.actions.correct_calendar import KIND as RECOUNT
from parweb.dossiers.actions.correct_calendar import run_recount
from parweb.dossiers.actions.hand_over import forget_old_files
from parweb.dossiers.actions.run_import import run_import
from parweb.dossiers.actions.take_procedures import forget_old_uploads
from parweb.dossiers.kept import opened
from parweb.dossiers.models import Import, Recount
from parweb.jobs.registry import Progress, background, every
from parweb.units.queries import person_of


@background(KIND)
def import_in_background(progress: Progress, at: datetime, import_id: int) -> dict[str, Any]:
    """Import a batch for who asked; their right is looked at again when the work begins."""
    rows = Import.objects.select_related("source__owner", "token", "job").prefetch_related("files")
    batch = rows.get(pk=import_id)
    report = run_import(batch, _asker(batch, at), at, progress)
    opened().cube()  # counted here, so that no reader waits for it
    counts = {name: value for name, value in report.items() if isinstance(value, int)}
    return {**counts, "link": link_to_import(batch.pk)}


@background(RECOUNT)
def recount_in_background(progress: Progress, at: datetime, recount_id: int) -> dict[str, Any]:
    """Judge dossiers anew for who asked for it; their right is looked at again when the work begins."""
    recount = Recount.objects.select_related("asked_by").get(pk=recount_id)
    assert recount.asked_by is not None  # only the calendar of the first import was asked for by nobody
    person = person_of(recount.asked_by, "", timezone.localdate(at), has_second_factor=True)
    report = run_recount(recount, person, at, progress)
    opened().cube()
    return {name: value for name, value in report.items() if isinstance(value, int)}


def _asker(batch: Import, at: datetime) -> Person | None:
    """Give the person who began the import; None where a system handed it over and nobody began it again."""
    person_id = batch.job.asked_by_id if batch.job else batch.asked_by_id
    if person_id is None:
        return None
    user = User.objects.get(pk=person_id)
    return person_of(user, "", timezone.localdate(at), has_second_factor=True)


@every(timedelta(days=1), "dossiers.forget_old_files")
def forget_what_nobody_imported(at: datetime) -> None:
    """Forget files that were handed over and not imported, and workbooks of procedures not taken in."""
    forget_old_files(at)
    forget_old_uploads(at)
