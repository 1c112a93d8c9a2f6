"""Decide an appeal, once, with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.appraisals import events
from parweb.appraisals.decisions import check_bounds, scored
from parweb.appraisals.facts import as_texts
from parweb.appraisals.leaves import leaf_of
from parweb.appraisals.models import Appeal
from parweb.appraisals.permissions import may_decide_appeal
from parweb.appraisals.recipients import people_of_unit
from parweb.appraisals.states import APPEAL_MOVES, GRANTED
from parweb.audit.actions.record import record
from parweb.inbox.actions.send import send

_EVENTS: Final = {
    "granted": events.APPEAL_GRANTED,
    "partly": events.APPEAL_PARTLY,
    "refused": events.APPEAL_REFUSED,
}


@dataclass(frozen=True)
class Ruling:
    """What is decided about an appeal: what is granted (inputs or points), and why."""

    state: str
    reason: str
    inputs: Mapping[str, Decimal] = field(default_factory=dict)
    points: Decimal | None = None


def check_ruling(appeal: Appeal, ruling: Ruling) -> None:
    """Refuse a ruling that cannot be taken (ValidationError): no reason, nothing granted, out of bounds."""
    if ruling.state not in _EVENTS:
        raise ValidationError({"state": _("Chọn kết luận.")})
    if ruling.state not in GRANTED:
        return
    leaf = leaf_of(appeal.participant.round.edition, appeal.criterion_id)
    if leaf is None:
        raise Http404
    if ruling.points is not None:
        check_bounds(leaf, ruling.points)
    elif ruling.inputs:
        scored(appeal.participant.round.edition, leaf, ruling.inputs, "measured", None)
    else:
        raise ValidationError(_("Nhập số liệu hoặc số điểm được chấp nhận."))


def decide_appeal(person: Person, appeal: Appeal, ruling: Ruling, at: datetime) -> None:
    """Decide; what is granted counts from the next scoring run on."""
    require(may_decide_appeal(person, appeal, at))
    check_ruling(appeal, ruling)
    if not ruling.reason.strip():
        raise ValidationError({"reason": _("Ghi lý do của kết luận.")})
    is_granted = ruling.state in GRANTED
    values: dict[str, Any] = {
        "granted_inputs": as_texts(ruling.inputs) if is_granted else {},
        "granted_points": ruling.points if is_granted else None,
        "reason": ruling.reason.strip(),
        "decided_at": at,
        "decided_by_id": person.user_id,
    }
    sources = [state for state, targets in APPEAL_MOVES.items() if ruling.state in targets]
    with transaction.atomic():
        if not Appeal.objects.filter(pk=appeal.pk, state__in=sources).update(state=ruling.state, **values):
            raise ValidationError(_("Kiến nghị đã có kết luận, hãy tải lại trang."))
        appeal.refresh_from_db()
        participant = appeal.participant
        details = {
            "unit": participant.unit.name,
            "criterion": appeal.criterion_id,
            "reason": appeal.reason,
        }
        link = reverse("appraisals:appeal", args=[appeal.pk])
        send(people_of_unit(participant, at), _EVENTS[ruling.state], details, link, at)
        record(
            person.actor,
            f"appraisals.appeal_{ruling.state}",
            at,
            target=appeal,
            unit_id=participant.unit_id,
            after={
                "inputs": appeal.granted_inputs,
                "points": None if ruling.points is None else str(ruling.points),
                "reason": appeal.reason,
            },
        )
