"""Take an answer: once and only once, however often it is sent, and only where one is still owed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from parweb.interface.prepared_writes import PreparedInsert, PreparedUpdate
from parweb.surveys.models import Batch, Campaign, Invitation, Response, Station
from parweb.surveys.queries.answering import Place, place_of, state_of_campaign, state_of_invitation
from parweb.surveys.states import TAKING, InvitationState, Mode, Stream

_WRITTEN: Final = (
    *("form", "answers", "mode", "stream", "language", "unit", "stratum", "psu", "weight", "invitation"),
    *("interviewer", "station", "batch", "recheck_of", "screen", "started_at", "finished_at", "received_at"),
    *("seconds", "device_hash", "is_partial"),
)
_NEW: Final = PreparedInsert(Response)
_BEGUN: Final = PreparedUpdate(Response, *_WRITTEN, only={"is_partial": True})
_ANSWERED: Final = PreparedUpdate(
    Invitation, "state", "answered_on", only={"state": InvitationState.WAITING.value}
)


class NotTaken(Exception):  # noqa: N818  # it says what happened
    """An answer was not taken; ``why`` is ``answered``, ``closed`` (the campaign) or ``withdrawn``."""

    def __init__(self, why: str) -> None:
        """Keep the reason as a code; pages say it in words."""
        self.why = why
        super().__init__(why)


@dataclass(frozen=True)
class Given:
    """An answer as it came in. ``answers`` are codes that the instrument has checked."""

    campaign: Campaign
    key: str
    """Made by the device, or :func:`parweb.surveys.tokens.answer_key` of a token: one key, one answer."""
    form: str
    answers: dict[str, Any]
    mode: Mode
    stream: Stream
    unit_id: int
    started_at: datetime
    finished_at: datetime | None = None
    """Null while the answer is partial."""
    invitation: Invitation | None = None
    interviewer_id: int | None = None
    station: Station | None = None
    batch: Batch | None = None
    recheck_of_id: int | None = None
    screen: int = 0
    language: str = "vi"
    device_hash: str = ""
    seconds: int | None = None
    """Measured where it was answered; without it, from start to end."""
    extra: dict[str, Any] = field(default_factory=dict)
    """Further columns of :class:`Response`."""


@dataclass(frozen=True)
class Receipt:
    """What became of an answer: its number, and whether it came in now or had before."""

    response_id: int
    is_new: bool


def take_response(given: Given, at: datetime) -> Receipt:
    """Take a finished answer: one conditional update of its invitation, one insert, in one transaction.

    Sent again with the same key, nothing changes and the same receipt comes back with ``is_new`` False.
    Raises :class:`NotTaken` where the invitation gave another answer or was withdrawn, or the campaign takes
    none. Who may answer is settled before: by the token, the station, or the permission of the interviewer.
    No entry is made in the log: an answer is its own record, and the log would tell who answered when.
    """
    if given.finished_at is None:
        raise ValueError("a finished answer says when it was finished; keep_partial takes the others")
    try:
        with transaction.atomic():
            return _taken(given, at)
    except IntegrityError:  # the same key came in twice at once; who comes second finds the first one's row
        row = _whole(given.key)
        if row is None:
            raise
        return Receipt(row, is_new=False)


def keep_partial(given: Given, at: datetime) -> int:
    """Keep what was answered so far under its key, replacing what was kept before; give its number.

    Raises :class:`NotTaken` where the whole answer is in already or nothing is taken any more.
    """
    try:
        return _part_kept(given, at)
    except IntegrityError:  # two first parts at once (a double click): the second one replaces the first
        return _part_kept(given, at)


def _part_kept(given: Given, at: datetime) -> int:
    with transaction.atomic():
        _campaign_takes(given.campaign)
        if given.invitation is not None:
            _still_owed(given.invitation)
        place = place_of(given.key)
        if place is None:
            return _inserted(given, at, is_partial=True)
        if not (place.is_partial and _replaced(given, place, at, is_partial=True)):
            raise NotTaken("answered")
        return place.pk


def _taken(given: Given, at: datetime) -> Receipt:
    if given.invitation is not None and not _claim(given.invitation, at):
        return _receipt_of_before(given)
    place = place_of(given.key)
    if place is not None and not place.is_partial:
        return Receipt(place.pk, is_new=False)
    _campaign_takes(given.campaign)
    if place is not None and _replaced(given, place, at, is_partial=False):
        return Receipt(place.pk, is_new=True)
    return Receipt(_inserted(given, at, is_partial=False), is_new=True)


def _claim(invitation: Invitation, at: datetime) -> bool:
    told = {"state": InvitationState.ANSWERED, "answered_on": timezone.localdate(at)}
    return _ANSWERED.is_put(Invitation(pk=invitation.pk, **told))


def _receipt_of_before(given: Given) -> Receipt:
    row = _whole(given.key)
    if row is not None:
        return Receipt(row, is_new=False)
    assert given.invitation is not None
    _still_owed(given.invitation)
    raise NotTaken("answered")


def _still_owed(invitation: Invitation) -> None:
    state = state_of_invitation(invitation.pk)
    if state == InvitationState.WITHDRAWN:
        raise NotTaken("withdrawn")
    if state != InvitationState.WAITING:
        raise NotTaken("answered")


def _campaign_takes(campaign: Campaign) -> None:
    if state_of_campaign(campaign.pk) not in TAKING:
        raise NotTaken("closed")


def _whole(key: str) -> int | None:
    place = place_of(key)
    return place.pk if place is not None and not place.is_partial else None


def _replaced(given: Given, place: Place, at: datetime, *, is_partial: bool) -> bool:
    """Write over what was begun, whose beginning stays; tell whether it still was only begun."""
    columns = _columns(given, at) | {"is_partial": is_partial, "started_at": place.started_at}
    columns["seconds"] = _seconds(given, place.started_at)
    if given.extra or given.invitation is None:
        return bool(Response.objects.filter(pk=place.pk, is_partial=True).update(**columns))
    return _BEGUN.is_put(Response(pk=place.pk, **columns))


def _inserted(given: Given, at: datetime, *, is_partial: bool) -> int:
    made = Response(key=given.key, campaign=given.campaign, is_partial=is_partial, **_columns(given, at))
    _NEW.put(made)
    return made.pk


def _columns(given: Given, at: datetime) -> dict[str, Any]:
    return {
        "form": given.form,
        "answers": given.answers,
        "mode": given.mode,
        "stream": given.stream,
        "language": given.language,
        "unit_id": given.unit_id,
        "interviewer_id": given.interviewer_id,
        "station": given.station,
        "batch": given.batch,
        "recheck_of_id": given.recheck_of_id,
        "screen": given.screen,
        "started_at": given.started_at,
        "finished_at": given.finished_at,
        "received_at": at,
        "seconds": _seconds(given, given.started_at),
        "device_hash": given.device_hash,
        **_place_in_the_design(given),
        **given.extra,
    }


def _place_in_the_design(given: Given) -> dict[str, Any]:
    """Copy stratum, cluster and weight; the link to the invitation only where the campaign keeps it."""
    invitation = given.invitation
    if invitation is None:
        return {}
    placed = {"stratum": invitation.stratum, "psu": invitation.psu, "weight": invitation.weight}
    return placed | {"invitation": invitation if given.campaign.keeps_link else None}


def _seconds(given: Given, started_at: datetime) -> int | None:
    if given.seconds is not None or given.finished_at is None:
        return given.seconds
    return max(0, round((given.finished_at - started_at).total_seconds()))
