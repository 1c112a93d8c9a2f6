"""Synthetic dossiers: the same from a seed, whole, marked, and like an office's year."""

from datetime import date

import polars as pl
import pytest

from parindex.dossiers.records import RECORDS, Status
from parindex.dossiers.synthetic import CHUNK, Plan, synthetic_dossiers

PLAN = Plan(date(2025, 7, 1), date(2026, 6, 30), date(2026, 6, 30))


@pytest.fixture(scope="module")
def made():
    return pl.concat(synthetic_dossiers(PLAN, 60_000, seed=3))


def test_a_seed_gives_the_same_dossiers_again_and_another_seed_others(made):
    assert pl.concat(synthetic_dossiers(PLAN, 60_000, seed=3)).equals(made)
    assert not next(synthetic_dossiers(PLAN, 60_000, seed=4)).equals(made)


def test_chunks_have_codes_of_their_own():
    codes = pl.concat([part.select("code") for part in synthetic_dossiers(PLAN, CHUNK + 1000)])["code"]
    assert codes.n_unique() == CHUNK + 1000


def test_every_code_says_that_it_is_synthetic(made):
    assert made.schema == RECORDS
    assert made.select(
        pl.all_horizontal(pl.col("code", "unit_id", "procedure", "field").str.contains("MH").all())
    ).item()


def test_days_of_tet_and_sundays_are_nearly_empty_and_the_weeks_after_tet_are_not(made):
    per_day = made.group_by(day=pl.col("received_at").dt.date()).len()
    tet = per_day.filter(pl.col("day").is_between(date(2026, 2, 15), date(2026, 2, 20)))["len"].sum()
    after = per_day.filter(pl.col("day").is_between(date(2026, 2, 23), date(2026, 2, 27)))["len"].sum()
    sundays = per_day.filter(pl.col("day").dt.weekday() == 7)["len"].sum()
    assert tet < 20
    assert after > 1000
    assert sundays < 0.02 * len(made)


def test_nothing_is_known_of_the_days_after_the_day_it_is_made_for(made):
    moments = made.select(pl.max("received_at", "finished_at", "returned_at", "updated_at"))
    assert moments.select(pl.max_horizontal(pl.all().dt.date())).item() == PLAN.as_of
    assert made.filter(pl.col("status").is_in([2, 4])).height > 200


def test_moments_follow_each_other_and_agree_with_the_status(made):
    done = made.filter(pl.col("status").is_in([Status.DONE, Status.RETURNED]))
    assert done["finished_at"].null_count() == 0
    assert (done["finished_at"] >= done["received_at"]).all()
    assert made.filter(status=Status.SUPPLEMENT_ASKED)["supplement_asked_at"].list.len().min() == 1
    late = done.filter(pl.col("finished_at") > pl.col("due_at")).height / done.height
    assert 0.02 < late < 0.08


def test_a_few_procedures_make_most_dossiers_and_online_ones_are_the_greater_part(made):
    top = made["procedure"].value_counts(sort=True).head(12)["count"].sum()
    assert 0.4 < top / len(made) < 0.8
    assert 0.5 < (made["channel"] == 2).mean() < 0.8
