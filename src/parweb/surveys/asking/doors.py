"""How somebody comes to a form: by a token of one answer, or by a station that anybody may pass."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from parindex.surveys.instruments.model import Instrument
from parweb.surveys.models import Campaign, Invitation, Response, Station
from parweb.surveys.queries.answering import invitation_behind, response_under
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.states import ASKING, CampaignState, InvitationState, Mode, StationKind, Stream
from parweb.surveys.tokens import answer_key, hash_of, read_token

KEY_LENGTH: Final = 32
_CLOSED_STATES: Final = {
    InvitationState.ANSWERED: "answered",
    InvitationState.CLOSED: "withdrawn",
    InvitationState.WITHDRAWN: "withdrawn",
}
_STREAMS: Final = {StationKind.QR: (Mode.QR, Stream.QR), StationKind.KIOSK: (Mode.KIOSK, Stream.KIOSK)}


class Shut(Exception):  # noqa: N818  # it says what is so
    """Not open: ``unknown``, ``no_station``, ``answered``, ``withdrawn``, ``early`` or ``over``."""

    def __init__(self, why: str, campaign: Campaign | None = None) -> None:
        """Keep the reason as a code, and the campaign where there is one."""
        self.why = why
        self.campaign = campaign
        super().__init__(why)


@dataclass(frozen=True)
class Door:
    """A form that is open for somebody: which, for which unit, in which stream, under which key."""

    campaign: Campaign
    form: Instrument
    unit_id: int
    key: str
    mode: Mode
    stream: Stream
    invitation: Invitation | None = None
    station: Station | None = None

    def kept(self) -> Response | None:
        """Give what was answered so far, or the whole answer; None where nothing was (one query)."""
        return response_under(self.key)


def by_token(text: str, on: date) -> Door:
    """Open the form for who has a token; raises :class:`Shut` (one query)."""
    token = read_token(text)
    found = invitation_behind(hash_of(token)) if token else None
    if found is None:
        raise Shut("unknown")
    if found.state in _CLOSED_STATES:
        raise Shut(_CLOSED_STATES[InvitationState(found.state)], found.campaign)
    _asked_now(found.campaign, on)
    return Door(
        campaign=found.campaign,
        form=form_of(found.campaign.instrument),
        unit_id=found.unit_id,
        key=answer_key(token),
        mode=Mode.ONLINE,
        stream=Stream.PROBABILITY,
        invitation=found,
    )


def station_of(code: str, kind: StationKind, on: date) -> Station:
    """Give the station of a code; raises :class:`Shut` (one query)."""
    rows = Station.objects.select_related("campaign", "unit")
    found = rows.filter(code=code[:24], kind=kind, closed_at=None).first()
    if found is None:
        raise Shut("no_station")
    _asked_now(found.campaign, on)
    return found


def by_station(station: Station, key: str) -> Door:
    """Open the form of a station for one passer-by, who is known by a random key alone."""
    mode, stream = _STREAMS[StationKind(station.kind)]
    return Door(
        campaign=station.campaign,
        form=form_of(station.instrument),
        unit_id=station.unit_id,
        key=answer_key(key),
        mode=mode,
        stream=stream,
        station=station,
    )


def new_key() -> str:
    """Make the key of a passer-by."""
    return secrets.token_hex(KEY_LENGTH // 2)


def _asked_now(campaign: Campaign, on: date) -> None:
    if campaign.state in (CampaignState.DRAFT, CampaignState.READY):
        raise Shut("early", campaign)
    if campaign.state not in ASKING or on > campaign.ends_on:
        raise Shut("over", campaign)


def device_hash(campaign: Campaign, mark: str) -> str:
    """Give what the mark of a browser becomes in one campaign; empty where there is none."""
    if not mark or not campaign.salt:
        return ""
    return hmac.new(campaign.salt.encode(), mark.encode(), hashlib.sha256).hexdigest()


def given_so_far(door: Door, kept: Response | None, at: datetime) -> dict[str, Any]:
    """Give when somebody began and what they answered, for the next step."""
    if kept is None:
        return {"started_at": at, "answers": {}, "screen": 0}
    return {"started_at": kept.started_at, "answers": kept.answers, "screen": kept.screen}
