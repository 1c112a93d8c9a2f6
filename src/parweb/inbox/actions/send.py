"""Put a message into people's inboxes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from parweb.inbox.models import Message


def send(
    people: Iterable[int],
    event: str,
    details: Mapping[str, str],
    link: str,
    at: datetime,
    *,
    once: str = "",
) -> int:
    """Tell people (by user id) of an event, and give how many rows were tried.

    ``once`` keeps a reminder from reaching a person twice. Sending by e-mail, SMS or Zalo is the worker's
    business (``parweb/inbox/tasks.py``): it takes the rows that were not sent yet.
    """
    rows = [
        Message(person_id=one, event=event, details=dict(details), link=link, created_at=at, once=once)
        for one in dict.fromkeys(people)
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=bool(once))
    return len(rows)
