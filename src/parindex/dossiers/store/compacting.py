"""Making a store small again: files of a partition become one, rows that count no more go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from parindex.dossiers.facts import FACTS
from parindex.dossiers.records import RECORDS
from parindex.dossiers.store.index import in_order, keys_of, places_of, write_run
from parindex.dossiers.store.layout import (
    DEAD,
    dead_path,
    facts_path,
    minus_path,
    read_frame,
    records_path,
    write_frame,
)
from parindex.dossiers.store.manifest import File, Gone, Manifest
from parindex.dossiers.store.rows import dead_rows, live_mask
from parindex.dossiers.store.taking import with_few_runs, write_rows

FULL: Final = 500_000
"""Rows from which a file is left alone."""
MANY: Final = 16
"""Files of a partition that are no trouble yet, of each size."""
_SIZES: Final = (FULL // 32, FULL // 4, FULL)
"""Rows that files of a size stay below. Files become one with those of their size and smaller ones, so a row
is written anew three times at most, however many small batches come in."""
_MOST_DEAD: Final = 0.3


def crowded(manifest: Manifest, many: int = MANY) -> list[tuple[str, int]]:
    """Say which partitions have many small files, and below how many rows they are to become one."""
    small = Counter((one.partition, size) for one in manifest.files if (size := _size(one)))
    largest = dict(sorted(place for place, count in small.items() if count > many))
    return sorted(largest.items())


def _size(file: File) -> int:
    return next((size for size in _SIZES if file.rows < size), 0)


def compact(folder: Path, manifest: Manifest, partition: str, below: int = FULL) -> Manifest:
    """Write the files of a partition below a number of rows anew, without the rows that count no more.

    Sums of weights stay as they are. A million rows are in memory at a time. Raises :class:`ProblemsFound`
    (DO205).
    """
    files = [one for one in manifest.files if one.partition == partition]
    dead = dead_rows(folder, manifest, [partition])
    chosen = [one for one in files if one.rows < below or _dead_share(dead, one) > _MOST_DEAD]
    if not chosen:
        return manifest
    keys, places, made = [], [], list[File]()
    for some in _filled(chosen):
        manifest, numbers = manifest.numbered(1)
        rows, facts = _live(folder, some, dead)
        if rows.height:
            made.append(write_rows(folder, numbers[0], rows, facts, partition))
            keys.append(keys_of(rows["code"]))
            places.append(places_of(numbers[0], np.arange(rows.height)))
    manifest, numbers = manifest.numbered(1)
    runs = manifest.runs
    if made:
        run = write_run(folder, numbers[0], in_order(np.concatenate(keys)), np.concatenate(places))
        runs = (*runs, run)
    left = tuple(one for one in manifest.files if one not in chosen)
    manifest = _forgotten(folder, replace(manifest, files=(*left, *made), runs=runs), chosen, partition)
    return with_few_runs(folder, manifest)


def _dead_share(dead: pl.DataFrame, file: File) -> float:
    return dead.filter(pl.col("file") == file.number).height / max(file.rows, 1)


def _filled(files: list[File]) -> Iterator[list[File]]:
    """Put files together until they are full."""
    before, group = 0, 0
    numbered = []
    for file in files:
        if before + file.rows > 2 * FULL and before:
            before, group = 0, group + 1
        before += file.rows
        numbered.append((group, file))
    for _, some in groupby(numbered, key=lambda one: one[0]):
        yield [file for _, file in some]


def _live(folder: Path, files: list[File], dead: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the rows that count of some files, and their facts."""
    rows, facts = [], []
    for file in files:
        mask = pl.Series(live_mask(dead, file.number, file.rows))
        rows.append(read_frame(records_path(folder, file), RECORDS).filter(mask))
        facts.append(read_frame(facts_path(folder, file), FACTS).filter(mask))
    return pl.concat(rows), pl.concat(facts)


def _forgotten(folder: Path, manifest: Manifest, files: list[File], partition: str) -> Manifest:
    """Take what is said of files that are gone out of what a partition took back."""
    mine = [gone for gone in manifest.gone if gone.partition == partition]
    numbers = [one.number for one in files]
    dead = [read_frame(dead_path(folder, gone), DEAD) for gone in mine]
    minus = [read_frame(minus_path(folder, gone), FACTS) for gone in mine]
    left = tuple(gone for gone in manifest.gone if gone.partition != partition)
    if not mine:
        return manifest
    every, facts = pl.concat(dead), pl.concat(minus)
    stays = ~every["file"].is_in(numbers)
    if not stays.any():
        return replace(manifest, gone=left)
    manifest, taken = manifest.numbered(1)
    gone = Gone(taken[0], partition, int(stays.sum()))
    write_frame(dead_path(folder, gone), every.filter(stays))
    write_frame(minus_path(folder, gone), facts.filter(stays))
    return replace(manifest, gone=(*left, gone))
