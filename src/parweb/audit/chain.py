"""The hash of an entry: over its own content and the hash before it, so that no entry changes unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from parweb.audit.models import Entry

START = "0" * 64
_FIELDS = (
    "sequence",
    "actor_id",
    "actor_name",
    "address",
    "action",
    "is_read",
    "object_type",
    "object_id",
    "object_name",
    "unit_id",
    "before",
    "after",
    "previous_hash",
)


def content_of(entry: Entry) -> bytes:
    """Give the bytes that are hashed: sorted JSON of every column, the moment in UTC microseconds."""
    content: dict[str, Any] = {name: getattr(entry, name) for name in _FIELDS}
    content["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hash_of(entry: Entry) -> str:
    """Give the SHA-256 of an entry's content."""
    return hashlib.sha256(content_of(entry)).hexdigest()


@dataclass(frozen=True)
class Break:
    """A place where the chain does not hold, and in which way: ``changed``, ``removed`` or ``cut``."""

    sequence: int
    kind: str


def breaks_in(entries: Iterable[Entry], head: tuple[int, str]) -> Iterator[Break]:
    """Follow the chain from its first entry (in order of sequence) to its head; give where it breaks."""
    sequence, last = 0, START
    for entry in entries:
        sequence += 1
        if entry.sequence != sequence:
            yield Break(sequence, "removed")
        elif entry.previous_hash != last or entry.hash != hash_of(entry):
            yield Break(sequence, "changed")
        sequence, last = entry.sequence, entry.hash
    if (sequence, last) != head:
        yield Break(head[0], "cut")
