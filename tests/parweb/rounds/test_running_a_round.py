"""A round from its calendar to its end: making, opening, locks, reopening, closing."""

from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from parweb.accounts.verdicts import Refused
from parweb.audit.models import Entry
from parweb.inbox.events import words_of
from parweb.inbox.models import Message
from parweb.rounds.actions.change_calendar import ChangedMeanwhile, calendar_of, change_calendar
from parweb.rounds.actions.close_round import close_round
from parweb.rounds.actions.make_round import BadCalendar, copy_round, make_round
from parweb.rounds.actions.move_participant import NotAMove, move_participant
from parweb.rounds.actions.open_round import open_round, take_in_units
from parweb.rounds.actions.reopen_participant import reopen_participant, withdraw_reopening
from parweb.rounds.calendar import Span, proposed, remarks
from parweb.rounds.forms import CalendarForm, ReopenForm
from parweb.rounds.models import Participant, Phase, Round
from parweb.rounds.queries import window
from parweb.rounds.states import ParticipantState, PhaseKind, RoundState
from parweb.units.models import Membership
from tests.parweb.cast import NOW, Cast, make_unit

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
State = ParticipantState


def new_round(cast: Cast, **changes) -> Round:
    details = {
        "name": "Chỉ số CCHC cấp xã năm 2026",
        "year": 2026,
        "edition": cast.edition,
        "league": cast.league,
        "calendar": proposed(2026, ZONE),
        "at": NOW,
    }
    return make_round(cast.person("manager"), **{**details, **changes})


def fresh(participant: Participant) -> Participant:
    return Participant.objects.get(pk=participant.pk)


def test_a_new_round_is_prepared_has_its_calendar_and_no_units(cast: Cast):
    made = new_round(cast)
    assert (made.slug, made.state, made.owner) == ("chi-so-cchc-cap-xa-nam-2026", "prepared", cast.province)
    assert made.phases.count() == 9
    assert made.participants.count() == 0
    assert Entry.objects.get(action="rounds.make_round").after["edition"] == "commune-model@2025"


def test_two_rounds_of_one_name_have_two_addresses(cast: Cast):
    assert {new_round(cast).slug, new_round(cast).slug} == {
        "chi-so-cchc-cap-xa-nam-2026",
        "chi-so-cchc-cap-xa-nam-2026-2",
    }


def test_a_calendar_whose_lock_is_before_its_opening_is_refused_with_every_error(cast: Cast):
    wrong = [Span(PhaseKind.SURVEYS, NOW, NOW), Span(PhaseKind.SELF_SCORE, NOW, NOW - timedelta(days=1))]
    with pytest.raises(BadCalendar) as refused:
        new_round(cast, calendar=wrong)
    assert len(refused.value.remarks) == 3  # two empty phases, and no phase of signature
    assert not Round.objects.filter(year=2026).exists()


def test_overlaps_are_allowed_and_named():
    texts = [one.text for one in remarks(proposed(2026, ZONE)) if not one.is_error]
    assert "“Tự đánh giá” và “Lãnh đạo ký duyệt” diễn ra cùng lúc một thời gian." in texts


def test_only_a_manager_of_the_area_makes_rounds(cast: Cast):
    with pytest.raises(Refused) as refused:
        make_round(
            cast.person("officer"),
            name="x",
            year=2026,
            edition=cast.edition,
            league=cast.league,
            calendar=proposed(2026, ZONE),
            at=NOW,
        )
    assert "Quản lý kỳ đánh giá" in str(refused.value.verdict.who)


def test_opening_lets_the_units_of_the_league_of_today_join_in_official_order(cast: Cast):
    made = new_round(cast)
    gone = cast.communes[3]
    gone.valid_to = NOW.date() - timedelta(days=1)
    gone.save()
    assert open_round(cast.person("manager"), made, at=NOW) == 3
    joined = list(made.participants.values_list("unit__name", flat=True))
    assert joined == ["Xã Bắc Sơn", "Phường Chợ Rã", "Xã Đông Hưng"]
    assert 0 < made.participants.first().leaves_total < cast.edition.leaves
    told = Message.objects.filter(event="rounds.opened")
    assert {one.person.username for one in told} == {
        "officer", "officer2", "leader", "other_officer", "other_leader",
    }  # fmt: skip
    assert "17:00 05/10/2026" in words_of(told[0].event, told[0].details)


def test_a_unit_that_joins_the_league_later_is_taken_in(cast: Cast):
    late = make_unit("commune", "Xã Mới", cast.province, "99009", 20)
    Membership.objects.create(group=cast.league, unit=late, order=20)
    assert take_in_units(cast.person("manager"), cast.round, at=NOW) == 1
    assert cast.round.participants.count() == 5
    assert take_in_units(cast.person("manager"), cast.round, at=NOW) == 0


def test_an_open_round_cannot_be_opened_again(cast: Cast):
    with pytest.raises(Refused):
        open_round(cast.person("manager"), cast.round, at=NOW)


def test_closing_a_round_locks_every_phase_at_once(cast: Cast):
    assert window(cast.round, PhaseKind.SELF_SCORE, NOW).is_open
    close_round(cast.person("manager"), cast.round, at=NOW)
    assert not window(cast.round, PhaseKind.SELF_SCORE, NOW).is_open
    with pytest.raises(Refused):
        change_calendar(cast.person("manager"), cast.round, proposed(2026, ZONE), revision=0, at=NOW)


def test_a_copy_has_the_dates_a_year_later_and_the_units_of_the_day_it_opens(cast: Cast):
    made = copy_round(
        cast.person("manager"), cast.round, name="Năm 2026", year=2026, edition=cast.edition, at=NOW
    )
    before = cast.round.phases.get(kind=PhaseKind.APPEAL)
    after = made.phases.get(kind=PhaseKind.APPEAL)
    assert before.opens_at.astimezone(ZONE).strftime("%d/%m/%Y %H:%M") == "04/05/2026 09:00"
    assert after.opens_at.astimezone(ZONE).strftime("%d/%m/%Y %H:%M") == "04/05/2027 09:00"
    assert made.previous == cast.round
    assert made.participants.count() == 0


def test_a_changed_calendar_is_in_the_log_before_and_after_and_people_are_told(cast: Cast):
    spans = [
        Span(one.kind, one.opens_at, one.closes_at + timedelta(days=2))
        if one.kind == PhaseKind.SELF_SCORE
        else one
        for one in calendar_of(cast.round)
    ]
    change_calendar(cast.person("manager"), cast.round, spans, revision=0, at=NOW)
    entry = Entry.objects.get(action="rounds.change_calendar")
    assert entry.before["self_score"][1] == "2026-03-15T09:00:00+07:00"
    assert entry.after["self_score"][1] == "2026-03-17T09:00:00+07:00"
    assert Message.objects.filter(event="rounds.calendar_changed").count() == 5
    with pytest.raises(ChangedMeanwhile):
        change_calendar(cast.person("manager2"), cast.round, calendar_of(cast.round)[:3], revision=0, at=NOW)


def test_a_phase_locks_by_itself_at_its_moment(cast: Cast):
    phase = Phase.objects.get(round=cast.round, kind=PhaseKind.SELF_SCORE)
    second = timedelta(seconds=1)
    assert window(cast.round, PhaseKind.SELF_SCORE, phase.closes_at - second).is_open
    assert not window(cast.round, PhaseKind.SELF_SCORE, phase.closes_at).is_open


def test_one_unit_is_reopened_until_a_moment_and_the_others_stay_locked(cast: Cast):
    late = NOW + timedelta(days=12)
    own, other = cast.participants[:2]
    assert not window(cast.round, PhaseKind.SELF_SCORE, late, own).is_open
    reopen_participant(
        cast.person("manager", late), own, phase=PhaseKind.SELF_SCORE, until=late + timedelta(days=3),
        reason="Mất điện ba ngày", at=late,
    )  # fmt: skip
    assert window(cast.round, PhaseKind.SELF_SCORE, late, fresh(own)).is_open
    assert window(cast.round, PhaseKind.SELF_SCORE, late, fresh(own)).is_extended
    assert not window(cast.round, PhaseKind.SELF_SCORE, late, fresh(other)).is_open
    assert not window(cast.round, PhaseKind.SELF_SCORE, late + timedelta(days=3), fresh(own)).is_open
    entry = Entry.objects.get(action="rounds.reopen_participant")
    assert (entry.unit_id, entry.after["reason"]) == (own.unit_id, "Mất điện ba ngày")
    message = Message.objects.filter(event="rounds.reopened.self_score").first()
    assert "Mất điện ba ngày" in words_of(message.event, message.details)
    assert words_of(message.event, message.details).startswith("Tự đánh giá: ")


def test_reopening_takes_a_signed_entry_back_to_work(cast: Cast):
    own = cast.participants[0]
    manager = cast.person("manager")
    for to in (State.IN_PROGRESS, State.SUBMITTED, State.SIGNED):
        move_participant(own, to, person=manager, at=NOW)
    assert fresh(own).signed_at == NOW
    reopen_participant(
        manager, own, phase=PhaseKind.SELF_SCORE, until=NOW + timedelta(days=1), reason="Nhầm số", at=NOW
    )
    assert (fresh(own).state, fresh(own).signed_at) == (State.IN_PROGRESS, None)


def test_a_withdrawn_reopening_binds_the_unit_to_the_calendar_again(cast: Cast):
    late = NOW + timedelta(days=12)
    own = cast.participants[0]
    until = late + timedelta(days=3)
    made = reopen_participant(
        cast.person("manager"), own, phase=PhaseKind.SELF_SCORE, until=until, reason="x", at=late
    )
    withdraw_reopening(cast.person("manager2"), made, at=late + timedelta(hours=1))
    assert not window(cast.round, PhaseKind.SELF_SCORE, late + timedelta(hours=2), fresh(own)).is_open
    assert Entry.objects.filter(action="rounds.withdraw_reopening").count() == 1


def test_nobody_but_a_manager_reopens_and_never_without_a_reason(cast: Cast):
    own = cast.participants[0]
    until = NOW + timedelta(days=1)
    for name in ("leader", "appraiser_all", "admin", "observer"):
        with pytest.raises(Refused):
            reopen_participant(
                cast.person(name), own, phase=PhaseKind.SELF_SCORE, until=until, reason="x", at=NOW
            )
    with pytest.raises(ValueError, match="reason"):
        reopen_participant(
            cast.person("manager"), own, phase=PhaseKind.SELF_SCORE, until=until, reason=" ", at=NOW
        )


def test_of_two_people_who_move_a_unit_at_once_one_is_told(cast: Cast):
    first, second = fresh(cast.participants[0]), fresh(cast.participants[0])
    move_participant(first, State.IN_PROGRESS, person=cast.person("officer"), at=NOW)
    with pytest.raises(NotAMove):
        move_participant(second, State.IN_PROGRESS, person=cast.person("officer2"), at=NOW)
    assert second.state == State.IN_PROGRESS
    with pytest.raises(NotAMove):
        move_participant(first, State.SIGNED, person=cast.person("leader"), at=NOW)


def test_going_back_to_work_needs_a_reason(cast: Cast):
    own = cast.participants[0]
    move_participant(own, State.IN_PROGRESS, person=cast.person("officer"), at=NOW)
    move_participant(own, State.SUBMITTED, person=cast.person("officer"), at=NOW)
    with pytest.raises(ValueError, match="reason"):
        move_participant(own, State.IN_PROGRESS, person=cast.person("leader"), at=NOW)


def test_a_round_is_made_and_opened_by_clicks(cast: Cast, client: Client):
    client.force_login(cast.users["manager"])
    data = {"name": "Cấp xã 2027", "year": "2027", "edition": cast.edition.pk, "league": cast.league.pk}
    data |= {
        "self_score_opens": "01/09/2027 08:00",
        "self_score_closes": "05/10/2027 17:00",
        "signature_opens": "06/10/2027 08:00",
        "signature_closes": "10/10/2027 17:00",
    }
    answer = client.post(reverse("rounds:make"), data, follow=True)
    made = Round.objects.get(year=2027)
    assert answer.redirect_chain[-1][0] == reverse("rounds:round", args=["cap-xa-2027"])
    assert made.phases.get(kind="self_score").closes_at == datetime(2027, 10, 5, 17, tzinfo=ZONE)
    client.post(reverse("rounds:open", args=[made.slug]))
    made.refresh_from_db()
    assert (made.state, made.participants.count()) == (RoundState.OPEN, 4)


def test_a_term_typed_as_a_day_lasts_to_the_end_of_that_day():
    typed = {
        "self_score_opens": "01/09/2027", "self_score_closes": "05/10/2027",
        "signature_opens": "06/10/2027 08:00", "signature_closes": "10/10/2027 17:00",
    }  # fmt: skip
    form = CalendarForm(QueryDict(urlencode(typed)))
    assert form.is_valid()
    filling, signing = form.spans()
    assert filling.opens_at == datetime(2027, 9, 1, tzinfo=ZONE)
    assert filling.closes_at == datetime(2027, 10, 5, 23, 59, tzinfo=ZONE)
    assert signing.closes_at == datetime(2027, 10, 10, 17, tzinfo=ZONE)
    reopening = ReopenForm(NOW, {"phase": "self_score", "until": "30/11/2030", "reason": "Nộp muộn"})
    assert reopening.is_valid()
    assert reopening.cleaned_data["until"] == datetime(2030, 11, 30, 23, 59, tzinfo=ZONE)


def test_an_error_of_the_calendar_names_its_phase_and_stands_beside_its_field():
    typed = {
        "signature_opens": "06/10/2027 08:00", "signature_closes": "05/10/2027 17:00",
        "appeal_opens": "06/11/2027 08:00",
    }  # fmt: skip
    form = CalendarForm(QueryDict(urlencode(typed)))
    assert form.errors == {"appeal_closes": ["Ghi cả lúc mở và lúc khóa, hoặc để trống cả hai."]}
    assert str(form["appeal_closes"].label) == "Kiến nghị: khóa lúc"
    form = CalendarForm(QueryDict(urlencode(typed | {"appeal_closes": "07/11/2027 17:00"})))
    assert form.errors == {
        "signature_closes": ["Lúc khóa phải sau lúc mở."],
        "self_score_opens": ["Kỳ nào cũng phải có giai đoạn này."],
    }


def test_a_wrong_calendar_is_shown_with_every_error_and_keeps_what_was_typed(cast: Cast, client: Client):
    client.force_login(cast.users["manager"])
    answer = client.post(
        reverse("rounds:calendar", args=[cast.round.slug]),
        {"revision": "0", "self_score_opens": "31/02/2027", "signature_opens": "06/10/2027 08:00"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "31/02/2027" in page
    assert "Viết như 05/10/2026 17:00." in page
    assert "Ghi cả lúc mở và lúc khóa" in page


def test_a_calendar_changed_by_somebody_else_is_told_and_nothing_is_lost(cast: Cast, client: Client):
    client.force_login(cast.users["manager"])
    Round.objects.filter(pk=cast.round.pk).update(revision=4)
    data = {
        "revision": "3",
        "self_score_opens": "01/09/2027 08:00",
        "self_score_closes": "05/10/2027 17:00",
        "signature_opens": "06/10/2027 08:00",
        "signature_closes": "10/10/2027 17:00",
    }
    answer = client.post(reverse("rounds:calendar", args=[cast.round.slug]), data)
    assert answer.status_code == 409
    assert "05/10/2027 17:00" in answer.content.decode()
    assert cast.round.phases.count() == 8


def test_pages_of_rounds_answer_those_who_may_see_them(cast: Cast, client: Client):
    addresses = [
        reverse("rounds:list"),
        reverse("rounds:round", args=[cast.round.slug]),
        reverse("rounds:participant", args=[cast.round.slug, cast.participants[0].pk]),
    ]
    for name in ("officer", "leader", "manager", "observer"):
        client.force_login(cast.users[name])
        assert [client.get(one).status_code for one in addresses] == [200, 200, 200], name
    client.force_login(cast.users["other_officer"])
    assert [client.get(one).status_code for one in addresses] == [200, 200, 403]
    client.force_login(cast.users["nobody"])
    assert [client.get(one).status_code for one in addresses] == [200, 403, 403]
