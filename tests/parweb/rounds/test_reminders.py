"""Reminders: who is told before and after a lock, once, and who is left alone."""

from datetime import timedelta

import pytest

from parweb.inbox.events import words_of
from parweb.inbox.models import Message
from parweb.jobs.registry import REGULAR
from parweb.rounds.actions.reopen_participant import reopen_participant
from parweb.rounds.models import Participant, Phase
from parweb.rounds.reminding import OFFSETS, due
from parweb.rounds.states import ParticipantState, PhaseKind
from parweb.rounds.tasks import remind
from tests.parweb.cast import Cast


@pytest.fixture
def lock(cast: Cast):
    return Phase.objects.get(round=cast.round, kind=PhaseKind.SELF_SCORE).closes_at


def told(event: str) -> list[str]:
    return sorted(one.person.username for one in Message.objects.filter(event=event).select_related("person"))


def test_reminders_are_regular_work(cast: Cast):
    assert REGULAR["rounds.reminders"].every == timedelta(hours=1)


@pytest.mark.parametrize("days", OFFSETS)
def test_officers_and_leaders_of_units_that_are_not_done_are_told_on_each_day(cast: Cast, lock, days: int):
    event = f"rounds.{'before' if days < 0 else 'after'}_lock.self_score"
    Participant.objects.filter(pk=cast.participants[1].pk).update(state=ParticipantState.SUBMITTED)
    remind(lock + timedelta(days=days, hours=1))
    assert told(event) == ["leader", "officer", "officer2"]
    message = Message.objects.filter(event=event).first()
    assert "Xã Bắc Sơn chưa xong" in words_of(message.event, message.details)


def test_a_reminder_reaches_nobody_twice(cast: Cast, lock):
    remind(lock - timedelta(days=3))
    remind(lock - timedelta(days=3) + timedelta(hours=1))
    assert told("rounds.before_lock.self_score") == [
        "leader",
        "officer",
        "officer2",
        "other_leader",
        "other_officer",
    ]


def test_managers_get_one_summary(cast: Cast, lock):
    Participant.objects.filter(pk=cast.participants[0].pk).update(state=ParticipantState.SIGNED)
    remind(lock + timedelta(days=1))
    assert told("rounds.summary_after.self_score") == ["manager", "manager2"]
    message = Message.objects.filter(event="rounds.summary_after.self_score").first()
    assert "3/4 đơn vị chưa xong" in words_of(message.event, message.details)


def test_a_signature_is_asked_of_the_leader_alone(cast: Cast):
    phase = Phase.objects.get(round=cast.round, kind=PhaseKind.SIGNATURE)
    remind(phase.closes_at - timedelta(days=1))
    assert told("rounds.before_lock.signature") == ["leader", "other_leader"]


def test_explanations_are_asked_only_of_units_that_were_asked(cast: Cast):
    phase = Phase.objects.get(round=cast.round, kind=PhaseKind.EXPLANATION)
    Participant.objects.filter(pk=cast.participants[1].pk).update(open_requests=2)
    remind(phase.closes_at - timedelta(days=3))
    assert told("rounds.before_lock.explanation") == ["other_leader", "other_officer"]


def test_a_unit_with_a_longer_term_is_reminded_by_its_own_lock(cast: Cast, lock):
    own = cast.participants[0]
    until = lock + timedelta(days=5)
    reopen_participant(
        cast.person("manager"),
        own,
        phase=PhaseKind.SELF_SCORE,
        until=until,
        reason="x",
        at=lock - timedelta(days=1),
    )
    remind(lock + timedelta(days=1))
    assert told("rounds.after_lock.self_score") == ["other_leader", "other_officer"]
    remind(until - timedelta(days=1))
    assert told("rounds.before_lock.self_score") == ["leader", "officer", "officer2"]


def test_a_prepared_round_reminds_nobody(cast: Cast, lock):
    cast.round.state = "prepared"
    cast.round.save()
    remind(lock - timedelta(days=1))
    assert Message.objects.count() == 0


def test_a_reminder_that_is_a_day_old_is_left_out(lock):
    opens = lock - timedelta(days=30)
    assert due(opens, lock, lock - timedelta(days=7)) == -7
    assert due(opens, lock, lock - timedelta(days=5)) is None
    assert due(lock - timedelta(days=2), lock, lock - timedelta(days=3)) is None
