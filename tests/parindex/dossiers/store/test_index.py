"""The index finds every key there is, in every run, and no other."""

from dataclasses import replace

import numpy as np
import pytest

from parindex.dossiers.store.index import MOST_RUNS, in_order, look_up, merge, places_of, to_merge, write_run
from parindex.dossiers.store.manifest import File, Manifest, Run
from parindex.dossiers.store.marks import mark_bits, marks_of, may_have, patterns_of

FILES = tuple(File(number, "p", 5000, number, "2026-01-01", "2026-01-01") for number in range(1, 5))


def made(folder, count=5000):
    """Runs of some files whose keys are partly the same."""
    draw = np.random.default_rng(4)
    keys = [draw.integers(0, 2**64, count, dtype=np.uint64) for _ in FILES]
    keys[1][:50] = keys[0][:50]
    runs = tuple(
        write_run(folder, file.number, in_order(some), places_of(file.number, np.arange(count)))
        for file, some in zip(FILES, keys, strict=True)
    )
    return Manifest(files=FILES, runs=runs), keys


def found(folder, manifest, wanted):
    at = look_up(folder, manifest, in_order(wanted))
    return sorted(zip(at.position.tolist(), at.file.tolist(), at.row.tolist(), strict=True))


@pytest.mark.parametrize("is_merged", [False, True])
@pytest.mark.parametrize("has_marks", [False, True])
def test_every_key_is_found_where_it_lies_and_no_other(tmp_path, is_merged, has_marks):
    manifest, keys = made(tmp_path)
    if is_merged:
        manifest = replace(manifest, runs=(merge(tmp_path, manifest, manifest.runs, 9),))
    if not has_marks:
        manifest = replace(manifest, runs=tuple(replace(run, mark_bits=0) for run in manifest.runs))
    wanted = np.concatenate([keys[0][:100], keys[3][-3:], np.arange(100, dtype=np.uint64)])
    expected = [(place, 1, place) for place in range(100)] + [(place, 2, place) for place in range(50)]
    expected += [(100 + place, 4, 4997 + place) for place in range(3)]
    assert found(tmp_path, manifest, wanted) == sorted(expected)


@pytest.mark.parametrize("words_at_once", [1 << 18, 8])
def test_marks_keep_every_key_that_is_there_and_one_other_in_a_hundred(tmp_path, words_at_once, monkeypatch):
    monkeypatch.setattr("parindex.dossiers.store.index._MARKED_AT_ONCE", words_at_once)
    draw = np.random.default_rng(7)
    mine, others = (np.sort(draw.integers(0, 2**64, 30_000, dtype=np.uint64)) for _ in range(2))
    run = write_run(tmp_path, 1, in_order(mine), places_of(1, np.arange(30_000)))
    marks = np.fromfile(tmp_path / "index" / "00000001.marks", np.uint64)
    assert run.mark_bits == mark_bits(30_000) == 19
    assert marks.nbytes * 8 == 1 << 19
    assert (marks == marks_of(mine, 19, 0, 1 << 13)).all()
    assert (may_have(marks, 19, mine, patterns_of(mine)) == np.arange(30_000)).all()
    assert may_have(marks, 19, others, patterns_of(others)).size < 300


@pytest.mark.parametrize("low_bits", [64, 8, 1])
def test_keys_are_in_order_also_where_they_differ_in_their_last_bits_alone(low_bits):
    keys = np.random.default_rng(1).integers(0, 2**low_bits, 3000, dtype=np.uint64)
    ordered = in_order(keys)
    assert (ordered.keys == np.sort(keys)).all()
    assert (keys[ordered.position] == ordered.keys).all()
    assert sorted(ordered.position) == list(range(3000))


def test_nothing_is_found_in_an_empty_index(tmp_path):
    assert found(tmp_path, Manifest(), np.arange(3, dtype=np.uint64)) == []


def test_a_hundred_imports_leave_few_runs_and_write_each_key_anew_three_times_at_most():
    runs, written = [], 0
    for number in range(100):
        runs.append(Run(number, 1_000_000))
        chosen = to_merge(runs)
        if chosen:
            rows = sum(run.rows for run in chosen)
            written += rows
            runs = [*(run for run in runs if run not in chosen), Run(1000 + number, rows)]
        assert len(runs) <= MOST_RUNS
    assert sum(run.rows for run in runs) == 100_000_000
    assert written <= 300_000_000


def test_a_small_import_every_day_leaves_the_large_run_alone():
    runs = [Run(0, 50_000_000), *(Run(number, 300_000) for number in range(1, MOST_RUNS + 1))]
    assert to_merge(runs) == runs[1:]


def test_a_large_run_is_looked_at_piece_by_piece_and_finds_the_same(tmp_path, monkeypatch):
    manifest, keys = made(tmp_path)
    wanted = np.concatenate([keys[0][:100], keys[2], np.arange(100, dtype=np.uint64)])
    at_once = found(tmp_path, manifest, wanted)
    assert len(at_once) == 100 + 50 + 5000
    monkeypatch.setattr("parindex.dossiers.store.index._MAPPED_AT_ONCE", 300)
    monkeypatch.setattr("parindex.dossiers.store.index._SLICE", 700)
    assert found(tmp_path, manifest, wanted) == at_once
    one = replace(manifest, runs=(merge(tmp_path, manifest, manifest.runs, 9),))
    assert found(tmp_path, one, wanted) == at_once
