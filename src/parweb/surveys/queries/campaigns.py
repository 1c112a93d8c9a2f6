"""Reads about campaigns and who works in them."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q, QuerySet

from parindex.text import fold
from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.surveys.models import Campaign, CampaignMember
from parweb.surveys.states import RELEASING, TAKING, MemberRole

OVERSEEING = (Role.ADMINISTRATOR, Role.MANAGER, Role.OBSERVER, Role.SURVEY_MANAGER)
"""Roles for units that let somebody see every campaign there."""


def roles_in(person: Person, campaign: Campaign) -> frozenset[MemberRole]:
    """Give what somebody does in a campaign; all members are read once for each object (one query)."""
    kept: dict[int, set[MemberRole]] | None = campaign.__dict__.get("_roles_of_members")
    if kept is None:
        kept = defaultdict(set)
        rows = CampaignMember.objects.filter(campaign=campaign, removed_at=None).order_by()
        for person_id, role in rows.values_list("person_id", "role"):
            kept[person_id].add(MemberRole(role))
        campaign.__dict__["_roles_of_members"] = kept
    return frozenset(kept.get(person.user_id or 0, ()))


def campaigns_of(person: Person, words: str = "") -> QuerySet[Campaign]:
    """Give the campaigns somebody sees: those of the units they oversee, and those they work in."""
    wanted = Q(members__person=person.user_id, members__removed_at=None)
    for path in person.paths(*OVERSEEING):
        wanted |= Q(owner__path__startswith=path)
    rows = Campaign.objects.filter(wanted).distinct().select_related("owner", "round")
    if words:
        found = [pk for pk, title in rows.values_list("pk", "title") if words in fold(title)]
        rows = rows.filter(pk__in=found)
    return rows


def members_of(campaign: Campaign) -> QuerySet[CampaignMember]:
    """Give the people who work in a campaign, by role and name."""
    rows = campaign.members.filter(removed_at=None).select_related("person")
    return rows.order_by("role", "person__full_name_fold", "id")


def comparable_campaigns(campaign: Campaign) -> QuerySet[Campaign]:
    """Give the other campaigns of the same unit that were in the field, the newest first."""
    rows = Campaign.objects.filter(owner=campaign.owner_id, state__in=TAKING | RELEASING)
    return rows.exclude(pk=campaign.pk).select_related("owner", "round").order_by("-starts_on", "-pk")
