"""Between the queue and the registry: run one job, keep its row true to what happens."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.utils import timezone
from django_tasks import task

from parindex.errors import ProblemsFound
from parweb.jobs.models import Job
from parweb.jobs.registry import KINDS

_LOG = logging.getLogger(__name__)


def enqueue(job_id: int) -> None:
    """Hand a job to the queue."""
    run_job.enqueue(job_id)


@task()
def run_job(job_id: int) -> None:
    """Run a job to its end; its row says how it went. A job that ended is not run again."""
    job = Job.objects.get(pk=job_id)
    if job.state in (Job.State.DONE, Job.State.FAILED):
        return
    now = timezone.now()
    Job.objects.filter(pk=job_id).update(state=Job.State.RUNNING, started_at=now, attempts=job.attempts + 1)
    _run(job, now)


def _run(job: Job, at: datetime) -> None:
    def progress(done: int, total: int, step: str = "") -> None:
        Job.objects.filter(pk=job.pk).update(done=done, total=total, step=step)

    try:
        result = KINDS[job.kind](progress, at, **job.arguments)
    except ProblemsFound as found:
        _end(job, Job.State.FAILED, problems=[one.as_dict() for one in found.problems])
    except Exception:
        _LOG.exception("job %s (%s) failed", job.pk, job.kind)
        _end(job, Job.State.FAILED, problems=[{"code": "SITE", "what": "", "remedy": ""}])
    else:
        _end(job, Job.State.DONE, result=result)


def _end(job: Job, state: Job.State, **columns: Any) -> None:
    Job.objects.filter(pk=job.pk).update(state=state, ended_at=timezone.now(), **columns)
