"""Add an entry to the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models, transaction

from parweb.audit.actor import Actor
from parweb.audit.chain import START, hash_of
from parweb.audit.models import Entry, Head

_LONGEST_NAME = 300


def record(  # an entry has this many columns
    actor: Actor,
    action: str,
    at: datetime,
    *,
    target: models.Model | None = None,
    unit_id: int | None = None,
    before: Any = None,
    after: Any = None,
    is_read: bool = False,
) -> Entry:
    """Write who did what to what. Call it last in an action's transaction: it holds the lock of the chain.

    ``action`` is ``<app>.<verb>`` (``assessments.save_answer``); ``before`` and ``after`` are plain JSON data
    (numbers as text). Raises :class:`django.db.transaction.TransactionManagementError` outside a transaction,
    so that a change and its entry are never written apart.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("record() belongs into the action's transaction")
    head = _locked_head()
    entry = Entry(
        sequence=head.sequence + 1,
        at=at,
        actor_id=actor.user_id,
        actor_name=actor.name,
        address=actor.address,
        action=action,
        is_read=is_read,
        object_type="" if target is None else target._meta.label_lower,
        object_id="" if target is None else str(target.pk),
        object_name="" if target is None else str(target)[:_LONGEST_NAME],
        unit_id=unit_id,
        before=before,
        after=after,
        previous_hash=head.hash,
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    Head.objects.filter(pk=head.pk).update(sequence=entry.sequence, hash=entry.hash)
    return entry


def _locked_head() -> Head:
    head, _ = Head.objects.select_for_update().get_or_create(pk=1, defaults={"sequence": 0, "hash": START})
    return head
