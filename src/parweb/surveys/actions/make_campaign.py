"""Make a campaign, and change what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.surveys.models import Campaign
from parweb.surveys.permissions import may_change_design, may_make_campaign_of, may_run_campaign
from parweb.surveys.states import CHANGEABLE
from parweb.units.models import Unit
from parweb.units.slugs import free

OF_THE_DESIGN: Final = ("instrument", "round", "population", "modes", "keeps_link", "frame_note")
"""What cannot change once the sample is made public."""
OF_THE_FIELD: Final = (
    "title",
    "title_en",
    "purpose",
    "purpose_en",
    "population_en",
    "frame_note_en",
    "firm_en",
    "starts_on",
    "ends_on",
    "firm",
    "asks_contact",
    "contacts_until",
)
"""What may be mended later: words, calendar, who does the fieldwork."""


_TAKEN: Final = frozenset({"lap", "phieu-hoi"})
"""The addresses of the page that makes campaigns, and of the forms."""


class Overtaken(Exception):  # noqa: N818  # it says what happened
    """Somebody else changed the campaign in between."""


def make_campaign(person: Person, owner: Unit, given: Mapping[str, Any], at: datetime) -> Campaign:
    """Make a campaign of an area, as a draft."""
    require(may_make_campaign_of(person, owner, at))
    columns = {name: given[name] for name in (*OF_THE_DESIGN, *OF_THE_FIELD) if name in given}
    with transaction.atomic():
        slug = free(str(given["title"]), {*_TAKEN, *Campaign.objects.values_list("slug", flat=True)})
        made = Campaign.objects.create(
            owner=owner, slug=slug, created_at=at, created_by_id=person.account_id, **columns
        )
        record(
            person.actor, "surveys.make_campaign", at, target=made, unit_id=owner.pk, after=_plain(columns)
        )
    return made


def change_campaign(person: Person, campaign: Campaign, given: Mapping[str, Any], at: datetime) -> None:
    """Change a campaign; of one that was made public, only words, calendar and firm.

    Raises :class:`Overtaken` where somebody else changed it since it was read.
    """
    require(may_run_campaign(person, campaign, at))
    names = (*OF_THE_FIELD, *OF_THE_DESIGN) if campaign.state in CHANGEABLE else OF_THE_FIELD
    before = {name: getattr(campaign, name) for name in names}
    changed = {name: given[name] for name in names if name in given and given[name] != before[name]}
    if not changed:
        return
    if changed.keys() & set(OF_THE_DESIGN):
        require(may_change_design(person, campaign, at))
    with transaction.atomic():
        _write(campaign, changed)
        record(
            person.actor,
            "surveys.change_campaign",
            at,
            target=campaign,
            unit_id=campaign.owner_id,
            before=_plain({name: before[name] for name in changed}),
            after=_plain(changed),
        )


def _write(campaign: Campaign, changed: Mapping[str, Any]) -> None:
    rows = Campaign.objects.filter(pk=campaign.pk, revision=campaign.revision, state=campaign.state)
    if not rows.update(revision=campaign.revision + 1, **changed):
        raise Overtaken
    for name, value in changed.items():
        setattr(campaign, name, value)
    campaign.revision += 1


def _plain(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Give columns as the log keeps them."""
    return {name: value if isinstance(value, bool | list) else str(value) for name, value in columns.items()}
