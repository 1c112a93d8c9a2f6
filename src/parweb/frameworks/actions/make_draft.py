"""Bring an edition in to be checked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.frameworks.intake import Brought
from parweb.frameworks.models import EditionDraft
from parweb.frameworks.permissions import may_adopt_edition

_LONGEST_NAME = 200


def make_draft(
    person: Person, brought: Brought, *, origin: EditionDraft.Origin, name: str, at: datetime
) -> EditionDraft:
    """Keep the texts as a draft, whatever is wrong with them: the page of the draft says what that is."""
    require(may_adopt_edition(person, at))
    with transaction.atomic():
        draft = EditionDraft.objects.create(
            origin=origin,
            name=name[:_LONGEST_NAME],
            text=brought.text,
            cases=brought.cases,
            made_at=at,
            made_by_id=person.account_id,
        )
        record(person.actor, "frameworks.make_draft", at, target=draft, after={"origin": str(origin)})
    return draft
