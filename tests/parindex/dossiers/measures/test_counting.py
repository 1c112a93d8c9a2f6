"""Counts by one aggregation are the counts that the definitions give, dossier by dossier."""

from datetime import date

import polars as pl
import pytest

from parindex.dossiers.measures.catalogue import COUNTS, FORM06, RATIOS
from parindex.dossiers.measures.counting import counted, members, needed, with_ratios
from parindex.dossiers.measures.cube import EVERY, cube_of
from parindex.dossiers.measures.cubing import cells_of
from parindex.dossiers.measures.engines import facts_of, open_duckdb
from parindex.dossiers.measures.opening import is_member
from parindex.dossiers.measures.periods import cchc, month, parse_period, span, year
from tests.parindex.dossiers.measures import oracle
from tests.parindex.dossiers.measures.made_facts import facts

PERIODS = [
    month(2026, 2),
    cchc(2026, "Q1"),
    year(2026),
    span(date(2026, 1, 5), date(2026, 1, 5)),
    parse_period("2025-11-03..2026-03-02"),
]
FORM06_NAMES = [count.id for count in FORM06]
OTHERS = [*oracle.WHO, "late_or_overdue", "online_not_in_time"]


@pytest.fixture(scope="module")
def engine():
    return open_duckdb()


@pytest.fixture(scope="module")
def every_count(engine):
    return run(engine, facts(4000, seed=11, is_broken=True), month(2026, 2), COUNTS).row(0, named=True)


def run(engine, frame, period, names, by=()):
    return engine.run(counted(facts_of(engine, frame), period, list(names), by))


@pytest.mark.parametrize("period", PERIODS, ids=lambda p: f"{p.start}..{p.end}")
@pytest.mark.parametrize("is_broken", [False, True])
def test_form_06_is_what_its_definition_gives_row_by_row(engine, period, is_broken):
    frame = facts(3000, seed=7, is_broken=is_broken)
    got = run(engine, frame, period, FORM06_NAMES).row(0, named=True)
    assert got == oracle.form06(frame.to_dicts(), period.start, period.end)
    assert got["accepted"] > 0


@pytest.mark.parametrize("period", PERIODS, ids=lambda p: f"{p.start}..{p.end}")
def test_indicator_2_1_of_decision_766_is_what_its_definition_gives_row_by_row(engine, period):
    frame = facts(3000, seed=8, is_broken=True)
    got = run(engine, frame, period, ["on_time_766", "handled_766"]).row(0)
    assert got == oracle.index766(frame.to_dicts(), period.start, period.end)
    assert 0 < got[0] < got[1]


@pytest.mark.parametrize("period", PERIODS, ids=lambda p: f"{p.start}..{p.end}")
@pytest.mark.parametrize("seed", [21, 22])
def test_every_other_count_is_what_somebody_counts_who_reads_one_dossier_at_a_time(engine, period, seed):
    frame = facts(2500, seed=seed, is_broken=True)
    got = run(engine, frame, period, OTHERS).row(0, named=True)
    rows = frame.to_dicts()
    assert got == {name: oracle.told(name, rows, period.start, period.end) for name in OTHERS}
    if period.is_whole_slots:
        cube = cube_of(cells_of(frame.lazy(), ("unit",), EVERY), ("unit",), EVERY)
        assert cube.counts(period, OTHERS).row(0, named=True) == got


def test_no_count_is_without_its_plain_words():
    described = {*FORM06_NAMES, *oracle.WHO, "late_or_overdue", "online_not_in_time"}
    assert described | {"handled_766", "on_time_766", "late_766"} == set(COUNTS)


def test_the_parts_of_form_06_add_up_in_every_group(engine):
    frame = run(engine, facts(5000, seed=3), month(2026, 3), FORM06_NAMES, ("unit", "field", "procedure"))
    assert len(frame) == 4 * 3 * 6
    assert (frame["accepted"] == frame["carried"] + frame["received"]).all()
    assert (frame["received"] == frame["received_online"] + frame["received_offline"]).all()
    assert (frame["accepted"] == frame["resolved"] + frame["pending"]).all()
    assert (
        frame["resolved"] == frame["resolved_early"] + frame["resolved_on_due"] + frame["resolved_late"]
    ).all()
    assert (frame["pending"] == frame["pending_in_time"] + frame["pending_overdue"]).all()
    assert frame.min().select(FORM06_NAMES).min_horizontal().item() >= 0


@pytest.mark.parametrize("name", ["accepted", "on_time_766", "pending_in_time", "late_days"])
def test_every_count_can_be_opened_to_the_rows_it_counts(engine, every_count, name):
    frame = facts(4000, seed=11, is_broken=True)
    period = month(2026, 2)
    rows = engine.run(members(facts_of(engine, frame), period, name))
    value = {"minutes": "minutes", "late_days": "late_days", "supplements": "supplements"}.get(name)
    weights = rows["weight"].cast(pl.Int64) * (rows[value] if value else 1)
    assert weights.sum() == every_count[name]
    assert len(rows) > 0


def test_a_superseded_row_takes_the_old_one_off_every_count(engine):
    frame = facts(800, seed=4)
    old = facts(300, seed=5)
    signed = pl.concat([frame, old, old.with_columns(-pl.col("weight"))])
    for period in PERIODS[:2]:
        once = run(engine, frame, period, COUNTS)
        assert run(engine, signed, period, COUNTS).equals(once)


def test_what_was_not_accepted_counts_nowhere(engine):
    frame = facts(500, seed=6).with_columns(state=pl.lit(4, dtype=pl.Int8))
    assert run(engine, frame, year(2026), COUNTS).sum_horizontal().item() == 0


def test_a_ratio_is_its_two_counts_and_empty_where_nothing_was_to_count(engine):
    names = tuple(RATIOS)
    frame = run(engine, facts(2000, seed=9), month(2026, 1), needed(names), ("unit",))
    empty = frame.head(1).with_columns(pl.exclude("unit") * 0)
    shares = with_ratios(frame.vstack(empty), names)
    assert shares["online_share"][0] == 100 * frame["received_online"][0] / frame["received"][0]
    assert shares["mean_hours"][0] == pytest.approx(frame["minutes"][0] / frame["timed"][0] / 60)
    assert shares.tail(1).select(names).null_count().sum_horizontal().item() == len(names)


def test_every_measure_says_its_law_its_unit_and_two_counts_that_exist():
    assert all(ratio.numerator in COUNTS and ratio.denominator in COUNTS for ratio in RATIOS.values())
    assert all(
        measure.label and measure.law and measure.unit for measure in (*COUNTS.values(), *RATIOS.values())
    )
    assert set(COUNTS) & set(RATIOS) == set()


@pytest.mark.parametrize("name", COUNTS)
def test_the_question_to_the_store_finds_the_rows_that_were_counted(every_count, name):
    frame = facts(4000, seed=11, is_broken=True)
    period = month(2026, 2)
    rows = frame.filter(is_member(name, period))
    value = {"minutes": "minutes", "late_days": "late_days", "supplements": "supplements"}.get(name)
    weights = rows["weight"].cast(pl.Int64) * (rows[value] if value else 1)
    assert weights.sum() == every_count[name]
