"""Reads of the log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from parweb.audit.chain import START, Break, breaks_in
from parweb.audit.models import Entry, Head


def head() -> tuple[int, str]:
    """Give the number and hash of the last entry."""
    found = Head.objects.first()
    return (found.sequence, found.hash) if found else (0, START)


def breaks() -> Iterator[Break]:
    """Follow the whole chain and give where it does not hold (rows are streamed)."""
    return breaks_in(Entry.objects.order_by("sequence").iterator(chunk_size=2000), head())


def kinds_of_break() -> dict[str, str]:
    """Give the words for each way a chain breaks."""
    return {
        "changed": _("dòng này đã bị sửa"),
        "removed": _("thiếu dòng này"),
        "cut": _("phần cuối của nhật ký đã bị cắt hoặc thay"),
    }


def entries(  # one parameter per field of the search form
    *,
    text: str = "",
    action: str = "",
    since: date | None = None,
    until: date | None = None,
    reads: bool | None = None,
) -> QuerySet[Entry]:
    """Search the log, newest first: words in names, an action or its app, days, reads or changes."""
    found = Entry.objects.order_by("-sequence")
    if text:
        found = found.filter(Q(actor_name__icontains=text) | Q(object_name__icontains=text))
    limits: dict[str, Any] = {}
    if action:
        limits["action__startswith"] = action
    if since:
        limits["at__gte"] = _start_of(since)
    if until:
        limits["at__lte"] = timezone.make_aware(datetime.combine(until, time.max))
    if reads is not None:
        limits["is_read"] = reads
    return found.filter(**limits)


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
