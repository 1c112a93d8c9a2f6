"""Call the next reserve in where somebody of the sample refused, was not reached or does not belong to it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from parweb.accounts.person import Person
from parweb.accounts.verdicts import Refused, refuse, require
from parweb.audit.actions.record import record
from parweb.surveys.models import Campaign, Invitation
from parweb.surveys.permissions import may_call_reserve
from parweb.surveys.queries.samples import next_reserve
from parweb.surveys.states import InvitationState

_OPEN = (InvitationState.WAITING, InvitationState.CLOSED)


def call_reserve(person: Person, invitation: Invitation, reason: str, at: datetime) -> Invitation:
    """Close an invitation that gives no answer and let the reserve whose turn it is take its place; give it.

    The reserve is of the same stratum and cluster, and comes in the order in which it was drawn. It is asked
    as the other one was, by the same interviewer. The link of the other one opens nothing any more. Raises
    ``Refused`` without a reason, where it was answered or replaced, and where no reserve is left.
    """
    campaign = invitation.campaign
    require(may_call_reserve(person, campaign, at))
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise Refused(refuse(_("Thay người trong mẫu cần lý do."), _("Ghi lý do rồi làm lại.")))
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)  # a reserve steps in for one, not for two
        if not Invitation.objects.filter(pk=invitation.pk, stand_in=None, state__in=_OPEN).exists():
            raise Refused(refuse(_("Phiếu mời này đã được trả lời hoặc đã có người thay.")))
        reserve = next_reserve(invitation)
        if reserve is None:
            words = _("Không còn dự phòng nào của tầng và cụm này; số phiếu thiếu được tính khi gia quyền.")
            raise Refused(refuse(words))
        _swap(invitation, reserve, reason, at)
        told = {"out": invitation.element_id, "in": reserve.element_id, "reason": reason}
        record(
            person.actor, "surveys.call_reserve", at, target=campaign, unit_id=invitation.unit_id, after=told
        )
    return reserve


def _swap(invitation: Invitation, reserve: Invitation, reason: str, at: datetime) -> None:
    closing = Invitation.objects.filter(pk=invitation.pk, state__in=_OPEN)
    if not closing.update(state=InvitationState.CLOSED):
        raise Refused(refuse(_("Phiếu mời này đã được trả lời hoặc đã có người thay.")))
    reserve.stands_in_for, reserve.called_at, reserve.called_reason = invitation, at, reason
    reserve.interviewer_id, reserve.mode = invitation.interviewer_id, invitation.mode
    reserve.save(update_fields=["stands_in_for", "called_at", "called_reason", "interviewer", "mode"])
