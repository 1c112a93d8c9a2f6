"""The filters of a criterion's page keep, in the database, the units whose lines they would keep."""

import pytest

from parweb.appraisals.models import Appraisal, ExplanationRequest
from parweb.appraisals.queries.criterion_units import units_in_filter
from parweb.appraisals.queries.finding import of_round, round_of
from parweb.appraisals.queries.lines import LINE_FILTERS, keep, lines_of
from parweb.assessments.models import Answer, Entry
from parweb.rounds.models import Participant, Round
from tests.parweb.appraisals.scene import YES_NO, hand_in
from tests.parweb.cast import NOW, Cast

KEPT = {"todo": 3, "differs": 2, "remarks": 2, "stale": 1, "no_evidence": 4}


@pytest.fixture
def year_before(cast: Cast) -> None:
    """Four units: one changed its answer after it was decided, two say other things than last year."""
    previous = Round.objects.create(
        name="Năm trước",
        slug="nam-truoc",
        year=2024,
        edition=cast.edition,
        league=cast.league,
        owner=cast.province,
        created_at=NOW,
        created_by=cast.users["manager"],
    )
    Round.objects.filter(pk=cast.round.pk).update(previous=previous)
    told = {"standing": "measured", "updated_at": NOW, "updated_by": cast.users["officer"]}
    for number, value in enumerate(["0", "1.0", "1", "1"]):
        earlier = Participant.objects.create(round=previous, unit=cast.communes[number])
        entry = Entry.objects.create(participant=earlier)
        Answer.objects.create(entry=entry, criterion_id=YES_NO, inputs={"value": value}, **told)
        hand_in(cast, number, c2_1_2={"value": "1"})
    judged = {"stage": 1, "at": NOW, "by": cast.users["appraiser_all"], "criterion_id": YES_NO}
    last = Participant.objects.get(round=previous, unit=cast.communes[2])
    Appraisal.objects.create(participant=last, decision="set", inputs={"value": "0"}, reason="x", **judged)
    Appraisal.objects.create(participant=cast.participants[0], decision="accept", answer_revision=7, **judged)
    Answer.objects.filter(entry__participant=cast.participants[1]).update(note="ghi chú")
    ExplanationRequest.objects.create(
        participant=cast.participants[3],
        criterion_id=YES_NO,
        question="?",
        due_at=NOW,
        asked_at=NOW,
        asked_by=cast.users["appraiser_all"],
    )


@pytest.mark.parametrize("which", LINE_FILTERS)
def test_a_filter_keeps_the_units_that_looking_at_every_line_keeps(
    cast: Cast, year_before: None, which: str, django_assert_max_num_queries: object
):
    round_ = round_of(cast.round.slug)
    units = Participant.objects.filter(round=round_).order_by("order")
    lines = keep(lines_of(round_, of_round(round_, units), [YES_NO]), which, 1)
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        found = list(units_in_filter(units, round_, YES_NO, which, 1).values_list("pk", flat=True))
    assert found == [line.participant.pk for line in lines]
    assert len(found) == KEPT[which]
