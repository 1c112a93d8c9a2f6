"""Ask for a piece of work in the background."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from parweb.jobs.models import Job
from parweb.jobs.queue import enqueue


def start(kind: str, arguments: dict[str, Any], *, by: int | None, at: datetime, link: str = "") -> Job:
    """Write the job down and queue it when the transaction commits. ``link`` is where its result is seen."""
    job = Job.objects.create(kind=kind, arguments=arguments, asked_by_id=by, asked_at=at, link=link)
    transaction.on_commit(lambda: enqueue(job.pk, kind))
    return job
