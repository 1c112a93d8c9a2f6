"""Keep how a respondent may be reached, apart from what they answered; and forget it on its day."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from parweb.audit.actions.record import record
from parweb.audit.actor import Actor
from parweb.surveys.contacts import sealed
from parweb.surveys.models import Campaign, Contact, Response

LONGEST: Final = 200
_CLOCK: Final = Actor(None, "parindex-site tick", "")


def keep_contact(campaign: Campaign, text: str) -> None:
    """Keep what a respondent left of their own will, where the campaign asks and names a day of deletion.

    No entry is made in the log, and the row has neither a moment nor a link to the answer.
    """
    given = text.replace("\x00", "").strip()[:LONGEST]
    if given and campaign.asks_contact and campaign.contacts_until:
        Contact.objects.create(campaign=campaign, value=sealed(given), delete_on=campaign.contacts_until)


def forget_contacts(at: datetime) -> int:
    """Delete contacts whose day has come, the links from answers to people, and what hashes devices.

    Gives how many contacts were deleted. Done each day; a campaign is done once.
    """
    today = timezone.localdate(at)
    deleted = 0
    for campaign in Campaign.objects.filter(contacts_until__lte=today).exclude(salt=""):
        with transaction.atomic():
            deleted += campaign.contacts.all().delete()[0]
            unlinked = Response.objects.filter(campaign=campaign).exclude(invitation=None)
            links = unlinked.update(invitation=None)
            Campaign.objects.filter(pk=campaign.pk).update(salt="")
            told = {"contacts": deleted, "links": links}
            record(_CLOCK, "surveys.forget_contacts", at, target=campaign, after=told)
    with transaction.atomic():
        deleted += Contact.objects.filter(delete_on__lte=today).delete()[0]
    return deleted
