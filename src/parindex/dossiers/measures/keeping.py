"""Cubes kept in a folder beside a store: a new batch is counted and added, what is there is not read again.

Each folder of facts has its pieces: cubes of some of its files, in a few sizes. Facts that no piece counts
are counted into a new piece. Where facts were put together or made anew, their folder alone is counted again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from parindex.dossiers.measures.cube import BY, EVERY, Cube, parts_of
from parindex.dossiers.measures.cubing import count_cells
from parindex.dossiers.measures.kinds import NO_CUBE
from parindex.dossiers.measures.periods import Period
from parindex.dossiers.measures.pieces import merged, narrow, pieced, read_piece, write_piece
from parindex.errors import Place, Problem, ProblemsFound

OF_PROCEDURES: Final = (
    "accepted", "received", "received_online", "received_offline", "carried", "resolved", "resolved_early",
    "resolved_on_due", "resolved_late", "resolved_in_time", "pending", "pending_in_time", "pending_overdue",
    "late_or_overdue", "handled_766", "on_time_766",
)  # fmt: skip
"""The counts that are kept by procedure."""
_NARROW: Final = parts_of(OF_PROCEDURES)
_MOST_PIECES: Final = 6
"""More pieces of a folder are added up to one."""


class Size(NamedTuple):
    """A cube that is kept: its dimensions, what it counts, whether it is always small enough for memory."""

    by: tuple[str, ...]
    parts: tuple[str, ...]
    is_small: bool


SIZES: Final = {
    "kinds": Size(("field", "channel"), EVERY, is_small=True),
    "units": Size(("unit",), EVERY, is_small=True),
    "procedures": Size(("procedure",), _NARROW, is_small=True),
    "cells": Size(BY, EVERY, is_small=False),
    "procedures-of-units": Size(("unit", "procedure"), _NARROW, is_small=False),
}
"""From the smallest on: the first that can answer does."""
_COUNTED_AS: Final = {
    "cells": ("cells", "units", "kinds"),
    "procedures-of-units": ("procedures-of-units", "procedures"),
}
"""Which sizes are added up from which."""


@dataclass(frozen=True)
class Cubes:
    """The same dossiers in cubes of several sizes; each question goes to the smallest that can answer it."""

    of_sizes: Mapping[str, Cube]

    def fitting(self, names: Sequence[str], dimensions: Iterable[str]) -> Cube:
        """Give the smallest cube with some counts and dimensions; raises :class:`ProblemsFound` (DO410)."""
        wanted, parts = set(dimensions), set(parts_of(names))
        for cube in self.of_sizes.values():
            if wanted <= set(cube.by) and parts <= set(cube.parts):
                return cube
        raise ProblemsFound([Problem(NO_CUBE, Place(), {"by": ", ".join(sorted(wanted))})])

    def counts(
        self,
        period: Period,
        names: Sequence[str],
        by: Sequence[str] = (),
        where: Mapping[str, Sequence[int]] | None = None,
    ) -> pl.DataFrame:
        """Give counts of a period, as :meth:`Cube.counts` does."""
        return self.fitting(names, (*by, *(where or {}))).counts(period, names, by, where)

    def trend(
        self,
        periods: Sequence[Period],
        names: Sequence[str],
        by: Sequence[str] = (),
        where: Mapping[str, Sequence[int]] | None = None,
    ) -> pl.DataFrame:
        """Give counts of several periods, as :meth:`Cube.trend` does."""
        return self.fitting(names, (*by, *(where or {}))).trend(periods, names, by, where)


class _Piece(NamedTuple):
    """Cubes of some files of facts: where they lie, and the files with the moment each was written."""

    path: Path
    folder: str
    files: Mapping[str, int]

    @property
    def is_whole(self) -> bool:
        """Tell whether all its files are there; earlier versions wrote others."""
        return all(self.of_size(name).exists() for name in SIZES)

    def of_size(self, name: str) -> Path:
        return self.path.with_name(f"{self.path.stem}.{name}.arrow")


def kept_cubes(facts: Sequence[Path], room: Path) -> Cubes:
    """Give the cubes of files of facts, counting those that no piece in ``room`` counts yet.

    A piece that is not needed any more stays until the next change, for who may still be reading it.
    """
    room.mkdir(parents=True, exist_ok=True)
    wanted = _by_folder(facts)
    pieces = list(_good_pieces(room, wanted))
    for folder, files in wanted.items():
        mine = [piece for piece in pieces if piece.folder == folder]
        known = {name for piece in mine for name in piece.files}
        if new := {name: stamp for name, stamp in files.items() if name not in known}:
            mine.append(_counted(room, folder, new))
            if len(mine) > _MOST_PIECES:
                mine = [_added_up(room, folder, mine)]
        pieces = [piece for piece in pieces if piece.folder != folder] + mine
    _forget(room, {piece.path.stem for piece in pieces})
    return Cubes({name: _opened(name, size, pieces) for name, size in SIZES.items()})


def _by_folder(facts: Sequence[Path]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for path in facts:
        found.setdefault(str(path.parent), {})[path.name] = path.stat().st_mtime_ns
    return found


def _good_pieces(room: Path, wanted: Mapping[str, Mapping[str, int]]) -> Iterator[_Piece]:
    """Give the pieces whose facts are all still there as they were, each file in one of them."""
    taken: set[tuple[str, str]] = set()
    for path in sorted(room.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        piece = _Piece(path, told["folder"], told["files"])
        now = wanted.get(piece.folder, {})
        names = {(piece.folder, name) for name in piece.files}
        if (
            not names & taken
            and piece.is_whole
            and all(now.get(name) == stamp for name, stamp in piece.files.items())
        ):
            taken |= names
            yield piece


def _counted(room: Path, folder: str, files: Mapping[str, int]) -> _Piece:
    """Count facts into a new piece."""
    piece = _new_piece(room, folder, files)
    paths = [Path(folder) / name for name in files]
    for counted, sizes in _COUNTED_AS.items():
        size = SIZES[counted]
        cells = merged(count_cells(paths, size.by, size.parts), size.by, size.parts)
        for name in sizes:
            write_piece(_rolled(cells, size, SIZES[name]), piece.of_size(name))
    return _told(piece)


def _rolled(cells: pl.DataFrame, size: Size, smaller: Size) -> pl.DataFrame:
    """Add up cells to fewer dimensions."""
    if size == smaller:
        return cells
    rows = pieced([cells], size.by, size.parts).rolled(smaller.by).rows.collect()
    return narrow(rows, smaller.by)


def _added_up(room: Path, folder: str, pieces: Sequence[_Piece]) -> _Piece:
    """Make one piece of several."""
    files = {name: stamp for piece in pieces for name, stamp in piece.files.items()}
    whole = _new_piece(room, folder, files)
    for name, size in SIZES.items():
        frames = [read_piece(piece.of_size(name)) for piece in pieces]
        write_piece(merged(frames, size.by, size.parts), whole.of_size(name))
    return _told(whole)


def _new_piece(room: Path, folder: str, files: Mapping[str, int]) -> _Piece:
    text = json.dumps([folder, sorted(files.items())])
    return _Piece(room / f"{hashlib.sha256(text.encode()).hexdigest()[:24]}.json", folder, files)


def _told(piece: _Piece) -> _Piece:
    """Say what a piece counts; without that it does not count, so it is written last and in one step."""
    part = piece.path.with_suffix(".part")
    part.write_text(json.dumps({"folder": piece.folder, "files": dict(piece.files)}), encoding="utf-8")
    part.replace(piece.path)
    return piece


def _forget(room: Path, kept: set[str]) -> None:
    """Take away what was not needed the last time either; what is not needed now is noted."""
    noted = room / "unneeded.txt"
    before = set(noted.read_text(encoding="utf-8").split()) if noted.exists() else set()
    stems = {path.name.split(".")[0] for path in room.iterdir() if path != noted}
    for stem in (stems - kept) & before:
        for path in room.glob(f"{stem}.*"):
            path.unlink(missing_ok=True)
    noted.write_text("\n".join(sorted(stems - kept - before)), encoding="utf-8")


def _opened(name: str, size: Size, pieces: Sequence[_Piece]) -> Cube:
    frames = [read_piece(piece.of_size(name)) for piece in pieces]
    cube = pieced(frames, size.by, size.parts)
    if size.is_small and len(frames) > 1:
        return pieced([cube.compacted().rows.collect()], size.by, size.parts)
    return cube
