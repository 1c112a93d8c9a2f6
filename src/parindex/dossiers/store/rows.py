"""Some rows of the files of a store, wherever they lie: only the groups of rows that hold them are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from parindex.dossiers.store.layout import DEAD, ROW_GROUP, dead_path, read_frame, read_groups
from parindex.dossiers.store.manifest import File, Manifest

Rows = npt.NDArray[np.int64]
PathOf = Callable[[Path, File], Path]


def rows_at(path: Path, columns: list[str], rows: Rows) -> pl.DataFrame:
    """Give some rows of a file, in the order asked for."""
    groups = np.unique(rows // ROW_GROUP)
    breaks = np.flatnonzero(np.diff(groups) > 1) + 1
    parts, starts, offsets, read = [], [], [], 0
    for some in np.split(groups, breaks):
        start, end = int(some[0]) * ROW_GROUP, (int(some[-1]) + 1) * ROW_GROUP
        parts.append(read_groups(path, columns, start, end - start))
        starts.append(start)
        offsets.append(read)
        read += parts[-1].height
    part = np.searchsorted(starts, rows, side="right") - 1
    places = rows - np.array(starts)[part] + np.array(offsets)[part]
    return pl.concat(parts).select(pl.all().gather(places))


def fetch(
    folder: Path, manifest: Manifest, at: pl.DataFrame, columns: list[str], path_of: PathOf
) -> pl.DataFrame:
    """Give rows by ``file`` and ``row``, beside the other columns of ``at``, file by file."""
    parts = []
    for (number,), some in at.group_by("file", maintain_order=True):
        path = path_of(folder, manifest.file(int(str(number))))
        parts.append(some.hstack(rows_at(path, columns, some["row"].to_numpy())))
    return pl.concat(parts) if parts else at


def dead_rows(folder: Path, manifest: Manifest, partitions: Iterable[str]) -> pl.DataFrame:
    """Give the rows of some partitions that count no more: ``file``, ``row``."""
    wanted = set(partitions)
    parts = [read_frame(dead_path(folder, gone), DEAD) for gone in manifest.gone if gone.partition in wanted]
    every = pl.concat(parts) if parts else pl.DataFrame(schema=DEAD)
    return every.cast(pl.Int64)


def live_mask(dead: pl.DataFrame, number: int, height: int) -> npt.NDArray[np.bool_]:
    """Tell which rows of a file count."""
    mask = np.ones(height, dtype=np.bool_)
    mask[dead.filter(pl.col("file") == number)["row"].to_numpy()] = False
    return mask
