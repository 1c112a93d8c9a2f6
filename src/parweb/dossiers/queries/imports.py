"""Reads about imports."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from parweb.dossiers.models import Import
from parweb.jobs.models import Job


def imports_below(paths: tuple[str, ...]) -> QuerySet[Import]:
    """Give the imports of some subtrees, the newest first, with source, job, asker and number of files."""
    wanted = Q(pk__in=[])
    for path in paths:
        wanted |= Q(source__owner__path__startswith=path)
    rows = Import.objects.filter(wanted).select_related("source", "asked_by", "token", "job")
    return rows.annotate(file_count=Count("files")).order_by("-asked_at", "-id")


def one_import(pk: int) -> Import | None:
    """Give an import with all that its page shows."""
    related = ("source__owner", "asked_by", "token", "job")
    return Import.objects.select_related(*related).prefetch_related("files").filter(pk=pk).first()


def has_stopped(batch: Import) -> bool:
    """Tell whether an import is under way in name only: its job ended without it."""
    return (
        batch.state == Import.State.WAITING
        and batch.job is not None
        and batch.job.state in (Job.State.FAILED, Job.State.DONE)
    )


def has_files(batch: Import) -> bool:
    """Tell whether the contents of its files are still kept."""
    return all(one.file for one in batch.files.all())
