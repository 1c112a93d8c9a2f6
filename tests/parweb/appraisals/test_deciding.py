from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from parweb.accounts.verdicts import Refused
from parweb.appraisals.actions.close_stage import close_stage
from parweb.appraisals.actions.decide import Overtaken, decide
from parweb.appraisals.decisions import Decision
from parweb.appraisals.leaves import appraised_leaves
from parweb.appraisals.models import Appraisal
from parweb.appraisals.permissions import may_appraise
from parweb.audit.models import Entry as LogEntry
from parweb.inbox.models import Message
from parweb.rounds.models import Participant
from tests.parweb.appraisals.scene import (
    ACCEPT,
    APPRAISED,
    BANDS,
    NOT_APPLICABLE,
    YES_NO,
    first,
    hand_in,
    second,
)
from tests.parweb.cast import NOW, Cast


def test_accepting_takes_over_the_units_inputs_and_points_and_is_logged(cast: Cast) -> None:
    participant = hand_in(cast, c2_1_2={"value": "1"})
    person = cast.person("appraiser")
    made = decide(person, participant, YES_NO, 1, ACCEPT, revision=0, at=first(cast))
    assert (made.inputs, made.points, made.standing) == ({"value": "1"}, Decimal(1), "measured")
    assert made.answer_revision == 1
    assert Participant.objects.get(pk=participant.pk).leaves_appraised_1 == 1
    entry = LogEntry.objects.get(action="appraisals.decide")
    assert entry.before is None
    assert entry.after["decision"] == "accept"
    assert entry.unit_id == participant.unit_id


def test_corrected_inputs_are_scored_by_the_rule_and_need_a_reason(cast: Cast) -> None:
    participant = hand_in(cast, c2_1_2={"value": "1"})
    person = cast.person("appraiser")
    wrong = Decision("correct", {"value": Decimal(0)})
    with pytest.raises(ValidationError, match="lý do"):
        decide(person, participant, YES_NO, 1, wrong, revision=0, at=first(cast))
    right = Decision("correct", {"value": Decimal(0)}, reason="Không có văn bản")
    made = decide(person, participant, YES_NO, 1, right, revision=0, at=first(cast))
    assert made.points == 0
    assert made.inputs == {"value": "0"}


@pytest.mark.parametrize("points", ["0.76", "-0.01"])
def test_points_are_not_set_outside_what_the_leaf_gives(cast: Cast, points: str) -> None:
    participant = hand_in(cast, c1_3_1={"numerator": "8", "denominator": "10"})
    decision = Decision("set", set_points=Decimal(points), reason="vì")
    with pytest.raises(ValidationError, match="từ 0 đến 0,75"):
        decide(cast.person("appraiser_all"), participant, BANDS, 1, decision, revision=0, at=first(cast))
    assert not Appraisal.objects.exists()


def test_set_points_hold_in_place_of_the_rule_and_the_claimed_inputs_are_kept(cast: Cast) -> None:
    participant = hand_in(cast, c1_3_1={"numerator": "8", "denominator": "10"})
    decision = Decision("set", set_points=Decimal("0.25"), reason="Báo cáo chậm")
    made = decide(cast.person("appraiser_all"), participant, BANDS, 1, decision, revision=0, at=first(cast))
    assert (made.points, made.set_points) == (Decimal("0.25"), Decimal("0.25"))
    assert made.inputs == {"numerator": "8", "denominator": "10"}


def test_a_leaf_that_appraisers_score_is_filled_in_without_a_reason(cast: Cast) -> None:
    participant = hand_in(cast)
    decision = Decision("fill", {"value": Decimal("0.5")})
    made = decide(
        cast.person("appraiser_all"), participant, APPRAISED, 1, decision, revision=0, at=first(cast)
    )
    assert made.points == Decimal("0.5")


def test_what_does_not_apply_leaves_the_points_open(cast: Cast) -> None:
    participant = hand_in(cast)
    decision = Decision("not_applicable", reason="Không phát sinh")
    made = decide(
        cast.person("appraiser"), participant, NOT_APPLICABLE, 1, decision, revision=0, at=first(cast)
    )
    assert (made.standing, made.points) == ("not_applicable", None)


def test_two_appraisers_of_one_leaf_are_told_and_the_first_word_stands(cast: Cast) -> None:
    participant = hand_in(cast, c2_1_2={"value": "1"})
    decide(cast.person("appraiser"), participant, YES_NO, 1, ACCEPT, revision=0, at=first(cast))
    other = Decision("set", set_points=Decimal(0), reason="khác")
    with pytest.raises(Overtaken) as found:
        decide(cast.person("appraiser_all"), participant, YES_NO, 1, other, revision=0, at=first(cast))
    assert found.value.stored.by == cast.users["appraiser"]
    assert Appraisal.objects.get().decision == "accept"
    decide(cast.person("appraiser_all"), participant, YES_NO, 1, other, revision=1, at=first(cast))
    assert Appraisal.objects.get().revision == 2


@pytest.mark.parametrize(
    ("who", "criterion", "why"),
    [
        ("appraiser", BANDS, "không thuộc phần bạn thẩm định"),
        ("appraiser_own", YES_NO, "đơn vị của chính mình"),
        ("officer", YES_NO, "không được phân công"),
        ("manager", YES_NO, "không được phân công"),
        ("chair", YES_NO, "không được phân công"),
    ],
)
def test_nobody_decides_what_is_not_in_their_hands(cast: Cast, who: str, criterion: str, why: str) -> None:
    participant = hand_in(cast, c2_1_2={"value": "1"})
    verdict = may_appraise(cast.person(who), participant, first(cast), criterion, 1)
    assert not verdict
    assert why in str(verdict.why)
    assert str(verdict.who)
    with pytest.raises(Refused):
        decide(cast.person(who), participant, criterion, 1, ACCEPT, revision=0, at=first(cast))


def test_nothing_is_decided_before_the_leader_signed_or_outside_the_phase(cast: Cast) -> None:
    unsigned = cast.participants[1]
    from parweb.appraisals.queries.finding import participant_of

    verdict = may_appraise(cast.person("appraiser"), participant_of(unsigned.pk), first(cast), YES_NO, 1)
    assert "chưa nộp" in str(verdict.why)
    participant = hand_in(cast)
    for at, stage in ((NOW, 1), (second(cast), 1), (first(cast), 2)):
        verdict = may_appraise(cast.person("appraiser"), participant, at, YES_NO, stage)
        assert "thời gian" in str(verdict.why)


def test_a_unit_moves_on_when_its_last_leaf_is_decided(cast: Cast) -> None:
    participant = hand_in(cast)
    codes = list(appraised_leaves(cast.edition))
    Appraisal.objects.bulk_create(
        Appraisal(
            participant=participant,
            criterion_id=code,
            stage=1,
            decision="fill",
            at=NOW,
            by=cast.users["appraiser_all"],
        )
        for code in codes
        if code != APPRAISED
    )
    decision = Decision("fill", {"value": Decimal(1)})
    decide(cast.person("appraiser_all"), participant, APPRAISED, 1, decision, revision=0, at=first(cast))
    stored = Participant.objects.get(pk=participant.pk)
    assert stored.leaves_appraised_1 == len(codes) == 58
    assert stored.state == "appraised_1"


def test_a_manager_closes_a_stage_with_a_reason_and_the_unit_is_told(cast: Cast) -> None:
    participant = hand_in(cast)
    manager = cast.person("manager")
    with pytest.raises(ValidationError):
        close_stage(manager, participant, 1, " ", first(cast))
    with pytest.raises(Refused):
        close_stage(cast.person("appraiser_all"), participant, 1, "vì", first(cast))
    close_stage(manager, participant, 1, "Hết thời gian", first(cast))
    assert Participant.objects.get(pk=participant.pk).state == "appraised_1"
    told = set(Message.objects.filter(event="appraisals.stage_closed").values_list("person", flat=True))
    assert told == {cast.users[name].pk for name in ("officer", "officer2", "leader")}
    assert LogEntry.objects.filter(action="appraisals.close_stage").exists()


def test_keeping_the_first_result_in_the_second_appraisal_copies_it(cast: Cast) -> None:
    participant = hand_in(cast, c2_1_2={"value": "1"})
    person = cast.person("appraiser")
    wrong = Decision("correct", {"value": Decimal(0)}, reason="Không có văn bản")
    decide(person, participant, YES_NO, 1, wrong, revision=0, at=first(cast))
    made = decide(person, participant, YES_NO, 2, Decision("keep"), revision=0, at=second(cast))
    assert (made.inputs, made.points) == ({"value": "0"}, 0)
    stored = Participant.objects.get(pk=participant.pk)
    assert (stored.leaves_appraised_1, stored.leaves_appraised_2) == (1, 1)
