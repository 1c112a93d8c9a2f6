"""Throw a draft away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.frameworks.models import EditionDraft
from parweb.frameworks.permissions import may_adopt_edition


def discard_draft(person: Person, draft: EditionDraft, *, at: datetime) -> None:
    """Delete a draft; nothing depends on it."""
    require(may_adopt_edition(person, at))
    with transaction.atomic():
        record(person.actor, "frameworks.discard_draft", at, target=draft, before={"origin": draft.origin})
        draft.delete()
