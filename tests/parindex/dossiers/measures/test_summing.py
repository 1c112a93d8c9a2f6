"""Counting by small numbers gives what the expressions give: every part, in every cell, of any facts."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.dossiers.facts import FACTS
from parindex.dossiers.measures import cells, cubing, summing, tally
from parindex.dossiers.measures.arrays import Arrays
from parindex.dossiers.measures.catalogue import COUNTS
from parindex.dossiers.measures.cells import Space
from parindex.dossiers.measures.counting import counted
from parindex.dossiers.measures.cube import EVERY, cube_of, parts_of
from parindex.dossiers.measures.cubing import build_cube, cells_of, count_facts
from parindex.dossiers.measures.engines import facts_of, open_duckdb
from parindex.dossiers.measures.lanes import Lanes
from parindex.dossiers.measures.legs import legs_of
from parindex.dossiers.measures.periods import month, slot_of
from parindex.dossiers.measures.slots import NEVER, slots_of
from parindex.dossiers.measures.tally import Tally
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


def test_a_batch_of_online_services_alone_with_a_fee_on_each_is_counted_like_any_other():
    # Channels 2 and 3, levels 3 and 4: their least values weigh more than there are profiles.
    frame = facts(600, 11).with_columns(
        pl.col("channel").clip(2, 3), pl.col("level").clip(3, 4), has_fee=pl.lit(value=True)
    )
    assert by_numbers(frame, ALL).equals(by_expressions(frame, ALL))


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


KPI = parts_of(["received", "received_online", "resolved_early", "resolved_on_due", "resolved_late"])
CLASSED = (*KPI, "withdrawn", "unended", "pending", "waiting", "without_end", "done_complained")


def adders_of(frame, by, parts):
    found, legs = Arrays(frame), legs_of(parts)
    return summing._in_blocks(found, legs, Space(found, by, {"ended_on", "due_on"}))


def same_cells(frame, parts, by=("unit",)):
    wanted = by_expressions(frame, by).select(*by, "slot", *parts)
    is_there = pl.any_horizontal(pl.col(part) != 0 for part in parts)
    got = by_numbers(frame, by, parts)
    assert got.height > 20
    return got.equals(wanted.filter(is_there).cast(dict(got.schema)))


@pytest.mark.parametrize("weight", [1, -1, 0, 5, None])
def test_rows_counted_by_class_are_those_of_the_expressions_whatever_they_weigh(weight):
    frame = with_holes(facts(20_000, 31, is_broken=True), 9)
    if weight is not None:
        frame = frame.with_columns(weight=pl.lit(weight, pl.Int8))
    assert [type(one) for one in adders_of(frame, ("unit",), CLASSED)] == [Tally, Tally]
    if weight == 0:
        assert by_numbers(frame, ("unit",), CLASSED).is_empty()
    else:
        assert same_cells(frame, CLASSED)


def test_days_before_1970_and_after_2170_are_counted_by_class_as_by_packed_numbers(monkeypatch):
    frame = facts(9000, 17, is_broken=True)
    far = pl.Series([date(1931, 5, 6), date(1969, 12, 31), date(2170, 1, 1), date(2300, 1, 1)])
    frame = pl.concat([frame, *(frame[:40].with_columns(ended_on=pl.lit(day)) for day in far)])
    early = frame[:300].with_columns(received_on=pl.lit(date(1969, 7, 20)))
    some = pl.concat([frame] * 15 + [early])
    monkeypatch.setattr(tally, "_MOST_TOLD", 2**22)
    assert {type(one) for one in adders_of(some, (), KPI)} == {Tally}
    by_class = by_numbers(some, (), KPI)
    monkeypatch.setattr(tally, "_MOST_TOLD", 0)
    assert {type(one) for one in adders_of(some, (), KPI)} == {Lanes}
    assert by_numbers(some, (), KPI).equals(by_class)
    assert by_class["received"].sum() == some.filter(pl.col("state") != 4).height


def test_columns_that_lie_in_other_pieces_of_memory_than_the_rest_are_counted_alike():
    parts = [facts(count, seed) for seed, count in enumerate((700, 1, 2300))]
    frame = pl.concat(parts, rechunk=False)
    other = frame.with_columns(
        frame["ended_on"].rechunk(), pl.concat([frame["form06"][:1500], frame["form06"][1500:]])
    )
    assert other["form06"].n_chunks() != other["unit"].n_chunks() != other["ended_on"].n_chunks()
    assert by_numbers(other, ("unit",)).equals(by_expressions(frame, ("unit",)))
    assert same_cells(other, KPI)


def test_facts_taken_back_in_files_beside_the_others_leave_what_is_left(tmp_path, monkeypatch):
    frames = {name: facts(3000, seed, is_broken=True) for seed, name in enumerate(("b", "a", "c"))}
    back = frames["b"][:1700].with_columns(-pl.col("weight"))
    paths = []
    for name, frame in frames.items():
        paths.append(tmp_path / name / "1.facts.parquet")
        paths[-1].parent.mkdir()
        frame.write_parquet(paths[-1])
    paths.insert(1, tmp_path / "b" / "1.minus.parquet")
    back.write_parquet(paths[1])
    wanted = by_expressions(pl.concat([*frames.values(), back]), ("unit",)).select("unit", "slot", *KPI)
    wanted = wanted.filter(pl.any_horizontal(pl.col(part) != 0 for part in KPI))
    for size in (1, 8_000_000):
        monkeypatch.setattr(cubing, "_BYTES_AT_ONCE", size)
        for threads in (1, 2, 3):
            got = count_facts(paths, ("unit",), KPI, threads).compacted().rows.collect()
            assert got.equals(wanted.cast(dict(got.schema)))


def test_a_file_that_cannot_be_read_stops_the_counting_in_every_thread(tmp_path):
    paths = [tmp_path / f"{number}.parquet" for number in range(4)]
    for path in paths:
        facts(50, 1).write_parquet(path)
    paths[2].write_bytes(b"PAR1 broken")
    with pytest.raises(pl.exceptions.PolarsError):
        count_facts(paths)


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
    assert len(list(cubing._pieces(paths, FACTS.names()))) == 6
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
