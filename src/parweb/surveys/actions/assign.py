"""Give people of the sample to an interviewer, and take them back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.surveys.models import Campaign, CampaignMember, Invitation
from parweb.surveys.permissions import may_run_fieldwork
from parweb.surveys.queries.fieldwork import free_invitations
from parweb.surveys.states import InvitationState, Mode


def assign(
    person: Person, campaign: Campaign, member: CampaignMember, unit_id: int, many: int, at: datetime
) -> int:
    """Give an interviewer the next ``many`` people of a unit, cluster by cluster; give how many they were."""
    require(may_run_fieldwork(person, campaign, at))
    with transaction.atomic():
        chosen = list(free_invitations(campaign, unit_id).values_list("pk", flat=True)[:many])
        rows = Invitation.objects.filter(pk__in=chosen, interviewer=None)
        given = rows.update(interviewer=member.person_id, mode=Mode.INTERVIEWER)
        after = {"interviewer": member.person_id, "given": given}
        record(person.actor, "surveys.assign", at, target=campaign, unit_id=unit_id, after=after)
    return given


def take_back(person: Person, campaign: Campaign, member: CampaignMember, at: datetime) -> int:
    """Take back who has not answered from an interviewer; give how many they were."""
    require(may_run_fieldwork(person, campaign, at))
    with transaction.atomic():
        rows = Invitation.objects.filter(campaign=campaign, interviewer=member.person_id)
        taken = rows.filter(state=InvitationState.WAITING).update(interviewer=None, mode=Mode.ONLINE)
        after = {"interviewer": member.person_id, "taken": taken}
        unit = campaign.owner_id
        record(person.actor, "surveys.take_back", at, target=campaign, unit_id=unit, after=after)
    return taken
