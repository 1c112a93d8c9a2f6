"""Review: checks flag, people decide with a reason, and figures leave out what was held or rejected."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parindex.surveys.instruments.registry import load_instrument
from parweb.accounts.verdicts import Refused
from parweb.audit.models import Entry
from parweb.jobs.models import Job
from parweb.surveys.actions.check_answers import check_answers
from parweb.surveys.actions.judge_answer import judge_answers
from parweb.surveys.models import Flag, Response
from parweb.surveys.states import Mode, Stream, Verdict
from tests.parweb.cast import NOW
from tests.parweb.surveys.conftest import FORM, Survey, make_campaign, member

ITEMS = [column.id for column in load_instrument(FORM).index_columns]


@pytest.fixture(autouse=True)
def _today(monkeypatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def respond(survey: Survey, number: int, **changes: Any) -> Response:
    """An ordinary answer of one person, unlike every other."""
    drawn = random.Random(number)  # noqa: S311  # seeded, for plain answers
    answers = {item: drawn.randint(1, 5) for item in ITEMS}
    told = {
        "key": f"k{number}",
        "form": FORM,
        "answers": answers,
        "mode": Mode.ONLINE,
        "stream": Stream.PROBABILITY,
        "unit": survey.cast.communes[number % 2],
        "device_hash": f"d{number}",
        "started_at": NOW - timedelta(hours=1),
        "finished_at": NOW,
        "received_at": NOW,
        "seconds": 600,
    }
    return Response.objects.create(campaign=survey.campaign, **told | changes)


def flags(campaign) -> list[tuple[int, str]]:
    check_answers(campaign, NOW)
    return list(Flag.objects.order_by("response", "code").values_list("response", "code"))


def test_an_answer_in_ten_seconds_is_flagged_and_paper_without_a_time_is_not(survey: Survey):
    for number in range(4):
        respond(survey, number)
    fast = respond(survey, 5, seconds=10)
    respond(survey, 6, mode=Mode.PAPER, seconds=None)
    assert flags(survey.campaign) == [(fast.pk, "too_fast")]
    assert Flag.objects.get().detail["figure"] == 10


def test_a_copy_a_straight_line_and_gaps_are_flagged(survey: Survey):
    first = respond(survey, 1)
    copy = respond(survey, 3, answers=first.answers)
    line = respond(survey, 5, answers=dict.fromkeys(ITEMS, 4))
    gaps = respond(survey, 7, answers={ITEMS[0]: 3, ITEMS[1]: 4})
    found = flags(survey.campaign)
    assert (copy.pk, "identical") in found
    assert (line.pk, "straight_line") in found
    assert (gaps.pk, "missing_items") in found
    assert first.pk not in {pk for pk, _code in found}


def test_running_the_checks_again_leaves_the_same_flags_once(survey: Survey):
    respond(survey, 1, seconds=5)
    respond(survey, 2)
    assert flags(survey.campaign) == flags(survey.campaign)
    assert Flag.objects.count() == 1


def test_a_unit_where_everybody_is_delighted_is_named_among_groups(survey: Survey):
    for number in range(0, 24, 2):
        pleased = {item: 4 + random.Random(f"{number}{item}").randint(0, 1) for item in ITEMS}  # noqa: S311
        respond(survey, number, answers=pleased)
    groups = check_answers(survey.campaign, NOW)["groups"]
    told = [(one["check"], one["about"], one["figure"]) for one in groups]
    assert ("all_satisfied", str(survey.cast.communes[0].pk), 12.0) in told


def test_answers_of_passers_by_are_not_compared_with_the_sample(survey: Survey):
    first = respond(survey, 1)
    respond(survey, 3, answers=first.answers, stream=Stream.QR, mode=Mode.QR)
    assert flags(survey.campaign) == []


def test_an_interview_asked_again_otherwise_is_flagged(survey: Survey):
    first = respond(survey, 1)
    again = {item: code % 5 + 1 for item, code in first.answers.items()}
    respond(survey, 3, answers=again, stream=Stream.RECHECK, recheck_of=first)
    assert flags(survey.campaign) == [(first.pk, "back_check")]


def test_holding_or_rejecting_needs_a_reason_and_deletes_nothing(survey: Survey):
    one = respond(survey, 1)
    surveyor = member(survey.cast, "surveyor")
    with pytest.raises(Refused, match="cần lý do"):
        judge_answers(surveyor, survey.campaign, [one.pk], Verdict.REJECTED, "  ", NOW)
    assert (
        judge_answers(
            surveyor, survey.campaign, [one.pk], Verdict.REJECTED, "gọi lại: không có người này", NOW
        )
        == 1
    )
    one.refresh_from_db()
    assert (one.verdict, one.verdict_reason) == ("rejected", "gọi lại: không có người này")
    assert Entry.objects.latest("sequence").before == {str(one.pk): "unseen"}


def test_answers_of_another_campaign_are_not_touched(survey: Survey):
    one = respond(survey, 1)
    Response.objects.update(campaign=make_campaign(survey.cast, "khac"))
    assert (
        judge_answers(member(survey.cast, "surveyor"), survey.campaign, [one.pk], Verdict.HELD, "x", NOW) == 0
    )


def test_the_firm_does_not_judge_its_own_work(survey: Survey, client: Client):
    one = respond(survey, 1)
    client.force_login(survey.cast.users["firm"])
    for name, method in (("review", client.get), ("judge", client.post), ("run_checks", client.post)):
        assert method(reverse(f"surveys:{name}", args=[survey.campaign.slug])).status_code == 403
    assert (
        client.get(reverse("surveys:review_answer", args=[survey.campaign.slug, one.pk])).status_code == 403
    )


def test_a_reviewer_filters_holds_what_is_flagged_and_reads_why(
    survey: Survey, client: Client, django_assert_max_num_queries
):
    for number in range(30):
        respond(survey, number, **({"seconds": 4} if number == 7 else {}))
    check_answers(survey.campaign, NOW)
    Job.objects.create(
        kind="surveys.check_answers",
        arguments={"campaign_id": survey.campaign.pk},
        asked_at=NOW,
        result={
            "flags": 1,
            "groups": [{"check": "interviewer_effect", "about": "9", "figure": 5.0, "limit": 0.01}],
        },
    )
    client.force_login(survey.cast.users["surveyor"])
    where = reverse("surveys:review", args=[survey.campaign.slug])
    with django_assert_max_num_queries(20):
        text = client.get(where + "?check=too_fast").content.decode()
    assert "Trả lời quá nhanh" in text
    assert "lệch 5 lần sai số" in text
    assert text.count('name="answer"') == 1
    judge = reverse("surveys:judge", args=[survey.campaign.slug])
    client.post(judge, {"verdict": "hold_flagged"})
    held = Response.objects.get(verdict=Verdict.HELD)
    assert held.seconds == 4
    page = client.get(reverse("surveys:review_answer", args=[survey.campaign.slug, held.pk])).content.decode()
    assert "Trả lời trong 4 giây" in page
    assert client.post(judge, {"verdict": "reject", "answer": [str(held.pk)]}).status_code == 302
    held.refresh_from_db()
    assert held.verdict == Verdict.HELD  # no reason was given


def test_a_verdict_that_lacks_a_reason_keeps_the_ticks_and_one_without_ticks_the_reason(
    survey: Survey, client: Client
):
    told = [respond(survey, number) for number in range(3)]
    client.force_login(survey.cast.users["surveyor"])
    judge = reverse("surveys:judge", args=[survey.campaign.slug])
    ticked = [str(one.pk) for one in told[:2]]
    page = client.post(judge, {"verdict": "reject", "answer": ticked}, follow=True).content.decode()
    assert "Tạm giữ hay loại một phiếu cần lý do." in page
    assert [f'value="{one.pk}" checked' in page for one in told] == [True, True, False]
    page = client.post(judge, {"verdict": "reject", "reason": "Trùng & sai"}, follow=True).content.decode()
    assert "Chưa chọn phiếu nào." in page
    assert 'name="reason" value="Trùng &amp; sai"' in page
    again = client.get(reverse("surveys:review", args=[survey.campaign.slug])).content.decode()
    assert (" checked" in again, "Trùng" in again) == (False, False)
    assert set(Response.objects.values_list("verdict", flat=True)) == {Verdict.UNSEEN}


def test_enter_in_the_reason_accepts_nothing(survey: Survey, client: Client):
    respond(survey, 1)
    client.force_login(survey.cast.users["surveyor"])
    page = client.get(reverse("surveys:review", args=[survey.campaign.slug])).content.decode()
    form = page[page.index(reverse("surveys:judge", args=[survey.campaign.slug])) :]
    buttons = re.findall(r"<button[^>]*>", form)  # Enter presses the first one of a form
    assert buttons[0] == "<button hidden disabled>"
    assert 'value="accept"' in buttons[1]


def test_the_checks_are_asked_for_as_a_job(survey: Survey, client: Client):
    client.force_login(survey.cast.users["surveyor"])
    asked = client.post(reverse("surveys:run_checks", args=[survey.campaign.slug]))
    job = Job.objects.get(kind="surveys.check_answers")
    assert asked.url == reverse("jobs:job", args=[job.pk])
    assert job.arguments == {"campaign_id": survey.campaign.pk}
