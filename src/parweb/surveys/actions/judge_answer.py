"""Accept, hold or reject answers, with a reason. Nothing is deleted, and every judgement is in the log."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from parweb.accounts.person import Person
from parweb.accounts.verdicts import Refused, refuse, require
from parweb.audit.actions.record import record
from parweb.surveys.models import Campaign, Response
from parweb.surveys.permissions import may_review
from parweb.surveys.states import Verdict

MOST_AT_ONCE: Final = 1000
_NEEDS_REASON: Final = frozenset({Verdict.HELD, Verdict.REJECTED})


def judge_answers(
    person: Person, campaign: Campaign, numbers: list[int], verdict: Verdict, reason: str, at: datetime
) -> int:
    """Give answers of a campaign one verdict; give how many changed.

    Raises ``Refused`` without a reason for holding or rejecting. Figures notice at the next look
    which answers left them or came back.
    """
    require(may_review(person, campaign, at))
    reason = " ".join(reason.split())[:300]
    if verdict in _NEEDS_REASON and not reason:
        raise Refused(refuse(_("Tạm giữ hay loại một phiếu cần lý do."), _("Ghi lý do rồi lưu lại.")))
    with transaction.atomic():
        rows = Response.objects.select_for_update().filter(campaign=campaign, pk__in=numbers[:MOST_AT_ONCE])
        changing = [(one.pk, one.verdict) for one in rows.exclude(verdict=verdict, verdict_reason=reason)]
        changed = Response.objects.filter(pk__in=[pk for pk, _before in changing]).update(
            verdict=verdict, verdict_reason=reason, verdict_at=at, verdict_by=person.user_id
        )
        before = {str(pk): str(old) for pk, old in changing}
        after = {"verdict": str(verdict), "reason": reason}
        unit = campaign.owner_id
        record(
            person.actor,
            "surveys.judge_answers",
            at,
            target=campaign,
            unit_id=unit,
            before=before,
            after=after,
        )
    return changed
