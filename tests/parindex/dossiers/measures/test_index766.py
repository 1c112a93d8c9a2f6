"""Values of the 766 index from counts, scored by the shipped edition: points, empty denominators, the open split."""

from decimal import Decimal

import polars as pl
import pytest

from parindex import find_edition, score
from parindex.dossiers.measures.catalogue import COUNTS
from parindex.dossiers.measures.index766 import (
    COUNTED,
    FEEDINGS,
    GIVEN,
    PROCEDURES,
    YEAR_BEFORE,
    feed,
    values_of,
    with_split,
)
from parindex.dossiers.measures.periods import month, year
from parindex.errors import ProblemsFound

EDITION = find_edition("index-766@2022").edition
PETITIONS = [("petition_on_time_share", 0.0, 0.0), ("petition_satisfaction_share", 0.0, 0.0)]
OF_PROCEDURES = [
    ("publication_on_time_share", 9, 10),
    ("disclosure_on_time_share", 10, 10),
    ("disclosure_complete_share", 5, 10),
    ("online_procedure_share", 8, 10),
    ("payable_procedure_share", 4, 10),
    ("electronic_copy_share", 1, 2),
    ("online_service_used_share", None, 8),
    ("citizen_data_procedure_share", None, 10),
]


def given(*rows, unit="u"):
    return pl.DataFrame([(unit, *row) for row in rows], schema=GIVEN, orient="row")


def counts(**known):
    return pl.DataFrame({"unit_id": ["u"], **{name: [known.get(name, 0)] for name in COUNTED}})


def procedures(**known):
    return pl.DataFrame({"unit_id": ["u"], **{name: [known.get(name, 0)] for name in PROCEDURES}})


def fed(count, procedure=None, table=None, period=None):
    rows = feed(
        EDITION,
        count,
        procedures() if procedure is None else procedure,
        given() if table is None else table,
        period or month(2026, 9),
    )
    return {row["criterion_id"]: row for row in rows.iter_rows(named=True)}, rows


def points(rows, edition=EDITION):
    scores = score(edition, values_of(rows)).scores
    return dict(zip(scores["criterion_id"], scores["points"], strict=True))


FULL = {
    "received": 200,
    "synchronised": 200,
    "on_time_766": 180,
    "handled_766": 200,
    "late_766": 20,
    "complained_766": 4,
    "online_with_result": 50,
    "full_online": 30,
    "received_full": 60,
    "with_fee": 40,
    "paid_online": 20,
    "done": 150,
    "done_with_result": 120,
    "done_digitised": 75,
    "reused": 80,
    "from_storage": 20,
    "vneid": 100,
}


def test_every_leaf_of_the_edition_is_fed_and_every_feeding_belongs_to_a_leaf():
    leaves, _ = fed(counts())
    assert set(leaves) == {leaf.code for leaf in EDITION.leaves()}
    assert set(FEEDINGS) <= {row["measure"] for row in leaves.values()}
    opened = {name for one in FEEDINGS.values() for name in (one.opens, *one.opens_lost) if name}
    assert opened <= set(COUNTS)


def test_all_points_come_out_as_the_decision_says_them():
    _, rows = fed(
        counts(**FULL),
        procedures(received_online=6, paid_online=2, with_fee=5, vneid=7),
        given(*PETITIONS, *OF_PROCEDURES),
    )
    got = points(rows)
    expected = {
        "1.1": 5.4, "1.2": 4, "1.3": 1, "1.4": 6, "2.1": 18, "3.1": 3, "3.2": 2.25, "3.3": 1.5, "3.x": 1.5, "3.5a": 1,
        "3.5b": 1, "3.6": 3, "4.1": 4.8, "4.2": 2, "4.x": 1, "4.3": 1, "4.4": 0.4, "4.5a": 1.4, "4.5b": 1,
        "5.2": 6, "5.3": 6, "5.4": 88 * 6 / 90,
    }  # fmt: skip
    assert {code: got[code] for code in expected} == pytest.approx(expected)
    assert got["total"] == pytest.approx(sum(expected.values()), abs=0.005)


def test_an_empty_denominator_gives_full_points_for_petitions_none_for_satisfaction_and_nothing_elsewhere():
    leaves, rows = fed(counts(), table=given(*PETITIONS))
    got = points(rows)
    assert (got["5.2"], got["5.3"], got["5.4"]) == (6, 6, 0)
    assert got["2.1"] is None
    assert leaves["2.1"]["reason"] == "mẫu số bằng 0"


def test_what_dossiers_cannot_know_is_missing_with_its_reason_until_it_is_given():
    leaves, _ = fed(counts(**FULL))
    unknown = {
        code for code, row in leaves.items() if row["reason"] is not None and "chưa có" in row["reason"]
    }
    assert unknown == {"1.1", "1.2", "1.3", "3.1", "3.2", "3.5a", "4.x", "4.5a", "5.2", "5.3"}


def test_dossiers_submitted_online_are_multiplied_by_the_synchronised_share():
    leaves, _ = fed(counts(received=200, synchronised=100, online_with_result=80))
    assert (leaves["3.3"]["numerator"], leaves["3.3"]["denominator"]) == (40, 200)


def test_synchronised_dossiers_are_measured_by_the_greater_number():
    leaves, _ = fed(counts(received=200, synchronised=150), table=given(("dossier_sync_share", None, 300)))
    assert leaves["1.4"]["denominator"] == 300


def test_dossiers_submitted_online_are_multiplied_by_the_share_that_1_4_is_scored_by():
    table = given(("dossier_sync_share", None, 400))
    leaves, _ = fed(counts(received=200, synchronised=100, online_with_result=80), table=table)
    assert leaves["1.4"]["numerator"] / leaves["1.4"]["denominator"] == 0.25
    assert (leaves["3.3"]["numerator"], leaves["3.3"]["denominator"]) == (20, 200)


def test_the_year_before_stands_in_only_where_neither_system_received_a_dossier():
    before = counts().with_columns(pl.lit(1200).alias(YEAR_BEFORE))
    leaves, _ = fed(before, table=given(("dossier_sync_share", None, 5)))
    assert leaves["1.4"]["denominator"] == 5
    leaves, _ = fed(before, table=given(("dossier_sync_share", None, 0)))
    assert leaves["1.4"]["denominator"] == 100


@pytest.mark.parametrize(("period", "expected"), [(month(2026, 9), 100), (year(2026), 1200)])
def test_where_nothing_was_received_the_year_before_stands_in_by_the_share_of_the_period(period, expected):
    before = counts().with_columns(pl.lit(1200).alias(YEAR_BEFORE))
    leaves, _ = fed(before, period=period)
    assert leaves["1.4"]["denominator"] == expected


def test_late_and_complained_dossiers_both_cost_satisfaction_and_never_more_than_all():
    leaves, _ = fed(counts(handled_766=10, late_766=8, complained_766=5))
    assert leaves["5.4"]["numerator"] == 0


def test_the_split_of_the_online_group_is_a_setting():
    other = with_split(EDITION, {"3.1": Decimal(4), "3.2": Decimal(2)})
    _, rows = fed(counts(**FULL), procedures(received_online=4), given(*OF_PROCEDURES))
    got = points(rows, other)
    assert (got["3.1"], got["3.2"]) == (4, 1)
    assert points(rows)["3.1"] == 3


@pytest.mark.parametrize(("split", "code"), [({"3.1": Decimal(5)}, "DO405"), ({"2.1": Decimal(5)}, "DO406")])
def test_a_split_that_does_not_add_up_is_refused(split, code):
    with pytest.raises(ProblemsFound) as found:
        with_split(EDITION, split)
    assert [problem.code for problem in found.value.problems] == [code]


def test_a_commune_with_127_dossiers_on_time_has_the_full_20_points():
    _, rows = fed(counts(on_time_766=127, handled_766=127))
    assert points(rows)["2.1"] == 20
