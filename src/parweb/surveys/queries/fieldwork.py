"""Reads about interviewers: who was given whom, and what came of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from parweb.accounts.person import Person
from parweb.surveys.models import Attempt, Campaign, CampaignMember, Invitation
from parweb.surveys.queries.campaigns import campaigns_of
from parweb.surveys.queries.samples import IN_TURN
from parweb.surveys.states import TAKING, InvitationState, MemberRole, Mode


def campaign_in_field(slug: str) -> Campaign:
    """Give a campaign with the unit it belongs to, or answer 404."""
    return get_object_or_404(Campaign.objects.select_related("owner", "round"), slug=slug)


def campaigns_to_ask(person: Person) -> QuerySet[Campaign]:
    """Give the campaigns in which somebody interviews and answers are taken."""
    mine = campaigns_of(person).filter(state__in=TAKING)
    return mine.filter(members__person=person.user_id, members__removed_at=None)


def given_to(campaign: Campaign, person: Person) -> QuerySet[Invitation]:
    """Give whom somebody is to interview, as they were drawn, with the last attempt's code."""
    rows = Invitation.objects.filter(campaign=campaign, interviewer=person.user_id)
    return rows.select_related("unit").order_by("unit__order", "order", "pk")


def last_outcomes(campaign: Campaign, person: Person) -> dict[int, str]:
    """Give the code of the last attempt on each of somebody's invitations (one query)."""
    rows = Attempt.objects.filter(invitation__campaign=campaign, invitation__interviewer=person.user_id)
    return dict(rows.order_by("at", "pk").values_list("invitation_id", "outcome"))


def interviewers_of(campaign: Campaign) -> list[dict[str, Any]]:
    """Count for each interviewer those given, answered and closed, and the attempts (three queries)."""
    people = CampaignMember.objects.filter(
        campaign=campaign, role=MemberRole.INTERVIEWER, removed_at=None
    ).select_related("person")
    given = Invitation.objects.filter(campaign=campaign).exclude(interviewer=None).order_by()
    counts = {
        row["interviewer"]: row
        for row in given.values("interviewer").annotate(
            given=Count("pk"),
            answered=Count("pk", filter=Q(state=InvitationState.ANSWERED)),
            closed=Count("pk", filter=Q(state=InvitationState.CLOSED)),
        )
    }
    tried = Attempt.objects.filter(invitation__campaign=campaign).order_by()
    attempts = dict(tried.values("by").annotate(many=Count("pk")).values_list("by", "many"))
    none = {"given": 0, "answered": 0, "closed": 0}
    return [
        {"member": one, "attempts": attempts.get(one.person_id, 0)} | none | counts.get(one.person_id, {})
        for one in people.order_by("person__full_name_fold", "pk")
    ]


def free_invitations(campaign: Campaign, unit_id: int) -> QuerySet[Invitation]:
    """Give who of a unit waits and was given to nobody, as they were drawn; no reserve in waiting."""
    rows = Invitation.objects.filter(IN_TURN, campaign=campaign, unit=unit_id, interviewer=None)
    return rows.filter(state=InvitationState.WAITING).exclude(mode=Mode.PAPER).order_by("psu", "order", "pk")


def units_with_free(campaign: Campaign) -> list[Any]:
    """Count by unit who waits and was given to nobody (one query)."""
    rows = Invitation.objects.filter(IN_TURN, campaign=campaign, interviewer=None)
    waiting = rows.filter(state=InvitationState.WAITING).exclude(mode=Mode.PAPER).order_by()
    counted = waiting.values("unit", "unit__name", "unit__order").annotate(many=Count("pk"))
    return list(counted.order_by("unit__order", "unit"))
