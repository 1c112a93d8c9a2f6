"""Cubes in files that are mapped into memory: a question touches the rows and columns it is about.

A file is Arrow without compression, in the order of its dimensions, and each count takes as few bytes as
its greatest number needs. The rows of a unit are found by search, and nothing is unpacked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl

from parindex.dossiers.measures.cells import SLOT
from parindex.dossiers.measures.cube import Cube, parts_of, schema_of

_ROWS_AT_ONCE: Final = 500_000
"""Rows of cells that are added up together."""


@dataclass(frozen=True)
class PiecedCube(Cube):
    """A cube whose rows lie in several frames, each in the order of its dimensions."""

    frames: tuple[pl.DataFrame, ...] = ()

    def asked(
        self, names: Sequence[str], by: Sequence[str], where: Mapping[str, Sequence[int]] | None, last: int
    ) -> pl.LazyFrame:
        """Give the rows and columns that are asked about; places of the first dimension are searched for."""
        wanted = dict(where or {})
        places = wanted.pop(self.by[0], None)
        columns = list(dict.fromkeys([*by, *wanted, SLOT, *parts_of(names)]))
        if places is None:
            rows = _alike([frame.select(columns) for frame in self.frames], columns)
        else:
            rows = _rows_of(self.frames, _Wanted(self.by[0], places, last), columns).lazy()
        return Cube(rows, self.by, self.parts).asked(names, by, wanted, last)


class _Wanted(NamedTuple):
    """Which rows are wanted: some places of the dimension that frames are in the order of, up to a slot."""

    name: str
    places: Sequence[int]
    last: int

    def chosen(self, frame: pl.DataFrame) -> Any:
        """Give the positions of the wanted rows of a frame."""
        known, places = frame[self.name].to_numpy(), np.unique(np.asarray(self.places, np.int16))
        first, end = (np.searchsorted(known, places, side=side) for side in ("left", "right"))
        sizes = end - first
        every = np.arange(sizes.sum()) + np.repeat(first - np.cumsum(sizes) + sizes, sizes)
        return every[frame[SLOT].to_numpy().take(every) <= self.last]


def _rows_of(frames: Sequence[pl.DataFrame], wanted: _Wanted, columns: Sequence[str]) -> pl.DataFrame:
    """Give the wanted rows of frames."""
    chosen = [(frame, wanted.chosen(frame)) for frame in frames]
    kinds = _kinds(columns)
    found = []
    for column in columns:
        parts = [frame[column].to_numpy().take(rows) for frame, rows in chosen] or [np.zeros(0, np.int64)]
        found.append(pl.Series(column, np.concatenate(parts)).cast(kinds[column]))
    return pl.DataFrame(found)


def _kinds(columns: Sequence[str]) -> pl.Schema:
    return pl.Schema({name: _EVERY.get(name) or pl.Int16() for name in columns})


def _alike(frames: Sequence[pl.DataFrame], columns: Sequence[str]) -> pl.LazyFrame:
    """Put frames together whose counts take different numbers of bytes; only what is asked is unpacked."""
    kinds = _kinds(columns)
    if not frames:
        return pl.LazyFrame(schema=kinds)
    return pl.concat([frame.lazy().cast(dict(kinds)) for frame in frames])  # type: ignore[arg-type]  # a schema of types


_EVERY = schema_of([])
"""The types of the slot and of every part."""


def loose(frames: Sequence[pl.DataFrame], by: Sequence[str], parts: Sequence[str]) -> Cube:
    """Take frames in any order as one cube."""
    return Cube(_alike(frames, schema_of(by, parts).names()), tuple(by), tuple(parts))


def pieced(frames: Sequence[pl.DataFrame], by: Sequence[str], parts: Sequence[str]) -> PiecedCube:
    """Take frames, each in the order of the dimensions, as one cube."""
    rows = _alike(frames, schema_of(by, parts).names())
    return PiecedCube(rows, tuple(by), tuple(parts), is_compact=len(frames) == 1, frames=tuple(frames))


def narrow(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Give cells whose counts take as few bytes as the greatest of them needs."""
    return pl.DataFrame([rows[name] if name in by else rows[name].shrink_dtype() for name in rows.columns])


def merged(frames: Sequence[pl.DataFrame], by: Sequence[str], parts: Sequence[str]) -> pl.DataFrame:
    """Add up rows of the same cell, in order, without cells that have no count; counts are narrow.

    In each frame a cell is once. Places of the first dimension are added up some at a time, so that little is
    unpacked at once.
    """
    if len(frames) == 1:
        return frames[0].sort([*by, SLOT])
    done = list[pl.DataFrame]()
    for some in _stretches(frames, by):
        done.append(narrow(loose(some, by, parts).compacted().rows.collect(), by))
    return pl.concat(done, how="vertical_relaxed", rechunk=True)


def _stretches(frames: Sequence[pl.DataFrame], by: Sequence[str]) -> Iterator[list[pl.DataFrame]]:
    """Cut frames by places of the first dimension, so that not too many rows are in each cut."""
    count = -(-sum(one.height for one in frames) // _ROWS_AT_ONCE)
    places: list[Any] = [one[by[0]] for one in frames if one.height] if by else []
    if count <= 1 or not places:
        yield list(frames)
        return
    ends = min(one.min() for one in places), max(one.max() for one in places)
    for first, last in pairwise(np.linspace(ends[0], ends[1] + 1, count + 1).astype(int).tolist()):
        yield [one.filter(pl.col(by[0]).is_between(first, last, closed="left")) for one in frames]


def write_piece(cells: pl.DataFrame, path: Path) -> None:
    """Write narrow cells, in order, as a file that can be mapped into memory."""
    cells.write_ipc(path, compression="uncompressed", record_batch_size=max(cells.height, 1))


def read_piece(path: Path) -> pl.DataFrame:
    """Map a file that :func:`write_piece` wrote."""
    import pyarrow as pa  # type: ignore[import-untyped]  # noqa: PLC0415  # only who counts has it

    found = pl.from_arrow(pa.ipc.open_file(pa.memory_map(str(path))).read_all())
    assert isinstance(found, pl.DataFrame)
    return found
