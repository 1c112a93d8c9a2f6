"""The library's store as pages read it: which version it is, and its cubes of counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from parindex.dossiers.measures.keeping import Cubes, kept_cubes
from parindex.dossiers.store.folder import Store
from parindex.dossiers.store.manifest import NAME


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

    def cube(self) -> Cubes:
        """Give the counts of all dossiers by half-month, in cubes of several sizes."""
        return _cubes(self)


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


@lru_cache(maxsize=2)
def _cubes(kept: Kept) -> Cubes:
    """Put the cubes together from pieces on disk; only facts that no piece counts yet are read."""
    return kept_cubes(kept.store.facts_paths(), kept.folder.with_name(f"{kept.folder.name}-cube"))
