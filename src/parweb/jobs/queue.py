"""Between the queue and the registry: run one job, keep its row true to what happens."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.utils import timezone
from django_tasks import task

from parindex.errors import ProblemsFound
from parweb.jobs.heartbeat import Heartbeat
from parweb.jobs.models import Job
from parweb.jobs.registry import AT_LEISURE, KINDS

_LOG = logging.getLogger(__name__)
QUEUE, LEISURE_QUEUE = "default", "leisure"
BROKEN = {"code": "JOB01"}
"""A job that failed through our own fault; the log has the details, the page says whom to ask."""


def enqueue(job_id: int, kind: str) -> None:
    """Hand a job to the queue of its kind."""
    name = LEISURE_QUEUE if kind in AT_LEISURE else QUEUE
    run_job.using(queue_name=name).enqueue(job_id)


@task()
def run_job(job_id: int) -> None:
    """Run a job to its end; its row says how it went. Only one worker runs it, and one that ended is left."""
    now = timezone.now()
    mine = Job.objects.filter(pk=job_id, state=Job.State.WAITING).update(
        state=Job.State.RUNNING, started_at=now, heard_at=now
    )
    if mine:
        _run(Job.objects.get(pk=job_id), now)


def _run(job: Job, at: datetime) -> None:
    def progress(done: int, total: int, step: str = "") -> None:
        Job.objects.filter(pk=job.pk).update(done=done, total=total, step=step[:200], heard_at=timezone.now())

    try:
        with Heartbeat(job.pk):
            result = KINDS[job.kind](progress, at, **job.arguments)
    except ProblemsFound as found:
        _end(job, Job.State.FAILED, problems=[one.as_dict() for one in found.problems])
    except Exception:  # noqa: BLE001  # a job's own fault must end in its row
        _LOG.exception("job %s (%s) failed", job.pk, job.kind)
        _end(job, Job.State.FAILED, problems=[BROKEN])
    else:
        shown_at = (result or {}).get("link", job.link)
        _end(job, Job.State.DONE, result=result, link=shown_at)


def _end(job: Job, state: Job.State, **columns: Any) -> None:
    Job.objects.filter(pk=job.pk).update(state=state, ended_at=timezone.now(), **columns)
