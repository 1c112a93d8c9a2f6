"""Interviewers: given people of the sample, their device sends in what it kept, once and only once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parindex.surveys.instruments.registry import load_instrument
from parweb.audit.models import Entry
from parweb.surveys.actions.assign import assign, take_back
from parweb.surveys.actions.take_fieldwork import MOST_ITEMS, take_fieldwork
from parweb.surveys.asking.offline import form_data
from parweb.surveys.models import Attempt, Campaign, CampaignMember, Invitation, Response
from parweb.surveys.queries.fieldwork import interviewers_of, units_with_free
from parweb.surveys.states import CampaignState, InvitationState, Mode, Stream
from tests.parweb.cast import NOW
from tests.parweb.surveys.conftest import FORM, Survey, join, make_campaign, member


@pytest.fixture(autouse=True)
def _today(monkeypatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def given(survey: Survey) -> list[Invitation]:
    """Three people given to the interviewer."""
    made = [survey.invite(number)[0] for number in (1, 2, 3)]
    Invitation.objects.update(interviewer=survey.cast.users["interviewer"], mode=Mode.INTERVIEWER)
    return made


def answer(invitation: Invitation, key: str = "k1", **changes: Any) -> dict[str, Any]:
    told = {
        "key": key,
        "kind": "answer",
        "invitation": invitation.pk,
        "answers": {"gender": 1, "q9_1": 5, "q2:1": 1, "q2:2": 0},
        "language": "vi",
        "started_at": "2026-03-10T01:00:00Z",
        "finished_at": "2026-03-10T01:12:00Z",
        "seconds": 640,
    }
    return told | changes


def sent(survey: Survey, *items: dict[str, Any]) -> list[tuple[str, str]]:
    who = member(survey.cast, "interviewer")
    return [(one.state, one.why) for one in take_fieldwork(who, survey.campaign, list(items), NOW)]


def test_three_answers_sent_twice_are_three_answers(survey, given):
    items = [answer(one, f"k{one.pk}") for one in given]
    assert sent(survey, *items) == [("taken", "")] * 3
    assert sent(survey, *items) == [("known", "")] * 3
    assert Response.objects.count() == 3
    one = Response.objects.get(unit=given[0].unit, pk=Response.objects.earliest("pk").pk)
    assert (one.mode, one.stream, one.seconds, one.weight) == (
        Mode.INTERVIEWER,
        Stream.PROBABILITY,
        640,
        21.5,
    )
    assert one.answers["q9_1"] == 5


def test_another_answer_of_somebody_who_answered_is_refused_and_stays_on_the_device(survey, given):
    assert sent(survey, answer(given[0], "a")) == [("taken", "")]
    [(state, why)] = sent(survey, answer(given[0], "b"))
    assert (state, Response.objects.count()) == ("refused", 1)
    assert "đã có câu trả lời khác" in why


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        ({"q9_1": 7}, "q9_1"),
        ({"không có": 1}, "không có"),
        ("chữ", "hỏng"),
        ({"q2:1": 5}, "q2:1"),
        ({"gender": [1]}, "gender"),
    ],
)
def test_a_damaged_item_is_refused_with_its_reason_and_stops_no_other(survey, given, answers, word):
    first, second = sent(survey, answer(given[0], "a", answers=answers), answer(given[1], "b"))
    assert (first[0], second[0]) == ("refused", "taken")
    assert word in first[1]
    assert Invitation.objects.get(pk=given[0].pk).state == InvitationState.WAITING


def test_people_who_were_given_to_somebody_else_are_refused(survey, given):
    Invitation.objects.filter(pk=given[0].pk).update(interviewer=survey.cast.users["firm"])
    [(state, why)] = sent(survey, answer(given[0]))
    assert (state, Response.objects.count()) == ("refused", 0)
    assert "không (còn) được giao" in why


def test_a_clock_that_runs_ahead_is_set_to_now(survey, given):
    sent(survey, answer(given[0], finished_at="2031-01-01T00:00:00Z", started_at="nonsense"))
    told = Response.objects.get()
    assert (told.finished_at, told.started_at) == (NOW, NOW)


def test_an_attempt_is_kept_once_and_a_final_one_closes_the_invitation(survey, given):
    def tried(key: str, outcome: str) -> dict[str, Any]:
        return {
            "key": key,
            "kind": "attempt",
            "invitation": given[0].pk,
            "outcome": outcome,
            "at": "2026-03-10T01:00:00Z",
        }

    assert sent(survey, tried("t1", "2.2"), tried("t1", "2.2")) == [("taken", ""), ("known", "")]
    assert Invitation.objects.get(pk=given[0].pk).state == InvitationState.WAITING
    assert sent(survey, tried("t2", "2.1")) == [("taken", "")]
    assert Invitation.objects.get(pk=given[0].pk).state == InvitationState.CLOSED
    assert sent(survey, tried("t3", "9.9"))[0][0] == "refused"
    assert Attempt.objects.count() == 2


def test_more_than_two_hundred_items_are_left_for_the_next_sending(survey, given):
    items = [
        {"key": f"t{n}", "kind": "attempt", "invitation": given[0].pk, "outcome": "2.2"}
        for n in range(MOST_ITEMS + 5)
    ]
    assert len(sent(survey, *items)) == MOST_ITEMS


def test_people_are_given_cluster_by_cluster_and_taken_back_unless_they_answered(survey, given):
    Invitation.objects.update(interviewer=None, mode=Mode.ONLINE)
    one = CampaignMember.objects.get(role="interviewer")
    firm = member(survey.cast, "firm")
    unit = given[0].unit_id
    assert [row["many"] for row in units_with_free(survey.campaign)] == [3]
    assert assign(firm, survey.campaign, one, unit, 2, NOW) == 2
    assert Entry.objects.latest("sequence").after == {"interviewer": one.person_id, "given": 2}
    Invitation.objects.filter(pk=given[0].pk).update(state=InvitationState.ANSWERED)
    assert take_back(firm, survey.campaign, one, NOW) == 1
    [row] = interviewers_of(survey.campaign)
    assert (row["given"], row["answered"], row["attempts"]) == (1, 1, 0)


def post(client: Client, survey: Survey, body: Any) -> Any:
    where = reverse("surveys:interview_send", args=[survey.campaign.slug])
    return client.post(where, body, content_type="application/json")


def test_the_page_holds_whom_to_ask_and_the_form_and_the_device_sends_to_it(survey, given, client: Client):
    client.force_login(survey.cast.users["interviewer"])
    page = client.get(reverse("surveys:interview", args=[survey.campaign.slug])).content.decode()
    for part in ("E0001", "E0003", '<script id="work" type="application/json">'):
        assert part in page
    told = post(client, survey, json.dumps({"items": [answer(given[0])]})).json()
    assert told == {"receipts": [{"key": "k1", "state": "taken", "why": ""}]}
    people = client.get(reverse("surveys:interview_data", args=[survey.campaign.slug])).json()["people"]
    assert [one["is_open"] for one in people] == [False, True, True]


@pytest.mark.parametrize("body", ["", "{", "[]", '{"items": 3}', "[" * 5000, '{"items": ["x", 1]}'])
def test_what_is_no_list_of_items_is_refused_in_words(survey, client: Client, body):
    client.force_login(survey.cast.users["interviewer"])
    told = post(client, survey, body)
    assert told.status_code == (200 if '"x"' in body else 400)
    assert "receipts" in told.json() or "vẫn ở trên máy" in told.json()["problem"]


@pytest.mark.parametrize(
    ("damaged", "whole"), [("đi vắng \ud83d", "đi vắng \ufffd"), ("đi vắng \x00", "đi vắng")]
)
def test_half_a_sign_in_a_note_or_an_answer_holds_nothing_back(survey, given, client: Client, damaged, whole):
    """A telephone that cuts a text between the halves of a sign sends what no database stores."""
    client.force_login(survey.cast.users["interviewer"])
    tried = {"key": "t1", "kind": "attempt", "invitation": given[0].pk, "outcome": "2.2", "note": damaged}
    told = answer(given[1], damaged, answers={"gender": 1, "other_feedback": damaged})
    receipts = post(client, survey, json.dumps({"items": [tried, told, answer(given[2], "k3")]})).json()
    assert [one["state"] for one in receipts["receipts"]] == ["taken"] * 3
    kept = Attempt.objects.get().note, Response.objects.earliest("pk").answers["other_feedback"]
    assert [one.strip() for one in kept] == [whole] * 2


def test_a_device_is_told_in_json_why_nothing_is_taken_and_by_whom_it_can_be_mended(
    survey, given, client: Client
):
    Campaign.objects.update(state=CampaignState.PUBLISHED)
    client.force_login(survey.cast.users["interviewer"])
    asked = client.get(reverse("surveys:interview_data", args=[survey.campaign.slug]))
    for told in (asked, post(client, survey, json.dumps({"items": [answer(given[0])]}))):
        assert told.status_code == 403
        assert told.json()["problem"].startswith(
            "Kết quả của đợt điều tra này đã công bố nên không nhận thêm"
        )
        assert "Phụ trách của đợt điều tra này" in told.json()["problem"]
    page = client.get(reverse("surveys:interview", args=[survey.campaign.slug]))
    assert page.status_code == 403
    assert f'data-account="{survey.cast.users["interviewer"].pk}"' in page.content.decode()
    assert (Response.objects.count(), given[0].unit.name in page.content.decode()) == (0, False)


@pytest.mark.parametrize(("state", "is_over"), [(CampaignState.FIELD, False), (CampaignState.CLOSED, True)])
def test_the_device_learns_that_the_field_is_closed_and_may_still_send(
    survey, given, client: Client, state, is_over
):
    Campaign.objects.update(state=state)
    client.force_login(survey.cast.users["interviewer"])
    told = client.get(reverse("surveys:interview_data", args=[survey.campaign.slug])).json()
    assert (told["is_over"], len(told["people"])) == (is_over, 3)
    sent_in = post(client, survey, json.dumps({"items": [answer(given[0])]})).json()
    assert [one["state"] for one in sent_in["receipts"]] == ["taken"]


def test_an_interviewer_of_another_campaign_gets_nothing(survey, given, client: Client):
    other = make_campaign(survey.cast, "sipas-khac")
    type(other).objects.filter(pk=other.pk).update(title="Điều tra khác")
    join(survey.cast, other, "stranger", "interviewer")
    client.force_login(survey.cast.users["stranger"])
    for name in ("interview", "interview_data"):
        assert client.get(reverse(f"surveys:{name}", args=[survey.campaign.slug])).status_code == 403
    assert post(client, survey, json.dumps({"items": [answer(given[0])]})).status_code == 403
    page = client.get(reverse("surveys:interview_home")).content.decode()
    assert "Điều tra khác" in page
    assert survey.campaign.title not in page


def test_the_firm_sees_its_interviewers_and_gives_them_people(
    survey, given, client: Client, django_assert_max_num_queries
):
    Invitation.objects.update(interviewer=None, mode=Mode.ONLINE)
    client.force_login(survey.cast.users["firm"])
    where = reverse("surveys:interviewers", args=[survey.campaign.slug])
    with django_assert_max_num_queries(16):
        assert "Người interviewer" in client.get(where).content.decode()
    one = CampaignMember.objects.get(role="interviewer")
    client.post(where, {"member": one.pk, "unit": given[0].unit_id, "many": "2"})
    assert Invitation.objects.filter(interviewer=one.person_id).count() == 2
    client.post(where, {"member": one.pk, "take_back": "1"})
    assert Invitation.objects.filter(interviewer=one.person_id).count() == 0


@pytest.mark.parametrize("many", ["", "abc", "0", "-5", "501", "2,5"])
def test_a_number_of_forms_that_is_none_gives_nobody_and_says_what_to_write(
    survey, given, client: Client, many: str
):
    Invitation.objects.update(interviewer=None, mode=Mode.ONLINE)
    client.force_login(survey.cast.users["firm"])
    where = reverse("surveys:interviewers", args=[survey.campaign.slug])
    one = CampaignMember.objects.get(role="interviewer")
    told = client.post(where, {"member": one.pk, "unit": given[0].unit_id, "many": many}, follow=True)
    assert "Chưa giao phiếu nào: ghi số phiếu từ 1 đến 500." in told.content.decode()
    assert Invitation.objects.exclude(interviewer=None).count() == 0


def test_what_keeps_the_pages_on_the_device_is_served_by_ourselves(client: Client):
    worker = client.get(reverse("surveys:interview_worker"))
    assert worker["Content-Type"] == "text/javascript"
    assert 'const SCOPE = "/phong-van/"' in worker.content.decode()
    manifest = client.get(reverse("surveys:interview_manifest")).json()
    assert manifest["scope"] == manifest["start_url"] == "/phong-van/"


def test_a_form_goes_to_the_device_with_its_skips_as_trees():
    told = form_data(load_instrument("one-stop-kiosk@2026"), "vi")
    assert told["skips"]["reason"][0] == ["=", "", [["answer", "attitude", []], ["digits", "1", []]]]
    assert json.loads(json.dumps(told)) == told
    assert len(form_data(load_instrument(FORM), "vi")["skips"]) == 16
