"""Reads of messages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from parweb.inbox.models import Message


def messages_of(user_id: int) -> QuerySet[Message]:
    """Give a person's messages, newest first."""
    return Message.objects.filter(person_id=user_id)


def unread(person: Any) -> int:
    """Count a person's unread messages; 0 for a visitor."""
    if not getattr(person, "is_signed_in", False):
        return 0
    return messages_of(person.user_id).filter(read_at=None).count()


def unsent(limit: int) -> list[Message]:
    """Give messages that did not leave the site yet, oldest first, with their readers."""
    waiting = Message.objects.filter(sent_at=None, read_at=None).select_related("person")
    return list(waiting.order_by("created_at")[:limit])
