"""Add an entry to the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models, transaction

from parweb.audit.actor import Actor
from parweb.audit.chain import START, hash_of
from parweb.audit.models import Entry, Head
from parweb.interface.prepared import Prepared
from parweb.interface.prepared_writes import PreparedInsert, PreparedUpdate

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
    _INSERT.put(entry)
    _ADVANCE.put(Head(pk=head.pk, sequence=entry.sequence, hash=entry.hash))
    return entry


_INSERT, _ADVANCE = PreparedInsert(Entry), PreparedUpdate(Head, "sequence", "hash")
_HEAD = Prepared(
    lambda pk: Head.objects.select_for_update().filter(pk=pk).values_list("pk", "sequence", "hash"), int
)


def _locked_head() -> Head:
    row = _HEAD.first(1)
    if row is None:  # the first entry ever; who comes second waits here and finds the first one's row
        Head.objects.bulk_create([Head(pk=1, sequence=0, hash=START)], ignore_conflicts=True)
        [row] = _HEAD.rows(1)
    return Head.from_db("default", ("id", "sequence", "hash"), row)
