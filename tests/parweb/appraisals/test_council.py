from datetime import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from parweb.accounts.verdicts import Refused
from parweb.appraisals.actions.decide_referral import decide_referral
from parweb.appraisals.actions.lead_session import close_session, open_votes, start_voting
from parweb.appraisals.actions.plan_session import SessionPlan, plan_session, refer
from parweb.appraisals.actions.vote import vote
from parweb.appraisals.models import CouncilSession, Referral, Vote
from parweb.appraisals.permissions import may_see_votes, may_vote
from parweb.appraisals.queries.council import session_of, sheet
from parweb.appraisals.queries.finding import round_of
from parweb.audit.models import Entry as LogEntry
from parweb.inbox.models import Message
from parweb.rounds.states import PhaseKind
from tests.parweb.appraisals.scene import COUNCIL
from tests.parweb.cast import Cast

SECRET = Decimal("1.2345")
SECRET_TEXTS = ("1.2345", "1,2345", "Sáng kiến chưa rõ kết quả")


def moment(cast: Cast) -> datetime:
    return cast.phase(PhaseKind.COUNCIL)


def plan(cast: Cast, quorum: int = 3) -> CouncilSession:
    members = tuple(cast.users[name] for name in ("member", "member2", "chair"))
    planned = SessionPlan(
        "Phiên 1", moment(cast), quorum, cast.users["chair"], cast.users["secretary"], members, "Phòng họp A"
    )
    return plan_session(cast.person("secretary"), round_of(cast.round.slug), planned, moment(cast))


def voting(cast: Cast, quorum: int = 3) -> CouncilSession:
    """A session that is voting on two communes; the first is the home of member2."""
    session = session_of(plan(cast, quorum).pk)
    refer(cast.person("secretary"), session, cast.participants[:2], COUNCIL, "Cho điểm", moment(cast))
    start_voting(cast.person("chair"), session_of(session.pk), moment(cast))
    return session_of(session.pk)


def referral(session: CouncilSession, number: int) -> Referral:
    pk = session.referrals.order_by("participant__order").values_list("pk", flat=True)[number]
    from parweb.appraisals.views.voting import _referral

    return _referral(pk)


def everybody_votes(cast: Cast, session: CouncilSession) -> None:
    at = moment(cast)
    vote(cast.person("member"), referral(session, 0), SECRET, "Sáng kiến chưa rõ kết quả", at)
    vote(cast.person("chair"), referral(session, 0), Decimal(1), "", at)
    for name, points in (("member", "0.5"), ("member2", "1"), ("chair", "1.5")):
        vote(cast.person(name), referral(session, 1), Decimal(points), "", at)


def test_a_quorum_is_no_more_than_the_members(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="từ 1 đến"):
        plan(cast, quorum=4)


def test_planning_tells_everybody_in_the_session(cast: Cast) -> None:
    plan(cast)
    people = set(Message.objects.values_list("person", flat=True))
    assert people == {cast.users[name].pk for name in ("member", "member2", "chair", "secretary")}


@pytest.mark.parametrize("who", ["officer", "appraiser", "member", "observer", "nobody"])
def test_only_the_secretary_the_chair_and_managers_plan(cast: Cast, who: str) -> None:
    planned = SessionPlan(
        "Phiên",
        moment(cast),
        1,
        cast.users["chair"],
        cast.users["secretary"],
        (cast.users["member"],),
    )
    with pytest.raises(Refused):
        plan_session(cast.person(who), round_of(cast.round.slug), planned, moment(cast))


@pytest.mark.parametrize("who", ["member", "member2", "secretary", "chair", "manager", "observer", "admin"])
def test_nobody_reads_what_another_gave_before_the_chair_opens(cast: Cast, client: Client, who: str) -> None:
    session = voting(cast)
    everybody_votes(cast, session)
    assert not may_see_votes(cast.person(who), session_of(session.pk), moment(cast))
    client.force_login(cast.users[who])
    for name in ("session", "vote", "score_sheet", "minutes"):
        for query in ("", "?format=csv", "?format=xlsx"):
            answer = client.get(reverse(f"appraisals:{name}", args=[session.pk]) + query)
            is_shut = name in ("score_sheet", "minutes") or who == "admin"
            assert answer.status_code == (403 if is_shut else 200)
            if who != "member":
                assert not any(text in answer.content.decode(errors="replace") for text in SECRET_TEXTS)


def test_the_log_and_the_inbox_say_that_somebody_voted_but_not_how(cast: Cast) -> None:
    session = voting(cast)
    everybody_votes(cast, session)
    entries = LogEntry.objects.filter(action="appraisals.vote")
    assert entries.count() == 5
    assert all(entry.after is None and entry.before is None for entry in entries)
    assert "1.2345" not in "".join(str(row) for row in Message.objects.values_list("details", flat=True))


def test_a_member_sees_their_own_vote_and_may_change_it_until_opening(cast: Cast, client: Client) -> None:
    session = voting(cast)
    everybody_votes(cast, session)
    client.force_login(cast.users["member"])
    answer = client.get(reverse("appraisals:vote", args=[session.pk]))
    assert "1,2345" in answer.content.decode()
    vote(cast.person("member"), referral(session, 0), Decimal("0.25"), "", moment(cast))
    assert Vote.objects.get(referral=referral(session, 0), member=cast.users["member"]).points == Decimal(
        "0.25"
    )


def test_a_member_does_not_judge_their_own_unit_and_that_is_noted(cast: Cast) -> None:
    session = voting(cast)
    verdict = may_vote(cast.person("member2"), referral(session, 0), moment(cast))
    assert "đơn vị của chính mình" in str(verdict.why)
    with pytest.raises(Refused):
        vote(cast.person("member2"), referral(session, 0), Decimal(1), "", moment(cast))
    assert may_vote(cast.person("member2"), referral(session, 1), moment(cast))
    everybody_votes(cast, session)
    open_votes(cast.person("chair"), session_of(session.pk), moment(cast))
    assert referral(session, 0).excluded == ["Lý Thị Nga"]
    assert referral(session, 1).excluded == []


def test_points_outside_the_leaf_are_refused(cast: Cast) -> None:
    session = voting(cast)
    with pytest.raises(ValidationError, match="từ 0 đến 1,5"):
        vote(cast.person("member"), referral(session, 0), Decimal("1.51"), "", moment(cast))


def test_somebody_who_is_no_member_of_the_session_does_not_vote(cast: Cast) -> None:
    session = voting(cast)
    for who in ("secretary", "manager", "officer"):
        assert not may_vote(cast.person(who), referral(session, 1), moment(cast))


def test_votes_are_not_opened_without_a_quorum(cast: Cast) -> None:
    session = voting(cast)
    vote(cast.person("member"), referral(session, 0), Decimal(1), "", moment(cast))
    with pytest.raises(ValidationError) as found:
        open_votes(cast.person("chair"), session_of(session.pk), moment(cast))
    assert "Phường Chợ Rã, tiêu chí 1.5: mới có 0/3 phiếu" in " ".join(found.value.messages)
    assert session_of(session.pk).state == "voting"


@pytest.mark.parametrize("who", ["member", "secretary", "manager"])
def test_only_the_chair_opens(cast: Cast, who: str) -> None:
    session = voting(cast)
    everybody_votes(cast, session)
    with pytest.raises(Refused):
        open_votes(cast.person(who), session_of(session.pk), moment(cast))


def test_votes_never_change_after_opening_and_all_are_in_the_log(cast: Cast) -> None:
    session = voting(cast)
    everybody_votes(cast, session)
    open_votes(cast.person("chair"), session_of(session.pk), moment(cast))
    with pytest.raises(Refused):
        vote(cast.person("member"), referral(session, 0), Decimal(0), "", moment(cast))
    assert Vote.objects.get(referral=referral(session, 0), member=cast.users["member"]).points == SECRET
    logged = LogEntry.objects.get(action="appraisals.open_votes").after
    assert Decimal(logged[0]["votes"][str(cast.users["member"].pk)]) == SECRET
    with pytest.raises(ValidationError, match="bước khác"):
        open_votes(cast.person("chair"), session_of(session.pk), moment(cast))


def test_the_sheet_gives_mean_and_median_of_those_who_gave_points(cast: Cast) -> None:
    session = voting(cast)
    everybody_votes(cast, session)
    open_votes(cast.person("chair"), session_of(session.pk), moment(cast))
    first_row, second_row = sheet(session_of(session.pk))
    assert first_row.mean == Decimal("1.11725")
    assert (second_row.mean, second_row.median) == (Decimal(1), Decimal(1))


def test_a_mean_without_end_is_printed_and_proposed_with_two_decimals(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = voting(cast)
    for name, points in (("member", "1.5"), ("member2", "1.2"), ("chair", "1")):
        vote(cast.person(name), referral(session, 1), Decimal(points), "", moment(cast))
    for name in ("member", "chair"):
        vote(cast.person(name), referral(session, 0), Decimal(1), "", moment(cast))
    chair, second = cast.person("chair"), referral(session, 1)
    open_votes(chair, session_of(session.pk), moment(cast))
    row = next(one for one in sheet(session_of(session.pk)) if one.referral.pk == second.pk)
    assert row.mean != row.proposed == Decimal("1.23")
    client.force_login(cast.users["chair"])
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(cast))
    for address in (
        reverse("appraisals:session", args=[session.pk]),
        reverse("appraisals:decide_referral", args=[second.pk]),
    ):
        page = client.get(address).content.decode()
        assert "1,23<" in page
        assert "1,2333" not in page
    assert 'value="1,23"' in page
    decide_referral(chair, referral(session, 1), Decimal("1.125"), "Theo đa số", moment(cast))
    minutes = client.get(reverse("appraisals:minutes", args=[session.pk])).content.decode()
    assert '<td class="number">1,23</td><td class="number"><strong>1,125</strong></td>' in minutes
    assert "; </td>" not in minutes


def test_a_session_ends_when_every_referral_is_decided_with_a_reason(cast: Cast) -> None:
    session = voting(cast)
    everybody_votes(cast, session)
    chair, at = cast.person("chair"), moment(cast)
    open_votes(chair, session_of(session.pk), at)
    with pytest.raises(ValidationError, match="lý do"):
        decide_referral(chair, referral(session, 0), Decimal(1), " ", at)
    decide_referral(chair, referral(session, 0), Decimal("1.1"), "Theo đa số", at)
    with pytest.raises(ValidationError, match="Còn 1"):
        close_session(chair, session_of(session.pk), at)
    decide_referral(chair, referral(session, 1), Decimal(1), "Theo đa số", at)
    close_session(chair, session_of(session.pk), at)
    with pytest.raises(Refused):
        decide_referral(chair, referral(session, 1), Decimal(0), "Đổi ý", at)
    assert Referral.objects.get(pk=referral(session, 0).pk).points == Decimal("1.1")


def test_outside_the_phase_of_the_council_nobody_votes(cast: Cast) -> None:
    session = voting(cast)
    assert not may_vote(cast.person("member"), referral(session, 1), cast.phase(PhaseKind.APPEAL))


def test_the_record_names_people_points_and_who_did_not_take_part(cast: Cast, client: Client) -> None:
    session = voting(cast)
    everybody_votes(cast, session)
    open_votes(cast.person("chair"), session_of(session.pk), moment(cast))
    client.force_login(cast.users["secretary"])
    page = client.get(reverse("appraisals:minutes", args=[session.pk])).content.decode()
    for text in ("Đinh Văn Châu", "Tạ Thị Yến", "Lý Thị Nga (Xã Bắc Sơn, 1.5)", "1,23", "CỘNG HÒA XÃ HỘI"):
        assert text in page
    sheet_file = client.get(reverse("appraisals:score_sheet", args=[session.pk]) + "?format=csv")
    assert "1.2345" in sheet_file.content.decode("utf-8-sig")
    assert LogEntry.objects.filter(action="appraisals.read_votes", is_read=True).count() == 2
