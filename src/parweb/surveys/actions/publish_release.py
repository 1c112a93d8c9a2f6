"""Publish figures that somebody else froze."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.inbox.actions.send import send
from parweb.surveys.events import PUBLISHED
from parweb.surveys.models import Campaign, Release
from parweb.surveys.permissions import may_publish_release
from parweb.surveys.queries.campaigns import members_of
from parweb.surveys.states import CampaignState


class AlreadyPublished(RuntimeError):  # noqa: N818  # it says what happened
    """Somebody else published this release in between."""


def publish_release(person: Person, release: Release, at: datetime) -> None:
    """Publish a release; the campaign is published with its first one, and its members are told.

    Raises :class:`AlreadyPublished` where somebody was faster.
    """
    require(may_publish_release(person, release, at))
    campaign = release.campaign
    with transaction.atomic():
        waiting = Release.objects.filter(pk=release.pk, published_at=None)
        if not waiting.update(published_at=at, published_by_id=person.account_id):
            raise AlreadyPublished(str(release))
        Campaign.objects.filter(pk=campaign.pk, state=CampaignState.CLOSED).update(
            state=CampaignState.PUBLISHED
        )
        people = [
            pk for pk in members_of(campaign).values_list("person_id", flat=True) if pk != person.user_id
        ]
        told = {"campaign": campaign.title, "number": str(release.number)}
        send(people, PUBLISHED, told, reverse("surveys:public_results", args=[campaign.slug]), at)
        record(
            person.actor,
            "surveys.publish_release",
            at,
            target=campaign,
            unit_id=campaign.owner_id,
            after={"number": release.number, "sha256": release.sha256},
        )
    release.refresh_from_db(fields=("published_at", "published_by"))
    campaign.refresh_from_db(fields=("state",))
