"""The library's store as pages read it: which version it is, and its cube of counts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

import polars as pl
from django.conf import settings

from parindex.dossiers.measures.cube import CUBE, Cube, cube_of, scan_cube, sum_of
from parindex.dossiers.measures.cubing import build_cube
from parindex.dossiers.measures.engines import Engine, open_duckdb
from parindex.dossiers.store.folder import Store
from parindex.dossiers.store.manifest import NAME

_THREADS: Final = 2
_MOST_PIECES: Final = 12
"""More pieces of a cube are put together into one."""


@dataclass(frozen=True)
class Kept:
    """A store as it stands. Two are equal where folder and version are: what is cached by it stays true."""

    folder: Path
    version: int
    stamp: int
    """When the manifest was written: tells two stores apart that lay in one folder one after the other."""
    store: Store = field(compare=False, repr=False)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was imported yet."""
        return not self.store.manifest.files

    def cube(self) -> Cube:
        """Give the counts of all dossiers by unit, field, procedure, channel and half-month."""
        return _cube(self)


def opened() -> Kept:
    """Give the store as it stands now; an empty one where nothing was imported."""
    folder = Path(settings.DOSSIER_STORE)
    manifest = folder / NAME
    stamp = manifest.stat().st_mtime_ns if manifest.exists() else 0
    return _opened(folder, stamp)


@lru_cache(maxsize=4)
def _opened(folder: Path, stamp: int) -> Kept:
    store = Store.open(folder)
    return Kept(folder, store.manifest.serial, stamp, store)


@contextmanager
def counting() -> Iterator[Engine]:
    """Open the engine that counts, and close it again."""
    engine = open_duckdb(threads=_THREADS)
    try:
        yield engine
    finally:
        engine.backend.disconnect()


@lru_cache(maxsize=2)
def _cube(kept: Kept) -> Cube:
    """Put the cube together from pieces on disk; only facts that no piece counts yet are read."""
    paths = {str(path.relative_to(kept.folder)): path for path in kept.store.facts_paths()}
    if not paths:
        return cube_of(pl.DataFrame(schema=CUBE))
    room = kept.folder.with_name(f"{kept.folder.name}-cube")
    room.mkdir(parents=True, exist_ok=True)
    pieces = _good_pieces(room, _stamps(paths))
    counted = {name for names in pieces.values() for name in names}
    if new := sorted(set(paths) - counted):
        if len(pieces) >= _MOST_PIECES:
            pieces, new = {}, sorted(paths)
        piece = _write_piece(room, {name: paths[name] for name in new})
        pieces[piece] = new
    _forget(room, set(pieces))
    return sum_of(scan_cube(piece) for piece in pieces).compacted()


def _stamps(paths: dict[str, Path]) -> dict[str, int]:
    return {name: path.stat().st_mtime_ns for name, path in paths.items()}


def _good_pieces(room: Path, stamps: dict[str, int]) -> dict[Path, list[str]]:
    """Give the pieces whose facts are all still there as they were, with the names of these."""
    good = {}
    for listed in sorted(room.glob("*.json")):
        told: dict[str, int] = json.loads(listed.read_text(encoding="utf-8"))
        piece = listed.with_suffix(".parquet")
        if piece.exists() and all(stamps.get(name) == stamp for name, stamp in told.items()):
            good[piece] = sorted(told)
    return good


def _write_piece(room: Path, paths: dict[str, Path]) -> Path:
    with counting() as engine:
        cube = build_cube(engine, engine.read(list(paths.values())))
    told = _stamps(paths)
    text = json.dumps(told, sort_keys=True)
    piece = room / f"{hashlib.sha256(text.encode()).hexdigest()[:24]}.parquet"
    cube.write(piece)
    piece.with_suffix(".json").write_text(text, encoding="utf-8")  # last: a piece without it does not count
    return piece


def _forget(room: Path, kept: set[Path]) -> None:
    for path in room.iterdir():
        if path.with_suffix(".parquet") not in kept:
            path.unlink(missing_ok=True)
