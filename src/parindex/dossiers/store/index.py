"""The index of codes: sorted runs of keys and places, on disk, looked up by binary search.

A key is a hash of a code, so what is found must be compared with the code itself. A place is a file and a
row. A place in a file that the manifest does not name any more is old. Marks (:mod:`.marks`) tell of most
keys that they are not in a run, without a search.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from parindex.dossiers.store.layout import marks_path, run_paths
from parindex.dossiers.store.manifest import Manifest, Run
from parindex.dossiers.store.marks import (
    WORD_BITS,
    Numbers,
    Places,
    first_key,
    mark_bits,
    marks_of,
    may_have,
    patterns_of,
)
from parindex.dossiers.store.safety import make_folder, make_safe

MOST_RUNS: Final = 16
_FILE_BITS: Final = np.uint64(32)
_ROW_MASK: Final = np.uint64((1 << 32) - 1)
_SLICE: Final = 1_000_000
"""Entries that are merged at a time."""
_MARKED_AT_ONCE: Final = 1 << 18
"""Words of marks that are made at a time."""
_MAPPED_AT_ONCE: Final = 64_000_000
"""Keys of a run that are mapped together: what is mapped counts as memory of the process."""
_BYTES: Final = 8


class Ordered(NamedTuple):
    """Keys in their order, and the position each had."""

    keys: Numbers
    position: Places


class Found(NamedTuple):
    """Which wanted keys (by position) were found at which files and rows; one may be found often."""

    position: Places
    file: Places
    row: Places


def keys_of(codes: pl.Series) -> Numbers:
    """Hash codes; the same for every run of one version of the hasher."""
    return codes.hash(seed=766).to_numpy()


def places_of(file: int, rows: Places) -> Numbers:
    """Give places of rows of a file."""
    return (np.uint64(file) << _FILE_BITS) | rows.astype(np.uint64)


def in_order(keys: Numbers) -> Ordered:
    """Sort keys.

    Sorting numbers is three times faster than sorting positions by them, so the lowest bits of each key give
    way to its position; keys that differ in these bits alone are rare, and then positions are sorted.
    """
    low = np.uint64((1 << max(int(keys.size - 1).bit_length(), 1)) - 1)
    mixed = pl.Series((keys & ~low) | np.arange(keys.size, dtype=np.uint64))
    joined = mixed.sort(multithreaded=False).to_numpy()  # two threads take 26 ns of a core, one takes 15
    position = (joined & low).astype(np.int64)
    ordered = keys[position]
    if (ordered[1:] < ordered[:-1]).any():
        position = np.argsort(keys, kind="stable")
        ordered = keys[position]
    return Ordered(ordered, position)


def write_run(folder: Path, number: int, keys: Ordered, places: Numbers) -> Run:
    """Write a part of the index; ``places`` are those of the positions of the keys."""
    run = Run(number, keys.keys.size, mark_bits=mark_bits(keys.keys.size))
    make_folder(folder / "index")
    for path, column in zip(run_paths(folder, run), (keys.keys, places[keys.position]), strict=True):
        column.tofile(path)
    _write_marks(folder, run)
    return _safe(folder, run)


def _safe(folder: Path, run: Run) -> Run:
    make_safe(*run_paths(folder, run), marks_path(folder, run))
    return run


def _write_marks(folder: Path, run: Run) -> None:
    """Write the marks of a run, a range of words at a time."""
    every = 1 << (run.mark_bits - WORD_BITS)
    step = min(every, _MARKED_AT_ONCE)
    starts = range(0, every, step)
    path = run_paths(folder, run)[0]
    cuts = [*_cuts(path, run.rows, (first_key(start, run.mark_bits) for start in starts)), run.rows]
    with marks_path(folder, run).open("wb") as file:
        for start, (first, last) in zip(starts, pairwise(cuts), strict=True):
            marks_of(_numbers(path, first, last), run.mark_bits, start, step).tofile(file)


def _numbers(path: Path, first: int, last: int) -> Numbers:
    """Read some numbers of a file; a mapped file would count as memory of the process."""
    return np.fromfile(path, np.uint64, last - first, offset=first * _BYTES)


def _cuts(path: Path, rows: int, bounds: Iterable[int]) -> list[int]:
    """Give the first places of sorted numbers of a file that are not below each bound."""
    with path.open("rb") as file:

        def number_at(place: int) -> int:
            file.seek(place * _BYTES)
            return int.from_bytes(file.read(_BYTES), sys.byteorder)

        return [bisect_left(range(rows), bound, key=number_at) for bound in bounds]


def _opened(folder: Path, run: Run) -> tuple[Numbers, Numbers]:
    keys, places = (np.memmap(path, dtype=np.uint64, mode="r") for path in run_paths(folder, run))
    return keys, places


def look_up(folder: Path, manifest: Manifest, wanted: Ordered) -> Found:
    """Find keys in every run; what lies in files that are gone is left out."""
    patterns = patterns_of(wanted.keys)
    positions, places = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.uint64)]
    for run in manifest.runs:
        step = wanted.keys.size // (run.rows // _MAPPED_AT_ONCE + 1) + 1
        for first in range(0, wanted.keys.size if run.rows else 0, step):
            some = slice(first, first + step)
            maybe = _may_be_there(folder, run, wanted.keys[some], patterns[some]) + first
            position, place = _found_in(folder, run, wanted.keys[maybe], wanted.position[maybe])
            positions.append(position)
            places.append(place)
    position, place = np.concatenate(positions), np.concatenate(places)
    file, row = (place >> _FILE_BITS).astype(np.int64), (place & _ROW_MASK).astype(np.int64)
    there = np.isin(file, [one.number for one in manifest.files])
    return Found(position[there], file[there], row[there])


def _may_be_there(folder: Path, run: Run, wanted: Numbers, patterns: Numbers) -> Places:
    """Say which of some wanted keys a run may have."""
    if not run.mark_bits:
        return np.arange(wanted.size)
    marks = np.asarray(np.memmap(marks_path(folder, run), dtype=np.uint64, mode="r"))
    return may_have(marks, run.mark_bits, wanted, patterns)


def _found_in(folder: Path, run: Run, asked: Numbers, order: Places) -> tuple[Places, Numbers]:
    """Find keys in a run: their positions and places."""
    keys, at = _opened(folder, run)
    first = np.searchsorted(keys, asked, side="left")
    hit = np.flatnonzero((first < keys.size) & (keys[np.minimum(first, keys.size - 1)] == asked))
    count = np.searchsorted(keys, asked[hit], side="right") - first[hit]
    steps = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(order[hit], count), np.asarray(at[np.repeat(first[hit], count) + steps])


def to_merge(runs: Sequence[Run]) -> list[Run]:
    """Say which runs should be one: none while they are few; then the small ones.

    A run joins those smaller than it while they are as much together as it is, so a key is written anew
    only when its run at least doubles.
    """
    if len(runs) <= MOST_RUNS:
        return []
    ordered = sorted(runs, key=lambda run: run.rows)
    chosen = ordered[:2]
    for run in ordered[2:]:
        if run.rows > sum(one.rows for one in chosen):
            break
        chosen.append(run)
    return chosen


def merge(folder: Path, manifest: Manifest, runs: Iterable[Run], number: int) -> Run:
    """Merge runs into a new one, a range of keys at a time; places in files that are gone are left out."""
    chosen = list(runs)
    total = sum(run.rows for run in chosen)
    bounds = np.linspace(0, 2.0**64, total // _SLICE + 2)[1:-1].astype(np.uint64)
    cuts = [[0, *_cuts(run_paths(folder, run)[0], run.rows, bounds.tolist()), run.rows] for run in chosen]
    known = np.zeros(max((file.number for file in manifest.files), default=0) + 2, np.bool_)
    known[[file.number for file in manifest.files]] = True
    rows = 0
    keys_path, places_path = run_paths(folder, Run(number, 0))
    with keys_path.open("wb") as keys_file, places_path.open("wb") as places_file:
        for spans in zip(*(pairwise(cut) for cut in cuts), strict=True):
            keys, places = _gathered(folder, chosen, spans)
            there = known.take((places >> _FILE_BITS).view(np.int64), mode="clip")
            if not there.all():
                keys, places = keys[there], places[there]
            order = np.argsort(keys, kind="stable")  # the runs are sorted, and so they are only merged
            keys[order].tofile(keys_file)
            places[order].tofile(places_file)
            rows += keys.size
    merged = Run(number, rows, mark_bits=mark_bits(rows))
    _write_marks(folder, merged)
    return _safe(folder, merged)


def _gathered(folder: Path, runs: list[Run], spans: Iterable[tuple[int, int]]) -> tuple[Numbers, Numbers]:
    """Read a span of each run: keys and places."""
    read = [
        tuple(_numbers(path, *span) for path in run_paths(folder, run))
        for run, span in zip(runs, spans, strict=True)
    ]
    keys, places = (np.concatenate(side) for side in zip(*read, strict=True))
    return keys, places
