"""Take what an interviewer's device kept without a network: answers and attempts, each once and only once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from parindex.surveys.instruments.model import Column, Instrument
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.surveys.actions.take_response import Given, NotTaken, take_response
from parweb.surveys.asking.reading import LONGEST_TEXT, Unreadable, value_of
from parweb.surveys.asking.rules import counted
from parweb.surveys.models import Attempt, Campaign, Invitation
from parweb.surveys.permissions import may_interview
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.states import FINAL_OUTCOMES, InvitationState, Mode, Outcome, Stream
from parweb.surveys.tokens import device_key

MOST_ITEMS: Final = 200
"""Taken in one request; a device with more sends several."""
_LONGEST_KEY: Final = 64
_MOST_SECONDS: Final = 86_400
_HALVES: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Receipt:
    """What became of one item: ``taken``, ``known`` (it had come before) or ``refused``, and why."""

    key: str
    state: str
    why: str = ""


class _Wrong(ValueError):  # noqa: N818  # it says what the item is
    """An item that cannot be taken; the text says why."""


def take_fieldwork(
    person: Person, campaign: Campaign, items: Sequence[Mapping[str, Any]], at: datetime
) -> list[Receipt]:
    """Take items in their order, each in a transaction of its own, and give a receipt for each.

    What is refused stays on the device with the reason; it stops nothing else. An item is a mapping with
    ``key``, ``kind`` (``answer`` or ``attempt``), ``invitation`` and what belongs to its kind.
    """
    require(may_interview(person, campaign, at))
    mine = Invitation.objects.filter(campaign=campaign, interviewer=person.account_id).select_related("unit")
    given = {one.pk: one for one in mine}
    form = form_of(campaign.instrument)
    return [_taken(person, campaign, form, given, item, at) for item in items[:MOST_ITEMS]]


def _taken(
    person: Person,
    campaign: Campaign,
    form: Instrument,
    given: Mapping[int, Invitation],
    item: Mapping[str, Any],
    at: datetime,
) -> Receipt:
    key = _storable(item.get("key"))[:_LONGEST_KEY]
    try:
        invitation = _invitation(given, item)
        if item.get("kind") == "attempt":
            is_new = _attempt(person, invitation, key, item, at)
        else:
            is_new = _answer(person, campaign, form, invitation, key, item, at)
    except _Wrong as wrong:
        return Receipt(key, "refused", str(wrong))
    except NotTaken as refused:
        return Receipt(key, "refused", _not_taken(refused.why))
    return Receipt(key, "taken" if is_new else "known")


def _invitation(given: Mapping[int, Invitation], item: Mapping[str, Any]) -> Invitation:
    number = item.get("invitation")
    found = given.get(number) if isinstance(number, int) else None
    if found is None or not item.get("key"):
        raise _Wrong(_("Người này không (còn) được giao cho bạn; hãy báo người phụ trách."))
    return found


def _answer(
    person: Person,
    campaign: Campaign,
    form: Instrument,
    invitation: Invitation,
    key: str,
    item: Mapping[str, Any],
    at: datetime,
) -> bool:
    seconds = item.get("seconds")
    is_timed = isinstance(seconds, int) and 0 <= seconds <= _MOST_SECONDS
    taken = take_response(
        Given(
            campaign=campaign,
            key=device_key(campaign.pk, key),
            form=form.ref,
            answers=counted(form, checked_answers(form, item.get("answers"))),
            mode=Mode.INTERVIEWER,
            stream=Stream.PROBABILITY,
            unit_id=invitation.unit_id,
            started_at=_moment(item, "started_at", at),
            finished_at=_moment(item, "finished_at", at),
            invitation=invitation,
            interviewer_id=person.account_id,
            language="en" if item.get("language") == "en" else "vi",
            seconds=seconds if is_timed else None,
        ),
        at,
    )
    return taken.is_new


def _attempt(person: Person, invitation: Invitation, key: str, item: Mapping[str, Any], at: datetime) -> bool:
    if item.get("outcome") not in Outcome.values:
        raise _Wrong(_("Không có mã kết quả này."))
    outcome = Outcome(item["outcome"])
    made = Attempt(
        invitation=invitation,
        key=device_key(invitation.campaign_id, key),
        at=_moment(item, "at", at),
        outcome=outcome,
        note=_storable(item.get("note"))[:300],
        by_id=person.account_id,
        received_at=at,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            if outcome in FINAL_OUTCOMES:
                waiting = Invitation.objects.filter(pk=invitation.pk, state=InvitationState.WAITING)
                waiting.update(state=InvitationState.CLOSED)
    except IntegrityError:
        return False
    return True


def checked_answers(form: Instrument, sent: Any) -> dict[str, Any]:
    """Read answers of a device into codes; raises for a column or a code that the form does not have."""
    if not isinstance(sent, Mapping):
        raise _Wrong(_("Phiếu trên máy bị hỏng; hãy báo người phụ trách."))
    columns = form.column_by_id
    if unknown := sorted(set(map(str, sent)) - columns.keys()):
        raise _Wrong(_("Phiếu có câu “{name}” mà bản phiếu hiện nay không có.").format(name=unknown[0][:40]))
    return {name: _checked(columns[name], value) for name, value in sent.items() if value is not None}


def _checked(column: Column, value: Any) -> Any:
    if column.kind == "flag":
        if value not in (0, 1):
            raise _Wrong(_("Câu “{name}” có mã không hợp lệ.").format(name=column.id))
        return int(value)
    try:
        return value_of(column, _storable(value)[:LONGEST_TEXT])
    except Unreadable as problem:
        raise _Wrong(_("Câu “{name}”: {why}").format(name=column.id, why=problem)) from problem


def _storable(value: Any) -> str:
    """Give a text that every database keeps: JSON may hold NUL, and signs cut in two by a device."""
    text = "" if value is None else str(value)
    return _HALVES.sub("\ufffd", text.replace("\x00", ""))


def _moment(item: Mapping[str, Any], name: str, at: datetime) -> datetime:
    """Give a moment the device wrote down; one in the future is now: clocks of telephones are wrong."""
    try:
        read = parse_datetime(str(item.get(name) or ""))
    except ValueError:
        read = None
    return at if read is None or read.tzinfo is None or read > at else read


def _not_taken(why: str) -> str:
    words = {
        "answered": _("Người này đã có câu trả lời khác; phiếu này không được tính thêm."),
        "withdrawn": _("Phiếu mời đã bị hủy."),
        "closed": _("Đợt điều tra đã đóng, không nhận phiếu."),
    }
    return words[why]
