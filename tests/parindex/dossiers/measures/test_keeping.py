"""Cubes beside a store: only what is new is counted, and they always tell what the facts tell."""

import polars as pl
import pytest

from parindex.dossiers.measures import keeping, pieces
from parindex.dossiers.measures.catalogue import COUNTS
from parindex.dossiers.measures.cube import BY, EVERY, cube_of
from parindex.dossiers.measures.cubing import cells_of
from parindex.dossiers.measures.keeping import OF_PROCEDURES, SIZES, kept_cubes
from parindex.dossiers.measures.periods import month, quarter
from parindex.dossiers.measures.pieces import merged, narrow
from parindex.errors import ProblemsFound
from tests.parindex.dossiers.measures.made_facts import facts

ALL = ("unit", "field", "procedure", "channel")
NAMES = list(COUNTS)


@pytest.fixture
def room(tmp_path):
    return tmp_path / "cubes"


@pytest.fixture
def write(tmp_path):
    def written(name, frame):
        path = tmp_path / "facts" / f"{name}.facts.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        frame.write_parquet(path)
        return path

    return written


@pytest.fixture
def counted(monkeypatch):
    """Which files are counted, in the order of counting."""
    names = []
    count = keeping.count_cells

    def watched(paths, *given):
        names.extend(path.name.split(".")[0] for path in paths)
        return count(paths, *given)

    monkeypatch.setattr(keeping, "count_cells", watched)
    return lambda: [names.pop() for _ in range(len(names))]


def whole(*frames):
    return cube_of(cells_of(pl.concat(frames).lazy(), ALL), ALL)


def is_same(cubes, frames):
    wanted, period = whole(*frames), month(2026, 2)
    asked = [((), NAMES), (("unit",), NAMES), (("channel", "field"), NAMES), (("procedure",), OF_PROCEDURES)]
    return all(
        cubes.counts(period, names, by).equals(wanted.counts(period, names, by)) for by, names in asked
    ) and cubes.counts(period, OF_PROCEDURES, ("procedure",), {"unit": [1]}).equals(
        wanted.counts(period, OF_PROCEDURES, ("procedure",), {"unit": [1]})
    )


def test_a_new_batch_is_counted_alone_and_added(room, write, counted):
    old, new = facts(900, 1, is_broken=True), facts(200, 2)
    superseded = old[:50].with_columns(-pl.col("weight"))
    first = write("a/0001", old)
    assert is_same(kept_cubes([first], room), [old])
    assert set(counted()) == {"0001"}
    second, minus = write("a/0002", new), write("b/0003", superseded)
    assert is_same(kept_cubes([first, second, minus], room), [old, new, superseded])
    assert set(counted()) == {"0002", "0003"}
    kept_cubes([first, second, minus], room)
    assert counted() == []


def test_where_files_were_put_together_only_their_folder_is_counted_again(room, write, counted):
    parts = [facts(100, seed) for seed in range(4)]
    paths = [write(f"{'ab'[seed // 2]}/{seed}", frame) for seed, frame in enumerate(parts)]
    kept_cubes(paths, room)
    counted()
    together = write("a/9", pl.concat(parts[:2]))
    assert is_same(kept_cubes([together, *paths[2:]], room), parts)
    assert set(counted()) == {"9"}


def test_a_file_that_was_written_anew_is_counted_anew(room, write, counted):
    path = write("a/1", facts(100, 1))
    kept_cubes([path], room)
    again = facts(120, 2)
    path.unlink()
    assert is_same(kept_cubes([write("a/1", again)], room), [again])


def test_many_small_batches_are_added_up_without_counting_them_again(room, write, counted):
    frames = [facts(60, seed) for seed in range(keeping._MOST_PIECES + 3)]
    paths = []
    for number, frame in enumerate(frames):
        paths.append(write(f"a/{number}", frame))
        cubes = kept_cubes(paths, room)
        assert set(counted()) == {str(number)}
    assert is_same(cubes, frames)
    assert len(list(room.glob("*.json"))) <= keeping._MOST_PIECES + 3


def test_pieces_that_are_not_needed_stay_for_one_change_and_then_go(room, write):
    first = write("a/1", facts(100, 1))
    before = kept_cubes([first], room)
    kept_cubes([write("a/2", facts(100, 2))], room)
    assert is_same(before, [facts(100, 1)])
    kept_cubes([write("a/3", facts(100, 3))], room)
    assert len(list(room.glob("*.json"))) == 2


def test_each_question_goes_to_the_smallest_cube_that_can_answer(room, write):
    cubes = kept_cubes([write("a/1", facts(300, 3))], room)
    fits = {
        "kinds": (NAMES, ()),
        "units": (NAMES, ("unit",)),
        "procedures": (OF_PROCEDURES, ("procedure",)),
        "cells": (NAMES, ("channel", "unit")),
        "procedures-of-units": (OF_PROCEDURES, ("unit", "procedure")),
    }
    assert {
        name: cubes.fitting(*asked) is cubes.of_sizes[name] for name, asked in fits.items()
    } == dict.fromkeys(SIZES, True)
    with pytest.raises(ProblemsFound) as found:
        cubes.counts(month(2026, 2), ["received"], ("field", "procedure"))
    assert [problem.code for problem in found.value.problems] == ["DO410"]


def test_months_of_a_unit_are_those_of_its_facts(room, write):
    frame = facts(1500, 7, is_broken=True)
    cubes = kept_cubes([write("a/1", frame)], room)
    periods = [month(2026, 1), month(2026, 2), quarter(2026, 1)]
    assert cubes.trend(periods, NAMES, (), {"unit": [2]}).equals(
        whole(frame).trend(periods, NAMES, (), {"unit": [2]})
    )


def test_a_store_without_facts_has_cubes_without_counts(room):
    assert kept_cubes([], room).counts(month(2026, 2), ["received"]).row(0) == (0,)


def test_figures_of_many_units_come_from_all_pieces_whatever_bytes_their_counts_take(write, room):
    old, new = facts(4000, 5, units=40), facts(300, 6, units=40)
    many = pl.concat([facts(700, 7, units=40).with_columns(unit=pl.lit(3, pl.Int16))] * 50)
    paths = [write("a/1", old), write("b/2", new), write("c/3", many)]
    cubes, wanted = kept_cubes(paths, room), whole(old, new, many)
    assert len({frame["received"].dtype for frame in cubes.of_sizes["units"].frames}) == 1
    assert len({frame["received"].dtype for frame in cubes.of_sizes["cells"].frames}) > 1
    for units in ([3], [39, 3, 7, 3, 12], [40, 41], []):
        got = cubes.counts(month(2026, 2), NAMES, ("field",), {"unit": units, "channel": [1, 2]})
        asked = {"unit": units, "channel": [1, 2]}
        assert got.equals(wanted.counts(month(2026, 2), NAMES, ("field",), asked)), units


def test_a_piece_that_lacks_one_of_its_files_is_counted_again(write, room, counted):
    frame = facts(300, 3)
    paths = [write("a/1", frame)]
    kept_cubes(paths, room)
    next(room.glob("*.cells.arrow")).unlink()
    counted()
    assert is_same(kept_cubes(paths, room), [frame])
    assert set(counted()) == {"1"}


@pytest.mark.parametrize("rows", [1, 40, 10_000])
def test_cells_added_up_some_units_at_a_time_are_those_added_up_at_once(monkeypatch, rows):
    frames = [facts(500, seed, units=30) for seed in range(3)]
    taken_back = frames[0].with_columns(-pl.col("weight"))
    parts = [narrow(cells_of(frame.lazy()), BY) for frame in (*frames, taken_back)]
    monkeypatch.setattr(pieces, "_ROWS_AT_ONCE", rows)
    got = merged(parts, BY, EVERY)
    wanted = cube_of(cells_of(pl.concat(frames[1:]).lazy())).compacted().rows.collect()
    assert got.cast(dict(wanted.schema)).equals(wanted)
    assert got["received"].dtype == pl.Int8


def test_cells_without_dimensions_are_added_up_however_many_there_are(monkeypatch):
    frames = [facts(300, seed) for seed in range(3)]
    monkeypatch.setattr(pieces, "_ROWS_AT_ONCE", 2)
    got = merged([narrow(cells_of(frame.lazy(), ()), ()) for frame in frames], (), EVERY)
    wanted = cube_of(cells_of(pl.concat(frames).lazy(), ()), ()).compacted().rows.collect()
    assert got.cast(dict(wanted.schema)).equals(wanted)


def test_what_is_kept_takes_a_byte_for_most_counts_and_x(write, room):
    cubes = kept_cubes([write("a/1", facts(3000, 5, units=40))], room)
    (cells,) = cubes.of_sizes["cells"].frames
    assert {cells[part].dtype for part in EVERY if part != "minutes"} == {pl.Int8}
    assert cells["minutes"].dtype in (pl.Int16, pl.Int32)
