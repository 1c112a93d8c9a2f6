"""A reserve steps in for somebody who gives no answer: in its turn, with a reason, on record."""

import pytest
from django.test import Client
from django.urls import reverse

from parweb.accounts.verdicts import Refused
from parweb.audit.models import Entry
from parweb.surveys.actions.assign import assign
from parweb.surveys.actions.call_reserve import call_reserve
from parweb.surveys.models import CampaignMember, Invitation, Quota
from parweb.surveys.queries.progress import counts_of
from parweb.surveys.queries.samples import to_be_handed_out
from parweb.surveys.states import InvitationState, MemberRole
from tests.parweb.cast import NOW
from tests.parweb.surveys.conftest import Survey, member


@pytest.fixture
def reserved(survey: Survey) -> Survey:
    """Two people of a cluster with links, its two reserves, and a reserve of another cluster."""
    Quota.objects.create(campaign=survey.campaign, unit=survey.cast.communes[0], wanted=2)
    for number in (1, 2):
        made, _token = survey.invite(number)
        Invitation.objects.filter(pk=made.pk).update(psu="Thôn 1")
    for number, psu in ((12, "Thôn 1"), (11, "Thôn 1"), (10, "Thôn 2")):
        Invitation.objects.create(
            campaign=survey.campaign,
            element_id=f"E{number:04}",
            unit=survey.cast.communes[0],
            order=number,
            stratum=survey.cast.communes[0].slug,
            psu=psu,
            is_reserve=True,
        )
    return survey


def element(survey: Survey, number: int) -> Invitation:
    rows = Invitation.objects.select_related("campaign__owner", "unit")
    return rows.get(campaign=survey.campaign, element_id=f"E{number:04}")


def test_the_reserve_of_the_same_cluster_steps_in_by_its_order_and_the_log_has_the_reason(reserved: Survey):
    surveyor = member(reserved.cast, "surveyor")
    made = call_reserve(surveyor, element(reserved, 1), "Từ chối: hai lần", NOW)
    assert made.element_id == "E0011"
    assert element(reserved, 1).state == InvitationState.CLOSED
    entry = Entry.objects.latest("sequence")
    assert entry.action == "surveys.call_reserve"
    assert entry.after == {"out": "E0001", "in": "E0011", "reason": "Từ chối: hai lần"}
    assert call_reserve(surveyor, element(reserved, 2), "Không gặp", NOW).element_id == "E0012"
    with pytest.raises(Refused, match="Không còn dự phòng"):
        call_reserve(surveyor, element(reserved, 11), "Không gặp", NOW)


def test_a_reserve_that_steps_in_is_handed_a_link_and_counted_as_invited_and_no_other_one_is(
    reserved: Survey,
):
    unit = reserved.cast.communes[0].pk
    assert not to_be_handed_out(reserved.campaign, unit).exists()
    before = counts_of(reserved.campaign).invited
    call_reserve(member(reserved.cast, "surveyor"), element(reserved, 1), "Từ chối", NOW)
    assert [one.element_id for one in to_be_handed_out(reserved.campaign, unit)] == ["E0011"]
    after = counts_of(reserved.campaign)
    assert (before, after.invited, after.closed) == (2, 3, 1)


def test_it_goes_to_the_interviewer_who_had_the_other_one(reserved: Survey):
    surveyor = member(reserved.cast, "surveyor")
    interviewer = CampaignMember.objects.get(role=MemberRole.INTERVIEWER)
    assert assign(surveyor, reserved.campaign, interviewer, reserved.cast.communes[0].pk, 5, NOW) == 2
    call_reserve(surveyor, element(reserved, 1), "Từ chối", NOW)
    made = element(reserved, 11)
    assert (made.interviewer_id, made.mode) == (interviewer.person_id, "interviewer")


def test_somebody_who_answered_or_was_replaced_is_not_replaced(reserved: Survey):
    surveyor = member(reserved.cast, "surveyor")
    Invitation.objects.filter(element_id="E0002").update(state=InvitationState.ANSWERED)
    with pytest.raises(Refused, match="đã được trả lời"):
        call_reserve(surveyor, element(reserved, 2), "Từ chối", NOW)
    call_reserve(surveyor, element(reserved, 1), "Từ chối", NOW)
    with pytest.raises(Refused, match="đã có người thay"):
        call_reserve(surveyor, element(reserved, 1), "Từ chối", NOW)
    assert Invitation.objects.exclude(stands_in_for=None).count() == 1


def test_the_firm_does_not_replace_people_and_nobody_does_without_a_reason(reserved: Survey):
    with pytest.raises(Refused, match="Đơn vị thực địa"):
        call_reserve(member(reserved.cast, "firm"), element(reserved, 1), "Từ chối", NOW)
    with pytest.raises(Refused, match="cần lý do"):
        call_reserve(member(reserved.cast, "surveyor"), element(reserved, 1), "  ", NOW)


def test_the_page_names_who_steps_in_asks_why_and_the_old_link_says_it_is_no_longer_used(
    reserved: Survey, client: Client
):
    third, token = reserved.invite(3)
    Invitation.objects.filter(pk=third.pk).update(psu="Thôn 1")
    client.force_login(reserved.cast.users["surveyor"])
    slug = reserved.campaign.slug
    listed = client.get(reverse("surveys:invitations", args=[slug])).content.decode()
    address = reverse("surveys:call_reserve", args=[slug, third.pk])
    assert address in listed
    assert "E0011" in client.get(address).content.decode()
    assert client.post(address, {"outcome": "", "note": ""}).status_code == 422
    assert client.post(address, {"outcome": "2.1", "note": "hai lần"}).status_code == 302
    assert element(reserved, 11).called_reason == "Từ chối: hai lần"
    refused = client.get(reverse("surveys:answer", args=[token]))
    assert (refused.status_code, "Mã này không dùng nữa" in refused.content.decode()) == (410, True)


def test_a_reserve_in_waiting_gets_no_link_even_when_asked_for_by_its_number(
    reserved: Survey, client: Client
):
    client.force_login(reserved.cast.users["surveyor"])
    address = reverse("surveys:issue_tokens", args=[reserved.campaign.slug])
    client.post(address, {"invitation": element(reserved, 12).pk})
    assert element(reserved, 12).token_at is None
