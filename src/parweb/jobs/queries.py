"""Reads about jobs."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parweb.jobs.models import Job

WORDS: Final = {
    "JOB01": gettext_lazy(
        "Việc này không làm xong do lỗi của hệ thống; hãy báo quản trị hệ thống kèm mã việc."
    ),
    "JOB02": gettext_lazy(
        "Việc này làm dừng bộ xử lý ba lần nên không được chạy lại; hãy báo quản trị hệ thống."
    ),
}


def jobs_of(user_id: int | None) -> QuerySet[Job]:
    """Give the work a person asked for, newest first; all of it for None."""
    jobs = Job.objects.select_related("asked_by")
    return jobs if user_id is None else jobs.filter(asked_by_id=user_id)


def problems_of(job: Job) -> list[dict[str, Any]]:
    """Give the problems of a job in words: code, place, what, how to mend."""
    return [{"what": WORDS.get(one.get("code", ""), ""), **one} for one in job.problems]


def progress_of(job: Job) -> dict[str, Any]:
    """Give what the page asks for each second while a job runs.

    ``next`` is where the page goes when the job is done and made something of its own to look at.
    """
    words = job.step or job.get_state_display()
    told: dict[str, Any] = {"state": job.state, "done": job.done, "total": job.total, "words": str(words)}
    if job.state == Job.State.DONE and job.link:
        told |= {"url": job.link, "url_label": _("Xem kết quả")}
    if job.state == Job.State.DONE and "link" in (job.result or {}):
        told["next"] = job.link
    return told
