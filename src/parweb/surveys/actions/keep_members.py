"""Who works in a campaign."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from parweb.accounts.models import User
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.inbox.actions.send import send
from parweb.surveys.events import JOINED
from parweb.surveys.models import Campaign, CampaignMember
from parweb.surveys.permissions import may_give_member_role
from parweb.surveys.states import MemberRole


def add_member(
    person: Person, campaign: Campaign, user: User, role: MemberRole, at: datetime
) -> CampaignMember:
    """Let somebody work in a campaign; who was taken out before comes back. They are told."""
    require(may_give_member_role(person, campaign, role, at))
    with transaction.atomic():
        told = {"added_at": at, "added_by_id": person.account_id, "removed_at": None}
        made, _is_new = CampaignMember.objects.update_or_create(
            campaign=campaign, person=user, role=role, defaults=told
        )
        details = {"campaign": campaign.title, "role": str(role.label)}
        send([user.pk], JOINED, details, reverse("surveys:campaign", args=[campaign.slug]), at)
        after = {"person": user.pk, "role": str(role)}
        record(
            person.actor, "surveys.add_member", at, target=campaign, unit_id=campaign.owner_id, after=after
        )
    return made


def remove_member(person: Person, member: CampaignMember, at: datetime) -> None:
    """Let somebody work in a campaign no more; what they did stays."""
    campaign = member.campaign
    require(may_give_member_role(person, campaign, member.role, at))
    with transaction.atomic():
        CampaignMember.objects.filter(pk=member.pk, removed_at=None).update(removed_at=at)
        before = {"person": member.person_id, "role": member.role}
        record(
            person.actor,
            "surveys.remove_member",
            at,
            target=campaign,
            unit_id=campaign.owner_id,
            before=before,
        )
