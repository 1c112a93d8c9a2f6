"""An answer is taken once and only once, and cannot be traced to who gave it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from parweb.surveys.actions import take_response as taking
from parweb.surveys.actions.take_response import Given, NotTaken, keep_partial, take_response
from parweb.surveys.models import Campaign, Invitation, Response
from parweb.surveys.states import CampaignState, InvitationState, Mode, Stream
from parweb.surveys.tokens import answer_key, hash_of, new_token
from tests.parweb.cast import NOW
from tests.parweb.surveys.conftest import FORM, Survey


def given(survey: Survey, token: str, invitation: Invitation | None = None, **more) -> Given:
    told = {
        "campaign": survey.campaign,
        "key": answer_key(token),
        "form": FORM,
        "answers": {"q9_1": 5, "gender": 1},
        "mode": Mode.ONLINE,
        "stream": Stream.PROBABILITY,
        "unit_id": survey.cast.communes[0].pk,
        "started_at": NOW,
        "finished_at": NOW + timedelta(minutes=6),
        "invitation": invitation,
    }
    return Given(**told | more)


def test_an_answer_sent_twice_is_taken_once_and_gets_the_same_receipt(survey: Survey):
    invitation, token = survey.invite()
    first = take_response(given(survey, token, invitation), NOW)
    second = take_response(given(survey, token, invitation, answers={"q9_1": 1}), NOW)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.response_id == second.response_id
    assert [one.answers["q9_1"] for one in Response.objects.all()] == [5]


def test_an_invitation_gives_one_answer_whatever_key_another_device_made(survey: Survey):
    invitation, token = survey.invite()
    take_response(given(survey, token, invitation), NOW)
    with pytest.raises(NotTaken) as refused:
        take_response(given(survey, token, invitation, key="another device"), NOW)
    assert refused.value.why == "answered"
    assert Response.objects.count() == 1


def test_the_invitation_is_marked_with_a_day_and_no_moment(survey: Survey):
    invitation, token = survey.invite()
    take_response(given(survey, token, invitation), NOW)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.answered_on) == (InvitationState.ANSWERED, date(2026, 3, 10))


def test_an_answer_has_its_place_in_the_design_and_no_way_back_to_the_invitation(survey: Survey):
    invitation, token = survey.invite()
    take_response(given(survey, token, invitation), NOW)
    row = Response.objects.get()
    assert (row.stratum, row.weight, row.seconds) == ("xa-bac-son", 21.5, 360)
    assert row.invitation_id is None
    assert row.key != invitation.token_hash


def test_a_campaign_that_keeps_links_for_rechecks_keeps_them(survey: Survey):
    survey.campaign.keeps_link = True
    invitation, token = survey.invite()
    take_response(given(survey, token, invitation), NOW)
    assert Response.objects.get().invitation_id == invitation.pk


def test_parts_are_kept_and_become_the_whole_answer_with_the_moment_it_began(survey: Survey):
    invitation, token = survey.invite()
    part = given(survey, token, invitation, answers={"gender": 1}, finished_at=None, screen=1)
    keep_partial(part, NOW)
    keep_partial(replace(part, answers={"gender": 2}, screen=2, started_at=NOW + timedelta(minutes=2)), NOW)
    kept = Response.objects.get()
    assert (kept.is_partial, kept.answers, kept.screen, kept.started_at) == (True, {"gender": 2}, 2, NOW)
    later = given(survey, token, invitation, started_at=NOW + timedelta(minutes=4))
    assert take_response(later, NOW).is_new
    whole = Response.objects.get()
    assert (whole.is_partial, whole.answers["q9_1"], whole.seconds) == (False, 5, 360)


def test_nothing_is_kept_over_a_whole_answer(survey: Survey):
    invitation, token = survey.invite()
    take_response(given(survey, token, invitation), NOW)
    with pytest.raises(NotTaken):
        keep_partial(given(survey, token, invitation, answers={}, finished_at=None), NOW)
    with pytest.raises(NotTaken):
        keep_partial(given(survey, token, None, answers={}, finished_at=None), NOW)
    assert Response.objects.get().answers == {"q9_1": 5, "gender": 1}


@pytest.mark.parametrize("state", [CampaignState.DRAFT, CampaignState.READY, CampaignState.PUBLISHED])
def test_a_campaign_out_of_the_field_takes_nothing_and_its_invitation_stays_open(survey: Survey, state: str):
    invitation, token = survey.invite()
    Campaign.objects.update(state=state)
    with pytest.raises(NotTaken) as refused:
        take_response(given(survey, token, invitation), NOW)
    invitation.refresh_from_db()
    assert (refused.value.why, invitation.state) == ("closed", InvitationState.WAITING)
    assert Response.objects.count() == 0


def test_a_withdrawn_invitation_gives_no_answer(survey: Survey):
    invitation, token = survey.invite()
    Invitation.objects.update(state=InvitationState.WITHDRAWN)
    with pytest.raises(NotTaken) as refused:
        take_response(given(survey, token, invitation), NOW)
    assert refused.value.why == "withdrawn"


def test_an_insert_that_fails_leaves_the_invitation_open(survey: Survey, monkeypatch):
    invitation, token = survey.invite()

    def failing(*args, **options):
        raise IntegrityError("the disk is full")

    monkeypatch.setattr(taking, "_inserted", failing)
    with pytest.raises(IntegrityError):
        take_response(given(survey, token, invitation), NOW)
    invitation.refresh_from_db()
    assert (invitation.state, Response.objects.count()) == (InvitationState.WAITING, 0)


def test_who_comes_second_with_the_same_key_at_once_gets_the_receipt_of_the_first(
    survey: Survey, monkeypatch
):
    token = new_token()
    first = take_response(given(survey, token), NOW)
    not_there_yet, whole = [None], taking._whole
    monkeypatch.setattr(taking, "_whole", lambda key: not_there_yet.pop() if not_there_yet else whole(key))
    assert take_response(given(survey, token), NOW) == taking.Receipt(first.response_id, is_new=False)
    assert Response.objects.count() == 1


def test_two_first_parts_at_once_are_one_answer_and_no_error(survey: Survey, monkeypatch):
    invitation, token = survey.invite()
    part = given(survey, token, invitation, answers={"gender": 1}, finished_at=None)
    inserted, raced = taking._inserted, []

    def late(given_, at, *, is_partial):
        if not raced:
            raced.append(inserted(replace(given_, answers={}), at, is_partial=is_partial))
            raise IntegrityError("key")
        return inserted(given_, at, is_partial=is_partial)

    monkeypatch.setattr(taking, "_inserted", late)
    keep_partial(part, NOW)
    assert [one.answers for one in Response.objects.all()] == [{"gender": 1}]


def test_taking_an_answer_costs_few_statements(survey: Survey, django_assert_max_num_queries):
    invitation, token = survey.invite()
    with django_assert_max_num_queries(7):
        take_response(given(survey, token, invitation), NOW)


def test_a_token_is_found_by_one_digest_and_its_answer_by_another():
    token = new_token()
    assert len({hash_of(token), answer_key(token), token}) == 3
    assert len(token) == 16
