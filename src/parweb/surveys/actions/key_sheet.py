"""Type a paper form in: by one person, then by another who does not see what the first one typed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parweb.accounts.person import Person
from parweb.accounts.verdicts import Refused, refuse, require
from parweb.audit.actions.record import record
from parweb.surveys.actions.take_response import Given, NotTaken, take_response
from parweb.surveys.asking.rules import counted
from parweb.surveys.models import PaperSheet
from parweb.surveys.permissions import may_key_paper
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.states import Mode, PaperState, Stream
from parweb.surveys.tokens import sheet_key

_NEXT = {PaperState.ONCE, PaperState.NEW}


def key_sheet(person: Person, sheet: PaperSheet, answers: dict[str, Any], at: datetime) -> PaperState:
    """Keep what somebody typed from a sheet; give how far the sheet is.

    Who typed it first may type it again until somebody else has; the second one is compared with the first,
    and what agrees is settled and taken as an answer. Raises ``Refused`` where two have typed it already.
    """
    campaign = sheet.batch.campaign
    require(may_key_paper(person, campaign, at))
    with transaction.atomic():
        row = PaperSheet.objects.select_for_update(of=("self",)).select_related(
            "batch__campaign", "invitation"
        )
        now = row.get(pk=sheet.pk)
        if now.state not in _NEXT:
            why = _("Phiếu này đã được nhập đủ; số liệu vừa nhập không thay số liệu cũ.")
            raise Refused(refuse(why, _("Xem trang khác biệt của lô, hoặc nhập phiếu khác.")))
        if now.state == PaperState.ONCE and now.first_by_id != person.account_id:
            _second(person, now, answers, at)
        else:
            _first(person, now, answers, at)
        told: dict[str, Any] = {"target": now, "unit_id": now.batch.unit_id}
        record(person.actor, "surveys.key_sheet", at, after={"state": str(now.state)}, **told)
    return PaperState(now.state)


def settle_sheet(person: Person, sheet: PaperSheet, answers: dict[str, Any], at: datetime) -> None:
    """Say what a sheet that two people typed otherwise really says, and take it as an answer."""
    campaign = sheet.batch.campaign
    require(may_key_paper(person, campaign, at))
    with transaction.atomic():
        row = PaperSheet.objects.select_for_update(of=("self",)).select_related(
            "batch__campaign", "invitation"
        )
        now = row.get(pk=sheet.pk)
        if now.state != PaperState.DIFFERENT:
            why = _("Phiếu này không còn khác biệt cần thống nhất.")
            raise Refused(refuse(why, _("Xem lại danh sách phiếu của lô.")))
        _settle(person, now, answers, at)
        told: dict[str, Any] = {"target": now, "unit_id": now.batch.unit_id}
        record(person.actor, "surveys.settle_sheet", at, after={"state": str(now.state)}, **told)


def _first(person: Person, sheet: PaperSheet, answers: dict[str, Any], at: datetime) -> None:
    sheet.first, sheet.first_by_id, sheet.first_at = answers, person.account_id, at
    sheet.state = PaperState.ONCE
    if sheet.batch.is_double:
        sheet.save(update_fields=["first", "first_by", "first_at", "state"])
    else:
        _settle(person, sheet, answers, at)


def _second(person: Person, sheet: PaperSheet, answers: dict[str, Any], at: datetime) -> None:
    sheet.second, sheet.second_by_id, sheet.second_at = answers, person.account_id, at
    if answers == sheet.first:
        _settle(person, sheet, answers, at)
    else:
        sheet.state = PaperState.DIFFERENT
        sheet.save(update_fields=["second", "second_by", "second_at", "state"])


def _settle(person: Person, sheet: PaperSheet, answers: dict[str, Any], at: datetime) -> None:
    sheet.settled, sheet.settled_by_id, sheet.settled_at = answers, person.account_id, at
    sheet.state = PaperState.SETTLED
    sheet.save()
    try:
        take_response(_given(sheet, answers, at), at)
    except NotTaken:  # the batch shows which settled sheets were not taken; what was typed is kept
        return


def _given(sheet: PaperSheet, answers: dict[str, Any], at: datetime) -> Given:
    batch = sheet.batch
    return Given(
        campaign=batch.campaign,
        key=sheet_key(batch.pk, sheet.number),
        form=batch.form,
        answers=counted(form_of(batch.form), answers),
        mode=Mode.PAPER,
        stream=Stream.OPEN if sheet.invitation_id is None else Stream.PROBABILITY,
        unit_id=batch.unit_id,
        started_at=sheet.first_at or at,
        finished_at=at,
        invitation=sheet.invitation,
        batch=batch,
        extra={"seconds": None},  # how long it was typed says nothing of how long it was answered
    )
