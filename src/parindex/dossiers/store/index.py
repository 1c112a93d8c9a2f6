"""The index of codes: sorted runs of keys and places, on disk, looked up by binary search.

A key is a hash of a code, so what is found must be compared with the code itself. A place is a file and a
row. A place in a file that the manifest does not name any more is old.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from parindex.dossiers.store.layout import run_paths
from parindex.dossiers.store.manifest import Manifest, Run

Numbers = npt.NDArray[np.uint64]

MOST_RUNS: Final = 6
_FILE_BITS: Final = np.uint64(32)
_ROW_MASK: Final = np.uint64((1 << 32) - 1)
_SLICE: Final = 4_000_000
"""Entries that are merged at a time."""
_MUCH_LARGER: Final = 4


class Found(NamedTuple):
    """Which wanted keys (by position) were found at which files and rows; one may be found often."""

    position: npt.NDArray[np.int64]
    file: npt.NDArray[np.int64]
    row: npt.NDArray[np.int64]


def keys_of(codes: pl.Series) -> Numbers:
    """Hash codes; the same for every run of one version of the hasher."""
    return codes.hash(seed=766).to_numpy()


def places_of(file: int, rows: npt.NDArray[np.int64]) -> Numbers:
    """Give places of rows of a file."""
    return (np.uint64(file) << _FILE_BITS) | rows.astype(np.uint64)


def write_run(folder: Path, run: Run, keys: Numbers, places: Numbers) -> None:
    """Write a part of the index."""
    order = np.argsort(keys, kind="stable")
    for path, column in zip(run_paths(folder, run), (keys, places), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        column[order].tofile(path)


def _opened(folder: Path, run: Run) -> tuple[Numbers, Numbers]:
    if not run.rows:
        return np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.uint64)
    keys, places = (np.memmap(path, dtype=np.uint64, mode="r") for path in run_paths(folder, run))
    return keys, places


def look_up(folder: Path, manifest: Manifest, wanted: Numbers) -> Found:
    """Find keys in every run; what lies in files that are gone is left out."""
    order = np.argsort(wanted)
    asked = wanted[order]
    positions, places = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.uint64)]
    for run in manifest.runs:
        keys, at = _opened(folder, run)
        first = np.searchsorted(keys, asked, side="left")
        hit = np.flatnonzero((first < keys.size) & (keys[np.minimum(first, keys.size - 1)] == asked))
        count = np.searchsorted(keys, asked[hit], side="right") - first[hit]
        steps = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        positions.append(np.repeat(order[hit], count))
        places.append(np.asarray(at[np.repeat(first[hit], count) + steps]))
    position, place = np.concatenate(positions), np.concatenate(places)
    file, row = (place >> _FILE_BITS).astype(np.int64), (place & _ROW_MASK).astype(np.int64)
    there = np.isin(file, [one.number for one in manifest.files])
    return Found(position[there], file[there], row[there])


def to_merge(runs: Sequence[Run]) -> list[Run]:
    """Say which runs should be one: none while they are few; the largest stays while it is much larger."""
    if len(runs) <= MOST_RUNS:
        return []
    largest = max(runs, key=lambda run: run.rows)
    rest = [run for run in runs if run is not largest]
    is_apart = largest.rows > _MUCH_LARGER * sum(run.rows for run in rest)
    return rest if is_apart else list(runs)


def merge(folder: Path, manifest: Manifest, runs: Iterable[Run], number: int) -> Run:
    """Merge runs into a new one, a range of keys at a time; places in files that are gone are left out."""
    opened = [_opened(folder, run) for run in runs]
    total = sum(keys.size for keys, _ in opened)
    bounds = np.linspace(0, 2.0**64, total // _SLICE + 2)[1:-1].astype(np.uint64)
    cuts = [[0, *np.searchsorted(keys, bounds).tolist(), keys.size] for keys, _ in opened]
    known = np.array([file.number for file in manifest.files], dtype=np.uint64)
    run, rows = Run(number, 0), 0
    keys_path, places_path = run_paths(folder, run)
    with keys_path.open("wb") as keys_file, places_path.open("wb") as places_file:
        for part in range(len(bounds) + 1):
            keys = np.concatenate(
                [one[cut[part] : cut[part + 1]] for (one, _), cut in zip(opened, cuts, strict=True)]
            )
            places = np.concatenate(
                [at[cut[part] : cut[part + 1]] for (_, at), cut in zip(opened, cuts, strict=True)]
            )
            there = np.isin(places >> _FILE_BITS, known)
            order = np.argsort(keys[there], kind="stable")
            keys[there][order].tofile(keys_file)
            places[there][order].tofile(places_file)
            rows += order.size
    return Run(number, rows)
