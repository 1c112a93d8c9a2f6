"""Move a campaign: make its sample public, begin, close, open again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parindex.surveys.instruments.digest import digest
from parweb.accounts.person import Person
from parweb.accounts.verdicts import Verdict, refuse, require
from parweb.audit.actions.record import record
from parweb.inbox.actions.send import send
from parweb.surveys.events import CLOSED, OPENED
from parweb.surveys.models import Campaign, Sample
from parweb.surveys.permissions import may_run_campaign
from parweb.surveys.problems import WORDS_OF_LACKS
from parweb.surveys.queries.campaigns import members_of
from parweb.surveys.queries.progress import counts_of
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.states import MOVES, CampaignState, Mode


class NotAMove(RuntimeError):  # noqa: N818  # it says what happened
    """The campaign is not in a state from which this move is allowed (perhaps somebody else moved it)."""


def lacks_of(campaign: Campaign) -> list[str]:
    """Give what a campaign lacks before its sample is made public, as codes (one query)."""
    needs_sample = set(campaign.modes) - {Mode.QR, Mode.KIOSK}
    lacks = []
    if needs_sample and not Sample.objects.filter(campaign=campaign).exists():
        lacks.append("sample")
    if not campaign.modes:
        lacks.append("modes")
    if (campaign.asks_contact or campaign.keeps_link) and campaign.contacts_until is None:
        lacks.append("contacts_until")
    return lacks


def may_move(person: Person, campaign: Campaign, to: str, at: datetime) -> Verdict:
    """Let those who run a campaign move it, as the states allow, when nothing is lacking."""
    running = may_run_campaign(person, campaign, at)
    if running and to == CampaignState.READY and campaign.state == CampaignState.DRAFT:
        lacks = [str(WORDS_OF_LACKS[one]) for one in lacks_of(campaign)]
        return refuse(" ".join(lacks)) if lacks else running
    if running and to == CampaignState.FIELD and not _is_form_as_announced(campaign):
        return refuse(_("Phiếu hỏi trên máy chủ đã khác bản được công bố cùng mẫu."))
    return running


def _is_form_as_announced(campaign: Campaign) -> bool:
    return campaign.instrument_digest == digest(form_of(campaign.instrument))


def move_campaign(person: Person, campaign: Campaign, to: CampaignState, at: datetime) -> None:
    """Move a campaign; the row given is brought up to date, members are told of beginning and end.

    When the sample is made public the form's digest is kept; it must be the same when the field begins.
    Raises :class:`NotAMove` where the states do not allow it.
    """
    require(may_move(person, campaign, to, at))
    now = CampaignState(campaign.state)
    if to not in MOVES[now]:
        raise NotAMove(f"{now} → {to}")
    columns: dict[str, Any] = {"state": to}
    if to == CampaignState.READY:
        columns["instrument_digest"] = digest(form_of(campaign.instrument))
    with transaction.atomic():
        if not Campaign.objects.filter(pk=campaign.pk, state=now).update(**columns):
            raise NotAMove(f"{now} → {to}")
        for name, value in columns.items():
            setattr(campaign, name, value)
        _tell(person, campaign, to, at)
        record(
            person.actor,
            "surveys.move_campaign",
            at,
            target=campaign,
            unit_id=campaign.owner_id,
            before={"state": str(now)},
            after={name: str(value) for name, value in columns.items()},
        )


def _tell(person: Person, campaign: Campaign, to: CampaignState, at: datetime) -> None:
    event = {CampaignState.FIELD: OPENED, CampaignState.CLOSED: CLOSED}.get(to)
    if event is None:
        return
    people = [pk for pk in members_of(campaign).values_list("person_id", flat=True) if pk != person.user_id]
    details = {"campaign": campaign.title, "answers": str(counts_of(campaign).answers)}
    send(people, event, details, reverse("surveys:campaign", args=[campaign.slug]), at)
