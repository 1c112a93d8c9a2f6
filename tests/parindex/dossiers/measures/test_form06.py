"""Sums of Biểu 06, groups of units, times, late dossiers, the evaluation of TT 01/2018, reconciling."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.calendar.reading import shipped_calendar
from parindex.dossiers.measures import tt01
from parindex.dossiers.measures.counting import counted
from parindex.dossiers.measures.engines import facts_of, open_duckdb
from parindex.dossiers.measures.form06 import COLUMNS, gaps, rows_with_gaps
from parindex.dossiers.measures.groups import grouped
from parindex.dossiers.measures.late import AGES, ages, with_days
from parindex.dossiers.measures.opening import is_member
from parindex.dossiers.measures.periods import month
from parindex.dossiers.measures.reconcile import NEEDED, reconcile
from parindex.dossiers.measures.times import RESOLUTION, histogram, percentiles
from tests.parindex.dossiers.measures.made_facts import facts

PERIOD = month(2026, 2)
ENGINE = open_duckdb()
CLOCK = WorkingClock(shipped_calendar())


def form(frame, by=()):
    return ENGINE.run(counted(facts_of(ENGINE, frame), PERIOD, list(COLUMNS), by))


def test_whole_facts_have_no_gap_and_broken_ones_name_their_rows():
    assert rows_with_gaps(form(facts(1000), ("unit",)), ["unit"]).height == 0
    broken = facts(1000, is_broken=True)
    found = gaps(form(broken).row(0, named=True))
    without_end = broken.filter(is_member("without_end", PERIOD))
    assert [(gap.whole, gap.parts, gap.amount) for gap in found] == [
        ("accepted", ("resolved", "pending"), len(without_end))
    ]
    assert len(without_end) > 0
    assert rows_with_gaps(form(broken, ("unit",)), ["unit"]).height == 4


def test_the_printed_figures_of_thanh_tri_lack_2_dossiers():
    [gap] = reconcile(
        dict.fromkeys(NEEDED, 0), {"accepted": 8180, "resolved": 8104, "pending": 74}
    ).printed_gaps
    assert (gap.amount, gap.words()) == (2, "Tổng số nhận giải quyết = Đã giải quyết + Đang giải quyết")


def test_a_suspect_that_is_as_many_as_the_gap_comes_first():
    counts = dict.fromkeys(NEEDED, 0) | {
        "accepted": 10,
        "received": 10,
        "received_online": 10,
        "resolved": 6,
        "resolved_early": 6,
        "pending": 4,
        "pending_in_time": 4,
        "withdrawn": 1,
        "waiting": 3,
    }
    found = reconcile(counts, {"accepted": 10, "resolved": 6, "pending": 1})
    assert [(one.count, one.dossiers, one.is_exact) for one in found.suspects] == [
        ("waiting", 3, True),
        ("withdrawn", 1, False),
    ]
    assert [(one.count, one.amount) for one in found.differences] == [("pending", -3)]
    assert not found.is_clean


def test_figures_that_agree_are_clean_and_suspect_nobody():
    counts = dict.fromkeys(NEEDED, 0) | {"waiting": 3}
    found = reconcile(counts, {"accepted": 0})
    assert found.is_clean
    assert found.suspects == ()


def test_a_group_is_the_sum_of_its_units_and_a_unit_in_none_stays():
    by_unit = (
        form(facts(900), ("unit",))
        .with_columns(unit_id=pl.col("unit").cast(pl.String))
        .drop("unit")
        .select("unit_id", *COLUMNS)
    )
    merged = grouped(by_unit, {"0": "new", "2": "new"})
    assert set(merged["unit_id"]) == {"new", "1", "3"}
    assert merged.select(COLUMNS).sum().equals(by_unit.select(COLUMNS).sum())


def test_a_percentile_is_at_most_one_bin_above_the_exact_one():
    frame = facts(3000, seed=5)
    bins = ENGINE.run(histogram(facts_of(ENGINE, frame), PERIOD))
    got = percentiles(bins, (0.5, 0.9)).sort("procedure")
    done = frame.filter(is_member("timed", PERIOD))
    exact = (
        done.group_by("procedure")
        .agg(
            p50=pl.col("minutes").quantile(0.5, "higher"),
            p90=pl.col("minutes").quantile(0.9, "higher"),
            n=pl.len(),
        )
        .sort("procedure")
    )
    assert got["dossiers"].to_list() == exact["n"].to_list()
    for name in ("p50", "p90"):
        lower = (
            done.group_by("procedure")
            .agg(q=pl.col("minutes").quantile(float(name[1:]) / 100, "lower"))
            .sort("procedure")["q"]
        )
        assert ((got[name] >= lower) & (got[name] < exact[name] + RESOLUTION)).all()


def test_histograms_of_two_batches_add_up_and_a_superseded_row_is_gone():
    one, two = facts(500, seed=1), facts(500, seed=2)
    both = percentiles(ENGINE.run(histogram(facts_of(ENGINE, pl.concat([one, two])), PERIOD)))
    parts = [ENGINE.run(histogram(facts_of(ENGINE, part), PERIOD)) for part in (one, two)]
    assert percentiles(pl.concat(parts)).sort("procedure").equals(both.sort("procedure"))
    minus = two.with_columns(-pl.col("weight"))
    without = percentiles(ENGINE.run(histogram(facts_of(ENGINE, pl.concat([one, two, minus])), PERIOD)))
    assert without.sort("procedure").equals(percentiles(parts[0]).sort("procedure"))


def test_a_pending_dossier_is_late_by_the_working_days_since_its_due_date():
    frame = facts(2, seed=1).with_columns(
        state=pl.lit(0, dtype=pl.Int8),
        ended_on=pl.lit(None, dtype=pl.Date),
        due_on=pl.Series([date(2026, 2, 26), date(2026, 2, 13)]),
    )
    late = with_days(frame, CLOCK, date(2026, 2, 28))
    assert late["due_on"].to_list() == [date(2026, 2, 13), date(2026, 2, 26)]
    assert late["days_late"][1] == 2
    assert late["days_late"][0] > late["days_late"][1]
    assert late["is_pending"].all()


def test_pending_dossiers_are_in_one_age_each():
    frame = facts(2000, seed=4)
    found = ages(frame, CLOCK, PERIOD)
    assert found["up_to"].to_list() == [*AGES, None]
    assert found["pending"].sum() == form(frame)["pending"].item()


COUNTS = dict.fromkeys(tt01.NEEDED, 0) | {
    "rated": 10, "rated_early": 6, "rated_on_due": 3, "rated_late": 1, "done": 10, "never_supplemented": 8,
    "supplemented_once": 1, "supplemented_twice": 1, "praised_early": 5, "praised_on_due": 3, "done_complained": 1,
    "received": 100, "received_online": 40,
}  # fmt: skip


def test_dossiers_answer_three_indicators_of_tt_01_2018_and_a_fourth_with_the_procedures():
    found = tt01.evaluate(COUNTS)
    assert found.points == {1: Decimal("1.5"), 3: Decimal("1.7"), 7: Decimal("1.4")}
    assert found.missing == (2, 4, 5, 6, 8, 9)
    assert (found.total, found.band) == (Decimal("4.6"), None)
    assert tt01.evaluate(COUNTS, online_procedures=Decimal("0.2")).points[9] == 2


@pytest.mark.parametrize(
    ("online", "overdue", "points"), [(14, 0, 0), (15, 0, 1), (29, 0, 1), (30, 0, 2), (90, 1, 0)]
)
def test_indicator_9_has_its_steps_at_15_and_30_percent_and_none_where_one_is_late(online, overdue, points):
    counts = COUNTS | {"received_online": online, "online_not_in_time": overdue}
    assert tt01.evaluate(counts, online_procedures=Decimal("0.5")).points[9] == points


@pytest.mark.parametrize(
    ("each", "band"), [("2", "Xuất sắc"), ("1.4", "Tốt"), ("1", "Khá"), ("0.7", "Trung bình"), ("0.1", "Yếu")]
)
def test_a_band_needs_all_nine_indicators(each, band):
    given = dict.fromkeys(range(1, 10), Decimal(each))
    assert tt01.evaluate(COUNTS, given=given).band == band
    del given[5]
    assert tt01.evaluate(COUNTS, given=given).band is None
