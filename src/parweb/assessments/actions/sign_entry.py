"""Sign an entry for the unit: it is handed in and locked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.assessments.actions.telling import people_of, tell
from parweb.assessments.events import SIGNED
from parweb.assessments.models import Entry
from parweb.assessments.permissions import may_sign_entry
from parweb.audit.actions.record import record
from parweb.evidence.actions.prove_criterion import prove_criterion
from parweb.evidence.models import Use
from parweb.rounds.actions.move_participant import move_participant
from parweb.rounds.models import Participant
from parweb.rounds.states import ParticipantState


def sign_entry(
    person: Person,
    participant: Participant,
    at: datetime,
    *,
    files: Sequence[File[Any]],
    number: str = "",
) -> Entry:
    """Sign an entry with the signed report attached; the unit is done until somebody opens it again.

    ``number`` is the số/ký hiệu of the report. Raises ``FilesRefused`` for files that cannot be accepted and
    ``ValueError`` where there is none.
    """
    require(may_sign_entry(person, participant, at))
    if not files:
        raise ValueError("an entry is signed with the signed report attached")
    abstract = _("Báo cáo tự đánh giá đã ký: {round}").format(round=participant.round.name)
    with transaction.atomic():
        entry = Entry.objects.select_for_update().get(participant=participant)
        (document,) = prove_criterion(
            person,
            participant,
            "",
            fields={"abstract": abstract, "number": number},
            files=files,
            purpose=Use.Purpose.SIGNATURE,
            at=at,
            is_one_document=True,
        )
        entry.signed_by_id, entry.signed_file = person.user_id, document.versions.order_by("number").first()
        entry.revision += 1
        entry.save(update_fields=["signed_by", "signed_file", "revision"])
        move_participant(participant, ParticipantState.SIGNED, person=person, at=at)
        tell(people_of(participant, Role.OFFICER, at), SIGNED, participant, at)
        after = {"document": document.pk, "sha256": entry.signed_file.sha256 if entry.signed_file else ""}
        record(
            person.actor, "assessments.sign_entry", at, target=entry, unit_id=participant.unit_id, after=after
        )
    return entry
