"""Work of the demonstration that a first page need not wait for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from parweb.demonstration.dossiers import KIND, import_dossiers
from parweb.demonstration.people import acting
from parweb.dossiers.models import Source
from parweb.jobs.models import Job
from parweb.jobs.registry import Progress, background
from parweb.rounds.models import Round


@background(KIND)
def dossiers(
    progress: Progress, at: datetime, *, source_id: int, round_id: int, seed: int, today: str
) -> dict[str, Any]:
    """Import the synthetic dossiers and fill the bound leaves."""
    source = Source.objects.select_related("owner").get(pk=source_id)
    job = Job.objects.filter(kind=KIND, asked_by__isnull=False).latest("pk")
    assert job.asked_by is not None
    round_ = Round.objects.select_related("edition", "owner").get(pk=round_id)
    return import_dossiers(
        acting(job.asked_by, at), source, round_, datetime.fromisoformat(today), seed, progress
    )
