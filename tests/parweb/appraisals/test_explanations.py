from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from parweb.accounts.verdicts import Refused
from parweb.appraisals.actions.answer_explanation import answer_explanation
from parweb.appraisals.actions.ask_explanation import ask_explanation
from parweb.appraisals.actions.decide import decide
from parweb.appraisals.actions.settle_explanation import (
    release_explanation,
    return_explanation,
    withdraw_request,
)
from parweb.appraisals.models import ExplanationRequest
from parweb.appraisals.permissions import may_answer, may_ask, may_release
from parweb.appraisals.queries.finding import participant_of
from parweb.audit.models import Entry as LogEntry
from parweb.inbox.models import Message
from parweb.rounds.models import Participant
from parweb.rounds.states import PhaseKind
from tests.parweb.appraisals.scene import ACCEPT, BANDS, YES_NO, due, explaining, first, hand_in, second
from tests.parweb.cast import Cast


def ask(cast: Cast, code: str = YES_NO) -> ExplanationRequest:
    participant = hand_in(cast)
    return ask_explanation(
        cast.person("appraiser"), participant, code, "Văn bản nào?", due(cast), first(cast)
    )


def fresh(request: ExplanationRequest) -> ExplanationRequest:
    found = ExplanationRequest.objects.get(pk=request.pk)
    found.participant = participant_of(found.participant_id)
    return found


def told(event: str) -> set[int]:
    return set(Message.objects.filter(event=event).values_list("person", flat=True))


def test_asking_counts_as_open_and_tells_the_whole_unit(cast: Cast) -> None:
    request = ask(cast)
    assert Participant.objects.get(pk=request.participant_id).open_requests == 1
    assert told("appraisals.request_asked") == {
        cast.users[name].pk for name in ("officer", "officer2", "leader")
    }
    assert LogEntry.objects.get(action="appraisals.ask_explanation").after["criterion"] == YES_NO


def test_one_criterion_has_one_open_request(cast: Cast) -> None:
    ask(cast)
    with pytest.raises(ValidationError, match="đang có một yêu cầu"):
        ask(cast)
    assert ExplanationRequest.objects.count() == 1


def test_a_deadline_lies_inside_the_phase_of_explanations(cast: Cast) -> None:
    participant = hand_in(cast)
    person = cast.person("appraiser")
    for wrong in (first(cast), second(cast)):
        with pytest.raises(ValidationError, match="Hạn"):
            ask_explanation(person, participant, YES_NO, "Vì sao?", wrong, first(cast))


def test_an_answer_goes_out_through_the_leader_alone(cast: Cast) -> None:
    request = ask(cast)
    at = explaining(cast)
    answer_explanation(cast.person("officer"), fresh(request), "Nghị quyết số 5", at)
    assert fresh(request).state == "answered"
    assert Participant.objects.get(pk=request.participant_id).open_requests == 1
    assert told("appraisals.request_answered") == {cast.users["leader"].pk}
    with pytest.raises(Refused):
        release_explanation(cast.person("officer"), fresh(request), at)
    release_explanation(cast.person("leader"), fresh(request), at)
    assert fresh(request).state == "released"
    assert Participant.objects.get(pk=request.participant_id).open_requests == 0
    assert told("appraisals.request_released") == {cast.users["appraiser"].pk}
    assert not may_answer(cast.person("officer"), fresh(request), at)


def test_a_leader_gives_an_answer_back_with_a_reason(cast: Cast) -> None:
    request = ask(cast)
    at = explaining(cast)
    answer_explanation(cast.person("officer"), fresh(request), "Nghị quyết", at)
    with pytest.raises(ValidationError):
        return_explanation(cast.person("leader"), fresh(request), "", at)
    return_explanation(cast.person("leader"), fresh(request), "Ghi rõ số", at)
    found = fresh(request)
    assert (found.state, found.returned_reason, found.answer) == ("asked", "Ghi rõ số", "Nghị quyết")
    answer_explanation(cast.person("officer"), found, "Nghị quyết số 5", at)
    assert fresh(request).returned_reason == ""


def test_a_late_answer_is_refused_until_the_unit_is_reopened(cast: Cast) -> None:
    request = ask(cast)
    late = due(cast) + timedelta(minutes=1)
    verdict = may_answer(cast.person("officer"), fresh(request), late)
    assert "quá hạn" in str(verdict.why)
    assert "mở lại" in str(verdict.who)
    with pytest.raises(Refused):
        answer_explanation(cast.person("officer"), fresh(request), "Muộn", late)
    cast.reopen(late, 30, request.participant_id, PhaseKind.EXPLANATION)
    answer_explanation(cast.person("officer"), fresh(request), "Muộn", late)
    assert may_release(cast.person("leader"), fresh(request), late)


def test_a_reopening_of_another_phase_does_not_help_a_late_answer(cast: Cast) -> None:
    request = ask(cast)
    late = due(cast) + timedelta(minutes=1)
    cast.reopen(late, 30, request.participant_id)
    assert not may_answer(cast.person("officer"), fresh(request), late)


def test_before_the_phase_opens_the_question_can_be_read_but_not_answered(cast: Cast) -> None:
    request = ask(cast)
    verdict = may_answer(cast.person("officer"), fresh(request), first(cast))
    assert "chưa mở" in str(verdict.why)


@pytest.mark.parametrize("who", ["other_officer", "other_leader", "appraiser", "manager", "nobody"])
def test_only_the_unit_that_was_asked_answers(cast: Cast, who: str) -> None:
    request = ask(cast)
    assert not may_answer(cast.person(who), fresh(request), explaining(cast))
    assert not may_release(cast.person(who), fresh(request), explaining(cast))


def test_appraisers_ask_only_about_their_own_criteria(cast: Cast) -> None:
    participant = hand_in(cast)
    assert may_ask(cast.person("appraiser"), participant, first(cast), YES_NO)
    assert not may_ask(cast.person("appraiser"), participant, first(cast), BANDS)
    assert not may_ask(cast.person("appraiser_own"), participant, first(cast), YES_NO)
    assert not may_ask(cast.person("appraiser"), participant, second(cast), YES_NO)


def test_a_withdrawn_request_is_not_open_and_can_be_asked_anew(cast: Cast) -> None:
    request = ask(cast)
    with pytest.raises(Refused):
        withdraw_request(cast.person("appraiser_all"), fresh(request), first(cast))
    withdraw_request(cast.person("appraiser"), fresh(request), first(cast))
    assert Participant.objects.get(pk=request.participant_id).open_requests == 0
    ask(cast)
    assert ExplanationRequest.objects.count() == 2


def test_the_second_appraisal_of_what_was_asked_about_ends_it_for_the_unit(cast: Cast) -> None:
    request = ask(cast)
    at = explaining(cast)
    answer_explanation(cast.person("officer"), fresh(request), "Nghị quyết", at)
    release_explanation(cast.person("leader"), fresh(request), at)
    participant = hand_in(cast, c2_1_2={"value": "1"})
    decide(cast.person("appraiser"), participant, YES_NO, 2, ACCEPT, revision=0, at=second(cast))
    stored = Participant.objects.get(pk=participant.pk)
    assert (stored.state, stored.leaves_appraised_2) == ("appraised_2", 1)
