"""Let a document prove a criterion of a unit in a round."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parweb.accounts.person import Person
from parweb.accounts.verdicts import refuse as verdict_against
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.evidence.actions.columns import account_of
from parweb.evidence.models import Document, Use
from parweb.evidence.permissions import may_attach
from parweb.frameworks.queries import outline_of
from parweb.rounds.models import Participant


class NoSuchCriterion(LookupError):  # noqa: N818  # it says what happened
    """The edition of the round has no leaf with that code."""


def use_document(
    person: Person,
    participant: Participant,
    criterion_id: str,
    document: Document,
    purpose: str,
    at: datetime,
    *,
    note: str = "",
) -> Use:
    """Attach a document of the unit; doing it twice changes nothing. ``criterion_id`` is empty for reports.

    Raises ``Refused``, or :class:`NoSuchCriterion` for a code that is no leaf of the round's edition.
    """
    require(may_attach(person, participant, purpose, at, criterion_id))
    check_criterion(participant, criterion_id, purpose)
    if document.unit_id != participant.unit_id or document.withdrawn_at:
        require(verdict_against(_("Chỉ gắn được tài liệu còn giá trị trong kho của chính đơn vị.")))
    with transaction.atomic():
        return attach(person, participant, criterion_id, document, purpose, at, note)


def check_criterion(participant: Participant, criterion_id: str, purpose: str) -> None:
    """Raise :class:`NoSuchCriterion` unless the code is a leaf (or empty, for a signed report)."""
    if purpose == Use.Purpose.SIGNATURE and not criterion_id:
        return
    if criterion_id not in {leaf.code for leaf in outline_of(participant.round.edition).leaves}:
        raise NoSuchCriterion(criterion_id)


def attach(
    person: Person,
    participant: Participant,
    criterion_id: str,
    document: Document,
    purpose: str,
    at: datetime,
    note: str = "",
) -> Use:
    """Write the row and its log entry (inside the caller's transaction, once it is allowed)."""
    use, is_new = Use.objects.get_or_create(
        participant=participant,
        criterion_id=criterion_id,
        document=document,
        purpose=purpose,
        defaults={"note": note, "added_at": at, "added_by_id": account_of(person)},
    )
    if is_new:
        after = {"criterion": criterion_id, "document": document.pk, "purpose": purpose, "note": note}
        record(
            person.actor,
            "evidence.use_document",
            at,
            target=document,
            unit_id=participant.unit_id,
            after={**after, "participant": participant.pk},
        )
    return use
