import pytest
from django.core.exceptions import ValidationError

from parweb.accounts.verdicts import Refused
from parweb.appraisals.actions.accept_plain import accept_plain, undo_plain
from parweb.appraisals.actions.decide import decide
from parweb.appraisals.decisions import Decision
from parweb.appraisals.models import Appraisal, BulkAcceptance, ExplanationRequest
from parweb.appraisals.queries.finding import participant_of, round_of
from parweb.appraisals.queries.plain import plain_lines
from parweb.assessments.models import Answer
from parweb.audit.models import Entry as LogEntry
from parweb.evidence.models import Document, Use
from parweb.rounds.models import Participant
from tests.parweb.appraisals.scene import YES_NO, first, hand_in, second
from tests.parweb.cast import NOW, Cast

UNPROVEN = "2.2.1"


def prove(cast: Cast, participant: Participant, code: str) -> Use:
    document = Document.objects.create(
        unit=participant.unit,
        kind="text",
        abstract="Báo cáo",
        text="Báo cáo",
        created_at=NOW,
        created_by=cast.users["officer"],
    )
    return Use.objects.create(
        participant=participant,
        criterion_id=code,
        document=document,
        added_at=NOW,
        added_by=cast.users["officer"],
    )


def ready(cast: Cast) -> Participant:
    participant = hand_in(cast, c2_1_2={"value": "1"}, c2_2_1={"value": "1"})
    prove(cast, participant, YES_NO)
    return participant


def accept(cast: Cast, participant: Participant, who: str = "appraiser") -> BulkAcceptance:
    seen = frozenset(
        (one.entry.participant_id, one.criterion_id, one.revision)
        for one in Answer.objects.select_related("entry")
    )
    return accept_plain(
        cast.person(who),
        round_of(cast.round.slug),
        [participant],
        [YES_NO, UNPROVEN],
        1,
        scope=participant.unit.name,
        seen=seen,
        at=first(cast),
    )


def reasons(cast: Cast, participant: Participant) -> dict[str, int]:
    return plain_lines(round_of(cast.round.slug), [participant], [YES_NO, UNPROVEN], 1)[1]


def test_what_nothing_speaks_against_is_accepted_and_the_rest_is_left(cast: Cast) -> None:
    participant = ready(cast)
    assert reasons(cast, participant) == {"no_evidence": 1}
    bulk = accept(cast, participant)
    made = Appraisal.objects.get()
    assert (made.criterion_id, made.points, made.bulk) == (YES_NO, 1, bulk)
    assert bulk.accepted == 1
    assert Participant.objects.get(pk=participant.pk).leaves_appraised_1 == 1
    assert "2.1.2: 1" in LogEntry.objects.get(action="appraisals.accept_plain").after[0]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"note": "Xem thêm"}, "remark"),
        ({"explanation": "Chưa có văn bản"}, "remark"),
        ({"set_points": 1, "set_reason": "vì"}, "set_points"),
        ({"is_prefilled": True}, "unconfirmed"),
        ({"typed": {"value": "?"}}, "unread"),
        ({"points": None}, "waits"),
        ({"standing": "missing"}, "not_claimed"),
    ],
)
def test_each_thing_that_speaks_against_it_is_counted_by_its_reason(
    cast: Cast, change: dict[str, object], reason: str
) -> None:
    participant = ready(cast)
    Answer.objects.filter(criterion_id=YES_NO).update(**change)
    assert reasons(cast, participant)[reason] == 1


def test_a_request_for_explanation_keeps_a_line_out(cast: Cast) -> None:
    participant = ready(cast)
    ExplanationRequest.objects.create(
        participant=participant,
        criterion_id=YES_NO,
        question="?",
        due_at=second(cast),
        asked_at=NOW,
        asked_by=cast.users["appraiser"],
    )
    assert reasons(cast, participant)["request"] == 1


def test_a_withdrawn_document_proves_nothing(cast: Cast) -> None:
    participant = ready(cast)
    Document.objects.update(withdrawn_at=NOW)
    assert reasons(cast, participant) == {"no_evidence": 2}


def test_an_answer_changed_since_it_was_shown_is_not_accepted(cast: Cast) -> None:
    participant = ready(cast)
    seen = frozenset({(participant.pk, YES_NO, 1)})
    Answer.objects.filter(criterion_id=YES_NO).update(revision=2)
    with pytest.raises(ValidationError, match="Không còn"):
        accept_plain(
            cast.person("appraiser"),
            round_of(cast.round.slug),
            [participant],
            [YES_NO],
            1,
            scope="x",
            seen=seen,
            at=first(cast),
        )
    assert not BulkAcceptance.objects.exists()


@pytest.mark.parametrize("who", ["appraiser_own", "officer", "manager"])
def test_nobody_accepts_at_one_stroke_what_they_may_not_decide(cast: Cast, who: str) -> None:
    participant = ready(cast)
    with pytest.raises(ValidationError):
        accept(cast, participant, who)
    assert not Appraisal.objects.exists()


def test_undoing_takes_back_only_what_was_not_decided_again(cast: Cast) -> None:
    participant = ready(cast)
    prove(cast, participant, UNPROVEN)
    bulk = accept(cast, participant)
    assert bulk.accepted == 2
    again = Decision("correct", {"value": 0}, reason="Không đúng")
    decide(cast.person("appraiser"), participant, UNPROVEN, 1, again, revision=1, at=first(cast))
    with pytest.raises(Refused):
        undo_plain(cast.person("appraiser_all"), bulk, first(cast))
    assert undo_plain(cast.person("appraiser"), bulk, first(cast)) == 1
    assert list(Appraisal.objects.values_list("criterion_id", flat=True)) == [UNPROVEN]
    assert Participant.objects.get(pk=participant.pk).leaves_appraised_1 == 1
    with pytest.raises(ValidationError):
        undo_plain(cast.person("appraiser"), BulkAcceptance.objects.get(), first(cast))


def test_nothing_is_undone_after_the_stage_is_shut(cast: Cast) -> None:
    bulk = accept(cast, ready(cast))
    with pytest.raises(Refused):
        undo_plain(cast.person("appraiser"), bulk, second(cast))
    assert Appraisal.objects.count() == 1


def test_an_answer_changed_after_it_was_appraised_is_marked(cast: Cast) -> None:
    participant = ready(cast)
    accept(cast, participant)
    Answer.objects.filter(criterion_id=YES_NO).update(revision=2)
    from parweb.appraisals.queries.lines import keep, lines_of

    lines = lines_of(round_of(cast.round.slug), [participant_of(participant.pk)], [YES_NO, UNPROVEN])
    assert [line.code for line in keep(lines, "stale", 1)] == [YES_NO]
