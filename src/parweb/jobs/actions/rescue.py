"""Take up jobs whose worker died."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Q

from parweb.jobs.models import Job
from parweb.jobs.queue import enqueue

SILENT: Final = timedelta(minutes=1)
_MOST_ATTEMPTS: Final = 3
GIVEN_UP: Final = {"code": "JOB02"}


def rescue(at: datetime) -> int:
    """Queue jobs again that nobody has been heard of for a minute; give how many.

    A job that killed its worker three times is given up, with a problem that says so. One that waits behind
    others has killed nobody: however long it waits, it is only queued again, lest the queue has lost it.
    """
    silent = Job.objects.filter(
        Q(state=Job.State.RUNNING, heard_at__lt=at - SILENT)
        | Q(state=Job.State.WAITING, asked_at__lt=at - SILENT, heard_at=None)
        | Q(state=Job.State.WAITING, heard_at__lt=at - SILENT)
    )
    died = silent.filter(state=Job.State.RUNNING)
    died.filter(attempts__gte=_MOST_ATTEMPTS - 1).update(
        state=Job.State.FAILED, ended_at=at, problems=[GIVEN_UP]
    )
    taken_up = dict(silent.values_list("pk", "kind"))
    died.update(attempts=F("attempts") + 1)
    Job.objects.filter(pk__in=taken_up).update(state=Job.State.WAITING, heard_at=at)
    for job_id, kind in taken_up.items():
        enqueue(job_id, kind)
    return len(taken_up)
