"""A unit appeals: officers write, the leader sends, the unit may withdraw."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.appraisals import events
from parweb.appraisals.decisions import check_bounds
from parweb.appraisals.leaves import leaf_of
from parweb.appraisals.models import Appeal
from parweb.appraisals.permissions import may_draft_appeal, may_file_appeal, may_withdraw_appeal
from parweb.appraisals.recipients import acting, managers_of, people_of_unit
from parweb.appraisals.states import APPEAL_MOVES
from parweb.audit.actions.record import record
from parweb.inbox.actions.send import send
from parweb.rounds.models import Participant
from parweb.rounds.queries import window
from parweb.rounds.states import PhaseKind


def draft_appeal(
    person: Person,
    participant: Participant,
    criterion_id: str,
    claim: str,
    claimed_points: Decimal | None,
    at: datetime,
    appeal: Appeal | None = None,
) -> Appeal:
    """Write an appeal or change its draft; one open appeal per criterion. Tells the leader of a new one."""
    require(may_draft_appeal(person, participant, at))
    leaf = leaf_of(participant.round.edition, criterion_id)
    if leaf is None:
        raise ValidationError({"criterion_id": _("Bộ tiêu chí không có tiêu chí này.")})
    if not claim.strip():
        raise ValidationError({"claim": _("Ghi nội dung kiến nghị.")})
    if claimed_points is not None:
        check_bounds(leaf, claimed_points)
    values = {"criterion_id": criterion_id, "claim": claim.strip(), "claimed_points": claimed_points}
    with transaction.atomic():
        stored = _stored(person, participant, values, at, appeal)
        if appeal is None:
            _tell(stored, events.APPEAL_DRAFTED, people_of_unit(participant, at, Role.LEADER), at)
        after = {**values, "claimed_points": None if claimed_points is None else str(claimed_points)}
        record(
            person.actor,
            "appraisals.draft_appeal",
            at,
            target=stored,
            unit_id=participant.unit_id,
            after=after,
        )
    return stored


def file_appeal(person: Person, appeal: Appeal, at: datetime) -> None:
    """Send an appeal to the managers of the round; it cannot be changed any more."""
    require(may_file_appeal(person, appeal.participant, at))
    round_ = appeal.participant.round
    publication = window(round_, PhaseKind.PUBLICATION, at)
    due = publication.opens_at or window(round_, PhaseKind.APPEAL, at).closes_at
    values = {"filed_at": at, "filed_by_id": person.user_id, "due_at": due}
    _move(person, appeal, "filed", values, events.APPEAL_FILED, managers_of(round_, at), at)


def withdraw_appeal(person: Person, appeal: Appeal, at: datetime) -> None:
    """Take an appeal back before it is decided."""
    require(may_withdraw_appeal(person, appeal, at))
    people = managers_of(appeal.participant.round, at) if appeal.filed_at else []
    _move(person, appeal, "withdrawn", {}, events.APPEAL_WITHDRAWN, people, at)


def _stored(
    person: Person, participant: Participant, values: dict[str, Any], at: datetime, appeal: Appeal | None
) -> Appeal:
    if appeal is not None:
        if not Appeal.objects.filter(pk=appeal.pk, state="draft").update(**values):
            raise ValidationError(_("Kiến nghị đã gửi, không sửa được nữa."))
        appeal.refresh_from_db(fields=list(values))
        return appeal
    try:
        with transaction.atomic():
            return Appeal.objects.create(
                participant=participant, created_at=at, filed_by_id=acting(person), **values
            )
    except IntegrityError:
        raise ValidationError(_("Tiêu chí này đang có một kiến nghị chưa xong.")) from None


def _move(
    person: Person,
    appeal: Appeal,
    to: str,
    values: dict[str, Any],
    event: str,
    people: list[int],
    at: datetime,
) -> None:
    before = appeal.state
    sources = [state for state, targets in APPEAL_MOVES.items() if to in targets]
    with transaction.atomic():
        if not Appeal.objects.filter(pk=appeal.pk, state__in=sources).update(state=to, **values):
            raise ValidationError(_("Kiến nghị đã sang bước khác, hãy tải lại trang."))
        appeal.refresh_from_db(fields=["state", *(name.removesuffix("_id") for name in values)])
        _tell(appeal, event, people, at)
        record(
            person.actor,
            f"appraisals.appeal_{to}",
            at,
            target=appeal,
            unit_id=appeal.participant.unit_id,
            before=before,
            after=to,
        )


def _tell(appeal: Appeal, event: str, people: list[int], at: datetime) -> None:
    details = {"unit": appeal.participant.unit.name, "criterion": appeal.criterion_id}
    send(people, event, details, reverse("appraisals:appeal", args=[appeal.pk]), at)
