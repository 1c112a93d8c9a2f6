from decimal import Decimal

import polars as pl

from parindex.scoring.pipeline import score
from parindex.tables import VALUES
from parweb.appraisals.models import Appeal, Appraisal, CouncilSession, Referral
from parweb.appraisals.queries import decided_values
from parweb.frameworks.queries import outline_of
from tests.parweb.appraisals.scene import BANDS, COUNCIL, NOT_APPLICABLE, YES_NO, hand_in
from tests.parweb.cast import NOW, Cast


def appraisal(cast: Cast, code: str, stage: int = 1, **more: object) -> Appraisal:
    values = {"decision": "fill", "reason": "vì", "at": NOW, "by": cast.users["appraiser_all"], **more}
    return Appraisal.objects.create(
        participant=cast.participants[0], criterion_id=code, stage=stage, **values
    )


def council(cast: Cast, points: str, state: str = "closed") -> None:
    session = CouncilSession.objects.create(
        round=cast.round,
        title="Phiên",
        held_at=NOW,
        quorum=1,
        chair=cast.users["chair"],
        secretary=cast.users["secretary"],
        state=state,
    )
    Referral.objects.create(
        session=session,
        participant=cast.participants[0],
        criterion_id=COUNCIL,
        question="?",
        referred_by=cast.users["secretary"],
        referred_at=NOW,
        points=Decimal(points),
        reason="vì",
        decided_at=NOW,
    )


def rows(cast: Cast) -> set[tuple[object, ...]]:
    frame = decided_values(cast.round)
    assert frame.schema == VALUES
    assert set(frame["unit_id"]) <= {str(cast.communes[0].pk)}
    return {row[1:] for row in frame.rows()}


def test_a_round_without_decisions_gives_an_empty_table_of_the_right_shape(cast: Cast) -> None:
    assert decided_values(cast.round).height == 0
    assert decided_values(cast.round).schema == VALUES


def test_every_kind_of_decision_becomes_rows_of_its_source(cast: Cast) -> None:
    appraisal(cast, YES_NO, inputs={"value": "1"})
    appraisal(cast, YES_NO, 2, inputs={"value": "0"})
    appraisal(cast, BANDS, inputs={"numerator": "8", "denominator": "10"}, set_points=Decimal("0.25"))
    appraisal(cast, NOT_APPLICABLE, standing="not_applicable")
    council(cast, "1.25")
    assert rows(cast) == {
        (YES_NO, "value", 1.0, "measured", "appraisal1"),
        (YES_NO, "value", 0.0, "measured", "appraisal2"),
        (BANDS, "numerator", 8.0, "measured", "appraisal1"),
        (BANDS, "denominator", 10.0, "measured", "appraisal1"),
        (BANDS, "points", 0.25, "measured", "appraisal1"),
        (NOT_APPLICABLE, "points", None, "not_applicable", "appraisal1"),
        (COUNCIL, "points", 1.25, "measured", "council"),
    }


def test_what_a_session_has_not_closed_does_not_count(cast: Cast) -> None:
    council(cast, "1.25", state="opened")
    assert rows(cast) == set()


def test_a_granted_appeal_replaces_what_the_council_said(cast: Cast) -> None:
    council(cast, "1.25")
    Appeal.objects.create(
        participant=cast.participants[0],
        criterion_id=COUNCIL,
        claim="Cao hơn",
        state="granted",
        reason="Đúng",
        created_at=NOW,
        decided_at=NOW,
        filed_by=cast.users["officer"],
        granted_points=Decimal("1.5"),
    )
    assert rows(cast) == {(COUNCIL, "points", 1.5, "measured", "council")}


def test_decisions_on_criteria_the_edition_no_longer_has_are_left_out(cast: Cast) -> None:
    appraisal(cast, "99.9", inputs={"value": "1"})
    appraisal(cast, YES_NO, inputs={"old_input": "1"})
    assert rows(cast) == set()


def test_the_engine_takes_the_rows_and_believes_the_later_word(cast: Cast) -> None:
    hand_in(cast)
    appraisal(cast, YES_NO, inputs={"value": "1"})
    appraisal(cast, YES_NO, 2, inputs={"value": "0"})
    appraisal(cast, BANDS, inputs={"numerator": "8", "denominator": "10"}, set_points=Decimal("0.25"))
    appraisal(cast, NOT_APPLICABLE, standing="not_applicable")
    council(cast, "1.25")
    card = score(outline_of(cast.edition).edition, decided_values(cast.round))
    table = card.scores.filter(pl.col("criterion_id").is_in([YES_NO, BANDS, COUNCIL, NOT_APPLICABLE]))
    points = dict(table.select("criterion_id", "points").rows())
    assert points == {YES_NO: 0.0, BANDS: 0.25, COUNCIL: 1.25, NOT_APPLICABLE: None}


def test_the_number_of_queries_does_not_grow_with_the_decisions(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    for code in (YES_NO, BANDS, "1.1.1", "1.2", "2.2.1"):
        appraisal(cast, code, inputs={"value": "1"})
    outline_of(cast.edition)
    with django_assert_max_num_queries(4):
        decided_values(cast.round)


def test_void_decisions_do_not_count_and_newer_ones_hold(cast: Cast) -> None:
    appraisal(cast, YES_NO, inputs={"value": "1"}, voided_at=NOW)
    appraisal(cast, YES_NO, 2, inputs={"value": "0"})
    council(cast, "1.25")
    Referral.objects.update(voided_at=NOW)
    told = {"participant": cast.participants[0], "claim": "x", "created_at": NOW, "reason": "đúng"}
    Appeal.objects.create(
        **told,
        criterion_id=BANDS,
        state="granted",
        granted_points=Decimal("0.5"),
        filed_by=cast.users["leader"],
        voided_at=NOW,
    )
    assert rows(cast) == {(YES_NO, "value", 0.0, "measured", "appraisal2")}
