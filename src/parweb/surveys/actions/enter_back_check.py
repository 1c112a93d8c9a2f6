"""Enter what somebody said when they were asked again: an answer of its own stream, beside the first one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parweb.accounts.person import Person
from parweb.accounts.verdicts import Refused, refuse, require
from parweb.audit.actions.record import record
from parweb.surveys.actions.take_response import Given, NotTaken, take_response
from parweb.surveys.models import BackCheck
from parweb.surveys.permissions import may_review
from parweb.surveys.states import Mode, Stream, Verdict
from parweb.surveys.tokens import back_check_key


def enter_back_check(person: Person, found: BackCheck, answers: dict[str, Any], at: datetime) -> None:
    """Take the second answer, once. The first one stays as it is, and counts as before.

    Raises ``Refused`` for whoever took the first answer, for an empty form, for what was entered already and
    where the campaign takes no answers any more.
    """
    campaign, first = found.draw.campaign, found.response
    require(may_review(person, campaign, at))
    if first.interviewer_id == person.user_id:
        raise Refused(refuse(_("Điều tra viên không tự phúc tra phiếu của mình."), _("Người rà soát khác.")))
    if not answers:
        raise Refused(refuse(_("Chưa có câu nào được trả lời."), _("Ghi ít nhất một câu.")))
    given = Given(
        campaign=campaign,
        key=back_check_key(found.pk, first.rechecks.filter(verdict=Verdict.REJECTED).count()),
        form=first.form,
        answers=answers,
        mode=Mode.INTERVIEWER,
        stream=Stream.RECHECK,
        unit_id=first.unit_id,
        started_at=at,
        finished_at=at,
        interviewer_id=person.user_id,
        recheck_of_id=first.pk,
    )
    with transaction.atomic():
        try:
            receipt = take_response(given, at)
        except NotTaken:
            raise Refused(refuse(_("Đợt điều tra này không nhận phiếu."))) from None
        if not receipt.is_new:
            raise Refused(refuse(_("Phiếu phúc tra này đã nhập.")))
        told = {"number": str(found.number)}
        unit = campaign.owner_id
        record(person.actor, "surveys.enter_back_check", at, target=campaign, unit_id=unit, after=told)
