"""Counting by small numbers gives what the expressions give: every part, in every cell, of any facts."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.dossiers.facts import FACTS
from parindex.dossiers.measures import cells, cubing, summing
from parindex.dossiers.measures.catalogue import COUNTS
from parindex.dossiers.measures.counting import counted
from parindex.dossiers.measures.cube import EVERY, cube_of, parts_of
from parindex.dossiers.measures.cubing import build_cube, cells_of, count_facts
from parindex.dossiers.measures.engines import facts_of, open_duckdb
from parindex.dossiers.measures.periods import month, slot_of
from parindex.dossiers.measures.slots import NEVER, slots_of
from tests.parindex.dossiers.measures.made_facts import FLAGS, facts

ENGINE = open_duckdb()
ALL = ("unit", "field", "procedure", "channel")


def by_expressions(frame, by):
    return build_cube(ENGINE, facts_of(ENGINE, frame), by).rows.collect()


def by_numbers(frame, by, parts=EVERY):
    return cube_of(cells_of(frame.lazy(), by, parts), by, parts).compacted().rows.collect()


def with_holes(frame, seed):
    """Facts as no store makes them: flags, levels and channels that are not there, weights of any size."""
    draw = np.random.default_rng(seed)
    for name in (*FLAGS, "level", "index766", "form06", "supplements"):
        frame = frame.with_columns(frame[name].set(pl.Series(draw.random(len(frame)) < 0.1), None))
    return frame.with_columns(weight=pl.Series(draw.integers(-3, 128, len(frame)), dtype=pl.Int8))


@settings(max_examples=6, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    count=st.integers(1, 900),
    by=st.sampled_from([(), ("unit",), ("unit", "field", "channel"), ("procedure", "unit"), ALL]),
    has_holes=st.booleans(),
)
def test_every_cell_is_that_of_the_expressions(seed, count, by, has_holes):
    frame = facts(count, seed, units=9, is_broken=True)
    if has_holes:
        frame = with_holes(frame, seed)
    assert by_numbers(frame, by).equals(by_expressions(frame, by))


@pytest.mark.parametrize("by", [("unit",), ALL], ids=str)
def test_thousands_of_rows_in_few_cells_or_in_many_are_added_up_alike(by, monkeypatch):
    frame = pl.concat([facts(12_000, 5, units=40, is_broken=True), with_holes(facts(3000, 6), 6)])
    wanted = by_expressions(frame, by)
    assert by_numbers(frame, by).equals(wanted)
    monkeypatch.setattr(summing, "_BLOCK", 1000)
    monkeypatch.setattr(cells, "_MOST_DENSE", 0)
    assert by_numbers(frame, by).equals(wanted)


@pytest.fixture(scope="module")
def some():
    frame = facts(3000, 12, is_broken=True)
    return frame, by_expressions(frame, ("unit",))


@pytest.mark.parametrize("part", EVERY)
def test_a_part_alone_is_what_it_is_among_all(some, part):
    frame, every = some
    alone = by_numbers(frame, ("unit",), (part,))
    assert alone.equals(every.select("unit", "slot", part).filter(pl.col(part) != 0))
    assert len(alone) > 3


def test_a_sum_that_fills_its_lane_does_not_run_over_into_the_next():
    frame = pl.concat(
        [facts(1, 3).with_columns(state=pl.lit(0, pl.Int8), channel=pl.lit(2, pl.Int8))] * 70_000
    )
    for weight in (127, -127):
        heavy = frame.with_columns(weight=pl.lit(weight, pl.Int8))
        got = by_numbers(heavy, ()).filter(pl.col("received") != 0)
        assert got["received"].to_list() == [weight * 70_000]
        assert got["received_online"].to_list() == [weight * 70_000]
        assert got["received_post"].to_list() == [0]


def test_files_are_counted_a_piece_at_a_time_and_give_the_same_cells(tmp_path, monkeypatch):
    frame = facts(5000, 8, is_broken=True)
    paths = [tmp_path / f"{number}.parquet" for number in range(3)]
    for path, rows in zip(paths, (frame[:100], frame[100:4900], frame[4900:]), strict=True):
        rows.write_parquet(path)
    monkeypatch.setattr(cubing, "_ROWS_AT_ONCE", 1000)
    monkeypatch.setattr(cubing, "_BYTES_AT_ONCE", 20_000)
    assert len(list(cubing._pieces(paths, ["weight"]))) == 6
    assert (
        count_facts(paths)
        .compacted()
        .rows.collect()
        .equals(by_expressions(frame, ("unit", "field", "channel")))
    )


def test_the_counts_of_months_straight_from_facts_are_those_of_the_expressions(tmp_path):
    frame = facts(6000, 14, is_broken=True)
    frame.write_parquet(tmp_path / "facts.parquet")
    months = [month(2026, number) for number in range(1, 5)]
    names = list(COUNTS)
    table = count_facts([tmp_path / "facts.parquet"], ("unit",), parts_of(names)).trend(
        months, names, ("unit",)
    )
    for number, one in enumerate(months):
        wanted = ENGINE.run(counted(facts_of(ENGINE, frame), one, names, ("unit",))).sort("unit")
        assert table.filter(period=number).drop("period").equals(wanted)


def test_no_facts_have_no_cells(tmp_path):
    pl.DataFrame(schema=FACTS).write_parquet(tmp_path / "none.parquet")
    assert count_facts([tmp_path / "none.parquet"]).rows.collect().height == 0
    assert count_facts([]).rows.collect().height == 0


def test_the_slot_of_each_day_of_a_century_is_that_of_one_day():
    days = pl.date_range(date(1970, 1, 1), date(2069, 12, 31), eager=True)
    assert slots_of(days).tolist() == [slot_of(day) for day in days]
    assert slots_of(days, 1).tolist()[:-1] == slots_of(days).tolist()[1:]
    assert slots_of(pl.Series([None, date(2999, 1, 1)], dtype=pl.Date)).tolist() == [NEVER, NEVER]
