"""The chair decides a referral after the votes are open."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.appraisals.decisions import check_bounds
from parweb.appraisals.leaves import leaf_of
from parweb.appraisals.models import Referral
from parweb.appraisals.permissions import may_decide_referral
from parweb.audit.actions.record import record


def decide_referral(
    person: Person, referral: Referral, points: Decimal | None, reason: str, at: datetime
) -> None:
    """Lay down the points and the reason; can be changed until the session ends."""
    require(may_decide_referral(person, referral, at))
    leaf = leaf_of(referral.participant.round.edition, referral.criterion_id)
    if leaf is None:
        raise Http404
    check_bounds(leaf, points)
    if not reason.strip():
        raise ValidationError({"reason": _("Ghi lý do của kết luận.")})
    before = None if referral.points is None else str(referral.points)
    with transaction.atomic():
        rows = Referral.objects.filter(pk=referral.pk, session__state="opened")
        told = {"points": points, "reason": reason.strip(), "voided_at": None}
        if not rows.update(**told, decided_at=at, decided_by_id=person.user_id):
            raise ValidationError(_("Phiên họp đã sang bước khác, hãy tải lại trang."))
        referral.refresh_from_db(fields=["points", "reason", "decided_at", "decided_by", "voided_at"])
        after = {"points": str(points), "reason": referral.reason}
        unit = referral.participant.unit_id
        record(
            person.actor,
            "appraisals.decide_referral",
            at,
            target=referral,
            unit_id=unit,
            before=before,
            after=after,
        )
