"""What the form of a respondent asks the database, built once: people wait for every statement."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from parweb.interface.prepared import Prepared
from parweb.surveys.models import Campaign, Invitation, Response


def _columns(model: type[Any]) -> tuple[str, ...]:
    return tuple(one.attname for one in model._meta.concrete_fields)


_OF_INVITATION, _OF_CAMPAIGN, _OF_RESPONSE = _columns(Invitation), _columns(Campaign), _columns(Response)


class Place(NamedTuple):
    """The row of a key: its number, whether it is only begun, and when it was."""

    pk: int
    is_partial: bool
    started_at: datetime


def _invited(token_hash: str) -> QuerySet[Invitation, Any]:
    names = (*_OF_INVITATION, *(f"campaign__{name}" for name in _OF_CAMPAIGN))
    return Invitation.objects.filter(token_hash=token_hash).order_by().values_list(*names)


_INVITED = Prepared(_invited, str)
_OWED = Prepared(lambda pk: Invitation.objects.filter(pk=pk).order_by().values_list("state"), int)
_STATE = Prepared(lambda pk: Campaign.objects.filter(pk=pk).order_by().values_list("state"), int)
_KEPT = Prepared(lambda key: Response.objects.filter(key=key).order_by().values_list(*_OF_RESPONSE), str)
_PLACE = Prepared(lambda key: Response.objects.filter(key=key).order_by().values_list(*Place._fields), str)


def invitation_behind(token_hash: str) -> Invitation | None:
    """Give the invitation of a token with its campaign (one statement)."""
    row = _INVITED.first(token_hash)
    if row is None:
        return None
    found = Invitation.from_db("default", _OF_INVITATION, row[: len(_OF_INVITATION)])
    found.campaign = Campaign.from_db("default", _OF_CAMPAIGN, row[len(_OF_INVITATION) :])
    return found


def response_under(key: str) -> Response | None:
    """Give the answer of a key, whole or begun (one statement)."""
    row = _KEPT.first(key)
    return None if row is None else Response.from_db("default", _OF_RESPONSE, row)


def place_of(key: str) -> Place | None:
    """Give where the answer of a key stands (one statement)."""
    row = _PLACE.first(key)
    return None if row is None else Place(*row)


def state_of_invitation(pk: int) -> str:
    """Give the state of an invitation as it is now (one statement)."""
    return str(_OWED.rows(pk)[0][0])


def state_of_campaign(pk: int) -> str:
    """Give the state of a campaign as it is now (one statement)."""
    return str(_STATE.rows(pk)[0][0])
