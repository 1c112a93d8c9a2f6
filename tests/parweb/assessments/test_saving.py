"""Saving what was typed for one leaf: values, gaps, set points, two people at once, counters, log."""

from decimal import Decimal

import pytest

from parweb.accounts.verdicts import Refused
from parweb.assessments.actions.save_answer import Conflict, save_answer
from parweb.assessments.drafts import Draft
from parweb.assessments.models import Answer, Entry
from parweb.assessments.queries import participant_with_entry
from parweb.audit.models import Entry as LogEntry
from parweb.evidence.models import Document, Use
from parweb.rounds.models import Participant
from parweb.rounds.states import PhaseKind
from tests.parweb.cast import NOW, Cast

RATIO = "3.2.1.1"
"""Hồ sơ đúng hạn: numerator and denominator, bands up to 2 points."""


def fresh(cast: Cast, number: int = 0) -> Participant:
    found = participant_with_entry(cast.participants[number].pk)
    assert found is not None
    return found


def save(
    cast: Cast, code: str, draft: Draft, *, revision: int = 0, by: str = "officer", at=NOW, confirm=False
):
    return save_answer(cast.person(by), fresh(cast), code, draft, revision=revision, at=at, confirm=confirm)


def test_a_ratio_is_stored_as_exact_text_and_scored_by_its_bands(cast):
    saved = save(cast, "1.1.3", Draft(typed={"numerator": "12", "denominator": "15"}))
    stored = Answer.objects.get()
    assert stored.inputs == {"numerator": "12", "denominator": "15"}
    assert stored.points == Decimal("1.2")
    assert saved.score.points == Decimal("1.2")
    assert stored.standing == "measured"


def test_decimal_commas_are_exact(cast):
    code = next_percent(cast)
    save(cast, code, Draft(typed={"value": "80,88"}))
    assert Answer.objects.get().inputs == {"value": "80.88"}


def next_percent(cast):
    from parweb.assessments.layout import layout_of

    own = layout_of(cast.edition).own
    return next(code for code, leaf in own.items() if [s.type for s in leaf.node.inputs()] == ["percent"])


def test_a_part_above_its_whole_is_refused_and_kept_as_typed(cast):
    saved = save(cast, "1.1.3", Draft(typed={"numerator": "16", "denominator": "15"}))
    stored = Answer.objects.get()
    assert stored.inputs == {"denominator": "15"}
    assert stored.typed == {"numerator": "16"}
    assert stored.standing == "missing"
    assert stored.points is None
    assert [one.field for one in saved.reading.problems] == ["numerator"]


def test_an_ambiguous_number_is_asked_about_and_kept_as_typed(cast):
    saved = save(cast, "1.1.3", Draft(typed={"numerator": "12", "denominator": "1.577"}))
    (problem,) = saved.reading.problems
    assert problem.field == "denominator"
    assert set(problem.readings) == {"1577", "1,577"}
    assert Answer.objects.get().typed == {"denominator": "1.577"}


def test_set_points_need_a_reason(cast):
    saved = save(cast, "1.1.1", Draft(typed={"value": "1"}, set_points="0,25"))
    stored = Answer.objects.get()
    assert stored.set_points is None
    assert stored.typed == {"points": "0,25"}
    assert [one.field for one in saved.reading.problems] == ["set_reason"]


def test_set_points_with_a_reason_take_the_place_of_the_rule(cast):
    saved = save(
        cast, "1.1.1", Draft(typed={"value": "1"}, set_points="0,25", set_reason="ban hành chậm 3 ngày")
    )
    stored = Answer.objects.get()
    assert stored.set_points == Decimal("0.25")
    assert stored.points == Decimal("0.25")
    assert saved.score.points == Decimal("0.25")


def test_set_points_above_the_maximum_are_refused(cast):
    save(cast, "1.1.1", Draft(set_points="0,75", set_reason="vì"))
    assert Answer.objects.get().set_points is None
    assert Answer.objects.get().typed == {"points": "0,75"}


def test_not_applicable_is_refused_where_the_edition_does_not_allow_it(cast):
    saved = save(cast, "1.1.1", Draft(is_not_applicable=True))
    assert Answer.objects.get().standing == "missing"
    assert saved.reading.problems[0].field == "na"


def test_not_applicable_is_taken_where_the_edition_allows_it(cast):
    from parweb.assessments.layout import layout_of

    own = layout_of(cast.edition).own
    code = next(code for code, leaf in own.items() if leaf.node.not_applicable == "full")
    save(cast, code, Draft(is_not_applicable=True))
    stored = Answer.objects.get()
    assert stored.standing == "not_applicable"
    assert stored.points == own[code].node.max


def test_two_people_on_one_leaf_are_told(cast):
    save(cast, "1.1.1", Draft(typed={"value": "1"}))
    with pytest.raises(Conflict) as conflict:
        save(cast, "1.1.1", Draft(typed={"value": "0"}), revision=0, by="officer2")
    assert conflict.value.stored.inputs == {"value": "1"}
    assert conflict.value.stored.revision == 1
    assert Answer.objects.get().inputs == {"value": "1"}


def test_the_same_text_sent_twice_is_saved_once(cast):
    first = save(cast, "1.1.1", Draft(typed={"value": "1"}))
    log = LogEntry.objects.count()
    again = save(cast, "1.1.1", Draft(typed={"value": "1"}), revision=0)
    assert again.answer.revision == first.answer.revision == 1
    assert LogEntry.objects.count() == log


def test_the_second_save_needs_the_first_ones_revision(cast):
    save(cast, "1.1.1", Draft(typed={"value": "1"}))
    saved = save(cast, "1.1.1", Draft(typed={"value": "0"}), revision=1)
    assert saved.answer.revision == 2
    assert Answer.objects.get().points == 0


def test_the_first_save_begins_the_entry_and_moves_the_unit(cast):
    save(cast, "1.1.1", Draft(typed={"value": "1"}))
    participant = Participant.objects.get(pk=cast.participants[0].pk)
    assert participant.state == "in_progress"
    assert Entry.objects.get().participant_id == participant.pk


def test_counters_follow_every_save(cast):
    save(cast, "1.1.1", Draft(typed={"value": "1"}))
    participant = fresh(cast)
    assert (participant.leaves_answered, participant.leaves_proven) == (1, 0)
    save(cast, "1.1.1", Draft(typed={"value": "1"}, explanation="Kế hoạch ban hành ngày 20/01"), revision=1)
    participant = fresh(cast)
    assert (participant.leaves_answered, participant.leaves_proven) == (1, 1)
    save(cast, "1.1.1", Draft(), revision=2)
    participant = fresh(cast)
    assert (participant.leaves_answered, participant.leaves_proven) == (0, 0)


def test_a_document_proves_an_answer_at_the_next_save(cast):
    save(cast, "1.1.1", Draft(typed={"value": "1"}))
    document = Document.objects.create(
        unit=cast.communes[0], abstract="Kế hoạch", created_at=NOW, created_by=cast.users["officer"]
    )
    Use.objects.create(
        participant=cast.participants[0],
        criterion_id="1.1.1",
        document=document,
        added_at=NOW,
        added_by=cast.users["officer"],
    )
    save(cast, "1.1.3", Draft(typed={"numerator": "1", "denominator": "1"}))
    participant = fresh(cast)
    assert (participant.leaves_answered, participant.leaves_proven) == (2, 1)


def test_the_total_counts_the_leaves_that_units_must_fill_in(cast):
    from parweb.assessments.layout import layout_of

    save(cast, "1.1.1", Draft(typed={"value": "1"}))
    needed = layout_of(cast.edition).needed
    assert fresh(cast).leaves_total == len(needed)
    assert 0 < len(needed) < cast.edition.leaves


def test_every_save_is_logged_with_before_and_after(cast):
    save(cast, "1.1.1", Draft(typed={"value": "1"}))
    save(cast, "1.1.1", Draft(typed={"value": "0"}), revision=1, by="officer2")
    entry = LogEntry.objects.filter(action="assessments.save_answer").order_by("sequence").last()
    assert entry.actor_name == "Hoàng Thị Mai"
    assert entry.before == {"inputs": {"value": "1"}}
    assert entry.after == {"criterion": "1.1.1", "inputs": {"value": "0"}}
    assert entry.unit_id == cast.communes[0].pk


def test_people_of_other_units_are_refused_with_who_can(cast):
    with pytest.raises(Refused) as refused:
        save(cast, "1.1.1", Draft(typed={"value": "1"}), by="other_officer")
    assert "không phải cán bộ" in str(refused.value.verdict.why)
    assert "Cán bộ đầu mối" in str(refused.value.verdict.who)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "name", ["manager", "appraiser_all", "appraiser_own", "chair", "observer", "nobody", "admin"]
)
def test_nobody_but_the_unit_fills_in_its_entry(cast, name):
    with pytest.raises(Refused):
        save(cast, "1.1.1", Draft(typed={"value": "1"}), by=name)


def test_after_the_phase_the_entry_is_locked_and_the_moment_is_named(cast):
    late = cast.phase(PhaseKind.SIGNATURE)
    with pytest.raises(Refused) as refused:
        save(cast, "1.1.1", Draft(typed={"value": "1"}), at=late)
    assert "đã khóa lúc" in str(refused.value.verdict.why)


def test_a_reopened_unit_may_type_again(cast):

    late = cast.phase(PhaseKind.APPRAISAL_1)
    cast.reopen(late, days=2)
    save(cast, "1.1.1", Draft(typed={"value": "1"}), at=late)
    assert Answer.objects.count() == 1


def test_a_leaf_that_others_score_takes_nothing_from_the_unit(cast):
    from parweb.assessments.layout import layout_of

    code = next(iter(layout_of(cast.edition).fed))
    with pytest.raises(Refused):
        save(cast, code, Draft(typed={"value": "1"}))


def test_an_unknown_code_is_an_error(cast):
    with pytest.raises(KeyError):
        save(cast, "99.9", Draft(typed={"value": "1"}))
