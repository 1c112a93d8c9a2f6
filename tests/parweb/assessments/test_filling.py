"""What a saved leaf needs of a participant: few columns, two phases, and nothing that only looks complete."""

from datetime import datetime

import pytest

from parweb.assessments.filling import FillingCalendar, filling_calendar, participant_to_fill
from parweb.assessments.permissions import may_edit_entry
from parweb.assessments.queries import participant_with_entry
from parweb.rounds.models import Phase
from parweb.rounds.queries import window
from parweb.rounds.states import PhaseKind
from tests.parweb.cast import NOW, Cast

KINDS = sorted(PhaseKind)


def both(cast: Cast):
    quick, whole = (
        participant_to_fill(cast.participants[0].pk),
        participant_with_entry(cast.participants[0].pk),
    )
    assert quick is not None
    assert whole is not None
    return quick, whole


def moments(cast: Cast) -> list[datetime]:
    return [NOW, *(cast.phase(kind) for kind in KINDS if Phase.objects.filter(kind=kind).exists())]


def test_nobody_is_found_under_a_number_that_no_participant_has(cast):
    assert participant_to_fill(10**9) is None


def test_it_takes_two_questions(cast, django_assert_num_queries):
    participant_to_fill(cast.participants[0].pk)
    with django_assert_num_queries(2):
        participant_to_fill(cast.participants[0].pk)


@pytest.mark.parametrize("kind", KINDS)
def test_who_asks_its_round_for_any_phase_is_told_the_truth(cast, kind):
    quick, whole = both(cast)
    for at in moments(cast):
        assert window(quick.participant.round, kind, at) == window(whole.round, kind, at)


def test_its_calendar_is_that_of_the_whole_round(cast):
    quick, whole = both(cast)
    known = filling_calendar(whole.round)
    assert (known.self_score, known.signature) == (quick.calendar.self_score, quick.calendar.signature)
    for at in moments(cast):
        assert quick.calendar.scoring(quick.participant, at) == known.scoring(whole, at)
        assert quick.calendar.signing(quick.participant, at) == known.signing(whole, at)


def test_who_may_fill_in_is_answered_alike_with_the_calendar_known_or_not(cast):
    quick, whole = both(cast)
    answers = []
    for at in moments(cast):
        for name in ("officer", "other_officer"):
            person = cast.person(name)
            told = may_edit_entry(person, quick.participant, at, quick.calendar)
            assert bool(told) == bool(may_edit_entry(person, whole, at))
            answers.append(bool(told))
    assert set(answers) == {True, False}


def test_a_round_without_the_phases_lets_nobody_fill_in(cast):
    quick, _whole = both(cast)
    none = FillingCalendar(None, None)
    assert not none.scoring(quick.participant, NOW).is_open
    assert not may_edit_entry(cast.person("officer"), quick.participant, NOW, none)


def test_a_unit_that_was_reopened_is_open_though_the_phase_is_over(cast):
    late = cast.phase(PhaseKind.APPRAISAL_1)
    quick, _whole = both(cast)
    assert not quick.calendar.scoring(quick.participant, late).is_open
    cast.reopen(late, days=2)
    found = quick.calendar.scoring(quick.participant, late)
    assert (found.is_open, found.is_extended) == (True, True)
