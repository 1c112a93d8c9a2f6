"""Upload documents straight to a criterion: they join the library and prove it, in one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import File

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.evidence.actions.add_documents import kept, make_document
from parweb.evidence.actions.use_document import attach, check_criterion
from parweb.evidence.models import Document
from parweb.evidence.permissions import may_attach
from parweb.rounds.models import Participant


def prove_criterion(
    person: Person,
    participant: Participant,
    criterion_id: str,
    *,
    fields: Mapping[str, Any],
    files: Sequence[File[Any]],
    purpose: str,
    at: datetime,
    is_one_document: bool = False,
) -> list[Document]:
    """Add documents (see ``add_documents``) and use each of them for the criterion; all or nothing."""
    require(may_attach(person, participant, purpose, at, criterion_id))
    check_criterion(participant, criterion_id, purpose)
    with kept(files, at) as stored:
        groups = [stored] if is_one_document or not stored else [[one] for one in stored]
        made = [make_document(person, participant.unit, fields, group, at) for group in groups]
        for document in made:
            attach(person, participant, criterion_id, document, purpose, at)
    return made
