"""The first page after signing in says what is asked of a person, by when, and what comes next."""

from datetime import timedelta

import pytest
from django.urls import reverse

from parweb.appraisals.models import Appeal, CouncilSession, ExplanationRequest
from parweb.results.actions.approve_publication import approve_publication
from parweb.results.actions.prepare_publication import Particulars, prepare_publication
from parweb.results.queries.workspace import Task, tasks_of
from parweb.results.states import PublicationKind
from parweb.rounds.models import Participant, Phase
from parweb.rounds.states import ParticipantState, PhaseKind
from parweb.units.models import Assignment
from tests.parweb.cast import NOW, Cast
from tests.parweb.results.league import League


def tasks(cast: Cast, name: str, at=NOW) -> list[Task]:
    return tasks_of(cast.person(name), at)


def test_an_officer_is_asked_to_fill_in_the_own_entry_until_the_phase_closes(cast: Cast):
    (task,) = tasks(cast, "officer")
    assert task.what == "Tự đánh giá, kèm tài liệu kiểm chứng"
    assert task.about == "Xã Bắc Sơn · Chỉ số CCHC cấp xã năm 2025"
    assert task.due_at == cast.round.phases.get(kind=PhaseKind.SELF_SCORE).closes_at
    assert (task.done, task.of) == (0, 90)
    assert task.url == reverse("assessments:entry", args=[cast.participants[0].pk])


def test_an_officer_who_is_late_is_told_so_and_whom_to_ask(cast: Cast):
    (task,) = tasks(cast, "officer", cast.phase(PhaseKind.APPRAISAL_1))
    assert (task.tone, task.what) == ("bad", "Quá hạn tự đánh giá, chưa trình lãnh đạo")
    assert "người quản lý kỳ đánh giá" in task.after


def test_a_leader_is_asked_to_sign_what_was_submitted_and_the_officer_waits(cast: Cast):
    participant = cast.participants[0]
    assert tasks(cast, "leader") == []
    participant.state = ParticipantState.SUBMITTED
    participant.save()
    (task,) = tasks(cast, "leader")
    assert (task.what, task.tone) == ("Xem và ký bản tự đánh giá", "warn")
    (waiting,) = tasks(cast, "officer")
    assert (waiting.what, waiting.tone) == ("Chờ lãnh đạo ký", "quiet")


def test_requests_go_first_to_the_officer_and_then_to_the_leader(cast: Cast):
    participant = cast.participants[0]
    participant.state = ParticipantState.SIGNED
    participant.save()
    request = ExplanationRequest.objects.create(
        participant=participant, criterion_id="2.1", question="Vì sao?", due_at=NOW + timedelta(days=3),
        asked_at=NOW, asked_by=cast.users["appraiser"],
    )  # fmt: skip
    (task,) = tasks(cast, "officer")
    assert (task.what, task.due_at) == ("Trả lời 1 yêu cầu giải trình", NOW + timedelta(days=3))
    assert tasks(cast, "leader") == []
    ExplanationRequest.objects.filter(pk=request.pk).update(state="answered")
    assert tasks(cast, "officer") == []
    assert tasks(cast, "leader")[0].what == "Duyệt 1 giải trình để gửi đi"


def test_an_appraiser_sees_the_queue_while_the_phase_is_open(cast: Cast):
    assert tasks(cast, "appraiser") == []
    participant = cast.participants[0]
    participant.state = ParticipantState.SIGNED
    participant.save()
    (task,) = tasks(cast, "appraiser", cast.phase(PhaseKind.APPRAISAL_1))
    assert task.what == "Thẩm định lần 1: 1 đơn vị đã nộp"
    assert task.url == reverse("appraisals:queue", args=[cast.round.slug])


def test_a_member_is_called_to_vote_while_the_session_votes(cast: Cast):
    session = CouncilSession.objects.create(
        round=cast.round, title="Phiên 1", held_at=NOW, quorum=1, chair=cast.users["chair"],
        secretary=cast.users["secretary"], state="voting",
    )  # fmt: skip
    session.members.add(cast.users["member"])
    (task,) = tasks(cast, "member")
    assert task.what == "Hội đồng đang cho điểm: Phiên 1"
    assert task.url == reverse("appraisals:vote", args=[session.pk])
    assert tasks(cast, "member2") == []


def test_a_manager_sees_late_units_first_and_appeals_to_decide(cast: Cast):
    Appeal.objects.create(
        participant=cast.participants[0], criterion_id="2.1", claim="Đề nghị xem lại", state="filed",
        created_at=NOW, filed_by=cast.users["leader"],
    )  # fmt: skip
    found = tasks(cast, "manager", cast.phase(PhaseKind.APPRAISAL_1))
    assert [task.what for task in found] == ["4 đơn vị quá hạn tự đánh giá", "Giải quyết 1 kiến nghị"]
    assert found[0].url == reverse("rounds:board", args=[cast.round.slug])


def test_an_administrator_is_asked_to_review_roles_that_are_due(cast: Cast):
    Assignment.objects.update(reviewed_at=NOW - timedelta(days=184))
    count = Assignment.objects.count()
    (task,) = tasks(cast, "admin")
    assert task.what == f"Rà soát {count} phân công đến hạn"
    assert task.url == reverse("units:reviews") + "?due=1"
    Assignment.objects.update(reviewed_at=NOW - timedelta(days=182))
    assert tasks(cast, "admin") == []


@pytest.mark.parametrize("name", ["officer", "leader", "appraiser", "member", "manager", "admin", "nobody"])
def test_the_page_asks_a_bounded_number_of_queries_whoever_reads_it(
    cast: Cast, client, django_assert_max_num_queries, name: str
):
    client.force_login(cast.users[name])
    with django_assert_max_num_queries(16):
        answer = client.get(reverse("workspace"))
    assert answer.status_code == 200
    assert "Việc của tôi" in answer.content.decode()


def test_a_visitor_is_sent_to_sign_in(client, db):
    assert client.get(reverse("workspace")).status_code == 302


def test_while_appeals_are_open_a_unit_is_led_to_its_points_and_to_the_provisional_result(league: League):
    told = Particulars(PublicationKind.PROVISIONAL, "Kết quả dự kiến")
    found = approve_publication(
        league.other_manager, prepare_publication(league.manager, league.run(), told, NOW), NOW
    )
    participant, closes = Participant.objects.get(unit=league.dong_tam), NOW + timedelta(days=5)
    Phase.objects.create(
        round=league.round, kind=PhaseKind.APPEAL, opens_at=NOW - timedelta(days=1), closes_at=closes
    )
    officer = league.person(league.officer)
    asked, told_too = (
        task for task in tasks_of(officer, NOW) if "điểm" in task.what or "dự kiến" in task.what
    )
    assert (asked.url, asked.tone, asked.due_at) == (
        reverse("appraisals:result", args=[participant.pk]),
        "warn",
        closes,
    )
    assert "gửi kiến nghị" in asked.what
    assert (told_too.url, told_too.tone) == (reverse("portal:provisional", args=[found.slug]), "quiet")
    (only,) = (task for task in tasks_of(officer, closes) if "dự kiến" in task.what)
    assert only.url == told_too.url
