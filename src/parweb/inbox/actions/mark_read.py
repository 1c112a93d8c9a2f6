"""Mark messages as read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from parweb.accounts.person import Person
from parweb.inbox.queries import messages_of


def mark_read(person: Person, at: datetime, ids: Iterable[int] | None = None) -> int:
    """Mark a person's own messages (those of ``ids``, or all) as read; give how many were unread."""
    if person.user_id is None:
        return 0
    unread = messages_of(person.user_id).filter(read_at=None)
    if ids is not None:
        unread = unread.filter(pk__in=list(ids))
    return unread.update(read_at=at)
