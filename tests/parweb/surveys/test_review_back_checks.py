"""Back-checks: a list by interviewer that can be drawn again, second answers, and how far they agree."""

from __future__ import annotations

import csv
import io
import random
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from parindex.surveys.instruments.registry import load_instrument
from parweb.accounts.verdicts import Refused
from parweb.audit.models import Entry
from parweb.surveys.actions.check_answers import check_answers
from parweb.surveys.actions.draw_back_checks import draw_back_checks, drawn_again
from parweb.surveys.actions.enter_back_check import enter_back_check
from parweb.surveys.models import BackCheck, BackCheckDraw, Flag, Response
from parweb.surveys.rechecking import agreement_of
from parweb.surveys.states import CampaignState, MemberRole, Mode, Stream, Verdict
from tests.parweb.cast import NOW
from tests.parweb.surveys.conftest import FORM, Survey, join, member

ITEMS = [column.id for column in load_instrument(FORM).index_columns]
FACT = next(
    column.id for column in load_instrument(FORM).columns if column.kind == "code" and column.id not in ITEMS
)


@pytest.fixture(autouse=True)
def _today(monkeypatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def interviewed(survey: Survey, number: int, who: str = "interviewer", **changes: Any) -> Response:
    """An ordinary interview of one person."""
    drawn = random.Random(number)  # noqa: S311  # seeded, for plain answers
    told = {
        "key": f"k{number}",
        "form": FORM,
        "answers": {item: drawn.randint(1, 5) for item in ITEMS} | {FACT: 1},
        "mode": Mode.INTERVIEWER,
        "stream": Stream.PROBABILITY,
        "unit": survey.cast.communes[number % 2],
        "interviewer": survey.cast.users[who],
        "started_at": NOW - timedelta(hours=1),
        "finished_at": NOW,
        "received_at": NOW,
        "seconds": 600,
    }
    return Response.objects.create(campaign=survey.campaign, **told | changes)


@pytest.fixture
def fielded(survey: Survey) -> Survey:
    """Thirty interviews of one interviewer, five of another."""
    join(survey.cast, survey.campaign, "another", MemberRole.INTERVIEWER)
    for number in range(30):
        interviewed(survey, number)
    for number in range(30, 35):
        interviewed(survey, number, "another")
    return survey


def drawn(survey: Survey, seed: int = 7, share: float = 0.1, minimum: int = 2) -> BackCheckDraw | None:
    return draw_back_checks(member(survey.cast, "surveyor"), survey.campaign, share, minimum, seed, NOW)


def address(survey: Survey) -> str:
    return reverse("surveys:back_checks", args=[survey.campaign.slug])


def test_each_interviewer_gives_a_tenth_and_at_least_two_and_the_draw_is_in_the_log(fielded: Survey):
    made = drawn(fielded)
    rows = BackCheck.objects.values_list("response__interviewer__username", flat=True)
    assert sorted(rows) == ["another"] * 2 + ["interviewer"] * 3
    assert sorted(BackCheck.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    entry = Entry.objects.latest("sequence")
    assert entry.action == "surveys.draw_back_checks"
    assert entry.after == {
        "seed": "7", "share": "0.1", "minimum": "2", "pool": made.pool_sha256, "drawn": "5",
    }  # fmt: skip


def test_the_record_draws_the_same_list_after_verdicts_and_flags_changed(fielded: Survey):
    made = drawn(fielded)
    chosen = [str(pk) for pk in made.back_checks.order_by("number").values_list("response_id", flat=True)]
    Response.objects.update(verdict=Verdict.REJECTED)
    again = drawn_again(BackCheckDraw.objects.get())
    assert again.chosen["response_id"].to_list() == chosen
    assert again.hash == made.pool_sha256


def test_only_interviews_of_the_sample_that_nobody_rejected_are_drawn(survey: Survey):
    kept = [interviewed(survey, 1), interviewed(survey, 2, verdict=Verdict.HELD)]
    kept.append(interviewed(survey, 3, mode=Mode.TELEPHONE, verdict=Verdict.ACCEPTED))
    interviewed(survey, 4, verdict=Verdict.REJECTED)
    interviewed(survey, 5, is_partial=True)
    interviewed(survey, 6, mode=Mode.ONLINE, interviewer=None)
    interviewed(survey, 7, mode=Mode.QR, stream=Stream.QR, interviewer=None)
    interviewed(survey, 8, stream=Stream.RECHECK, recheck_of=kept[0])
    drawn(survey, share=1.0)
    assert set(BackCheck.objects.values_list("response_id", flat=True)) == {one.pk for one in kept}


def test_a_flagged_interview_is_on_the_list_whatever_the_seed(fielded: Survey):
    fast = Response.objects.filter(interviewer__username="interviewer")[4]
    Flag.objects.create(response=fast, code="too_fast", severity="hold", found_at=NOW)
    for seed in range(6):
        BackCheckDraw.objects.all().delete()
        drawn(fielded, seed)
        assert BackCheck.objects.get(is_flagged=True).response_id == fast.pk


def test_drawing_again_adds_only_what_is_missing(fielded: Survey):
    drawn(fielded)
    assert drawn(fielded, 8) is None
    assert BackCheckDraw.objects.count() == 1
    made = drawn(fielded, 9, share=0.2)
    assert made.back_checks.count() == 3
    assert BackCheck.objects.count() == 8


def test_a_second_answer_is_taken_once_beside_the_first_and_not_by_who_asked_first(fielded: Survey):
    drawn(fielded)
    one = BackCheck.objects.filter(response__interviewer__username="interviewer").first()
    before = dict(one.response.answers)
    surveyor = member(fielded.cast, "surveyor")
    with pytest.raises(Refused, match="Chưa có câu"):
        enter_back_check(surveyor, one, {}, NOW)
    enter_back_check(surveyor, one, before, NOW)
    with pytest.raises(Refused, match="đã nhập"):
        enter_back_check(surveyor, one, before, NOW)
    again = Response.objects.get(stream=Stream.RECHECK)
    assert (again.recheck_of_id, again.answers, again.mode) == (one.response_id, before, "interviewer")
    one.response.refresh_from_db()
    assert one.response.answers == before
    assert Response.objects.filter(stream=Stream.PROBABILITY).count() == 35
    join(fielded.cast, fielded.campaign, "interviewer", MemberRole.MANAGER)
    with pytest.raises(Refused, match="không tự phúc tra"):
        enter_back_check(member(fielded.cast, "interviewer"), BackCheck.objects.get(pk=one.pk), before, NOW)


def test_after_a_wrong_second_answer_was_rejected_another_is_entered_and_counts(fielded: Survey):
    drawn(fielded)
    one, surveyor = BackCheck.objects.order_by("number").first(), member(fielded.cast, "surveyor")
    enter_back_check(surveyor, one, {FACT: 2}, NOW)
    Response.objects.filter(stream=Stream.RECHECK).update(verdict=Verdict.REJECTED)
    enter_back_check(surveyor, one, {FACT: 1}, NOW)
    found, _by_item = agreement_of(fielded.campaign)
    assert found[one.response.interviewer_id]["agreement"] == 100


def test_nothing_is_entered_where_the_campaign_takes_no_answers(fielded: Survey):
    drawn(fielded)
    fielded.campaign.state = CampaignState.PUBLISHED
    fielded.campaign.save()
    one = BackCheck.objects.first()
    with pytest.raises(Refused, match="không nhận phiếu"):
        enter_back_check(member(fielded.cast, "surveyor"), one, {FACT: 1}, NOW)


def test_agreement_is_counted_by_interviewer_apart_for_facts_and_opinions(fielded: Survey):
    drawn(fielded)
    one = BackCheck.objects.filter(response__interviewer__username="another").first()
    first = one.response.answers
    second = {FACT: 2} | {item: first[item] for item in ITEMS[:3]} | {ITEMS[3]: first[ITEMS[3]] % 5 + 1}
    enter_back_check(member(fielded.cast, "surveyor"), one, second, NOW)
    found, by_item = agreement_of(fielded.campaign)
    assert list(found) == [one.response.interviewer_id]
    row = found[one.response.interviewer_id]
    assert (row["answers"], row["compared"], row["same"], row["agreement"]) == (1, 5, 3, 60)
    assert (row["facts"], row["opinions"]) == (0, 75)
    assert {row["column"].id: row["agreement"] for row in by_item} == {
        FACT: 0, ITEMS[0]: 100, ITEMS[1]: 100, ITEMS[2]: 100, ITEMS[3]: 0,
    }  # fmt: skip


def test_the_checks_flag_a_first_answer_that_the_entered_one_contradicts(fielded: Survey):
    drawn(fielded)
    one = BackCheck.objects.first()
    otherwise = {item: code % 5 + 1 for item, code in one.response.answers.items() if item in ITEMS}
    enter_back_check(member(fielded.cast, "surveyor"), one, otherwise, NOW)
    check_answers(fielded.campaign, NOW)
    assert Flag.objects.get(code="back_check").response_id == one.response_id


def test_a_reviewer_draws_sees_the_list_and_enters_without_seeing_the_first_answer(
    fielded: Survey, client: Client, django_assert_max_num_queries
):
    client.force_login(fielded.cast.users["surveyor"])
    assert "Chưa rút danh sách phúc tra" in client.get(address(fielded)).content.decode()
    assert client.post(address(fielded), {"share": "20", "minimum": "3", "seed": "5"}).status_code == 302
    with django_assert_max_num_queries(25):
        text = client.get(address(fielded)).content.decode()
    made = BackCheckDraw.objects.get()
    assert made.back_checks.count() == 9
    assert made.pool_sha256 in text
    assert text.count(">Nhập phúc tra số ") == 9
    first = BackCheck.objects.get(number=1)
    page = reverse("surveys:enter_back_check", args=[fielded.campaign.slug, 1])
    shown = client.get(page).content.decode()
    assert f'name="{ITEMS[0]}" value=""' in shown
    wrong = client.post(page, {ITEMS[0]: "77"})
    assert wrong.status_code == 422
    assert 'value="77"' in wrong.content.decode()
    assert client.post(page, {ITEMS[0]: str(first.response.answers[ITEMS[0]])}).status_code == 302
    text = client.get(address(fielded)).content.decode()
    assert text.count(">Nhập phúc tra số ") == 8
    assert "100,0" in text
    assert client.post(page, {ITEMS[0]: "1"}).status_code == 409


@pytest.mark.parametrize(
    "given", [{"share": "0", "minimum": "2"}, {"share": "10", "minimum": "-1"}, {"share": "x", "minimum": ""}]
)
def test_a_share_or_minimum_that_cannot_be_is_refused_and_nothing_is_drawn(fielded: Survey, client, given):
    client.force_login(fielded.cast.users["surveyor"])
    assert client.post(address(fielded), given).status_code == 422
    assert not BackCheckDraw.objects.exists()


def test_the_file_runs_no_formula_names_nobody_and_is_in_the_log(survey: Survey, client: Client):
    invited, _token = survey.invite(1)
    invited.element_id = "=HYPERLINK(1)"
    invited.save()
    interviewed(survey, 1, invitation=invited, psu="@thôn")
    drawn(survey)
    client.force_login(survey.cast.users["surveyor"])
    answer = client.get(address(survey), {"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 1
    assert rows[0]["Mã trong mẫu"] == "'=HYPERLINK(1)"
    assert rows[0]["Cụm"] == "'@thôn"
    assert rows[0]["Ngày hỏi"] == timezone.localdate(NOW - timedelta(hours=1)).isoformat()
    entry = Entry.objects.latest("sequence")
    assert (entry.action, entry.after) == ("surveys.export_back_checks", {"kind": "csv"})
    agreement = client.get(address(survey), {"format": "csv", "bang": "khop"}).content.decode("utf-8-sig")
    assert agreement.splitlines()[1] == "Người interviewer,1,0,0,0,0,,,"


def test_without_a_kept_link_the_page_says_what_the_list_lacks(fielded: Survey, client: Client):
    client.force_login(fielded.cast.users["surveyor"])
    words = "không giữ liên hệ giữa phiếu và người trả lời"
    assert words in client.get(address(fielded)).content.decode()
    fielded.campaign.keeps_link = True
    fielded.campaign.save()
    assert words not in client.get(address(fielded)).content.decode()


def test_the_firm_does_not_choose_which_of_its_interviews_are_checked(fielded: Survey, client: Client):
    for name in ("firm", "interviewer"):
        client.force_login(fielded.cast.users[name])
        assert client.get(address(fielded)).status_code == 403
        assert client.post(address(fielded), {"share": "10", "minimum": "2"}).status_code == 403
    with pytest.raises(Refused):
        draw_back_checks(member(fielded.cast, "firm"), fielded.campaign, 0.1, 2, 1, NOW)
    assert not BackCheckDraw.objects.exists()
