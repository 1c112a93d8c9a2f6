"""Opening a store, and asking it what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from parindex.dossiers.store.layout import facts_path, minus_path
from parindex.dossiers.store.live import Page, Wanted, page
from parindex.dossiers.store.manifest import Lists, Manifest, read_manifest


@dataclass(frozen=True)
class Store:
    """A store as it was when it was opened; what is imported later is seen when it is opened again."""

    folder: Path
    manifest: Manifest

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open a store; a folder that is empty or not there is an empty store.

        Raises :class:`ProblemsFound` (DO202, DO203): other files in the folder, a broken manifest.
        """
        return cls(path, read_manifest(path))

    @property
    def lists(self) -> Lists:
        """The ids of units, procedures and fields, in the places that facts name."""
        return self.manifest.lists

    @property
    def rows(self) -> int:
        """The number of dossiers, each in its latest state."""
        return sum(one.rows for one in self.manifest.files) - sum(one.rows for one in self.manifest.gone)

    def facts_paths(self) -> list[Path]:
        """Give the Parquet files of :data:`FACTS` whose weights are to be summed."""
        plus = [facts_path(self.folder, one) for one in self.manifest.files]
        return plus + [minus_path(self.folder, one) for one in self.manifest.gone]

    def records(self, wanted: Wanted | None = None, *, offset: int = 0, limit: int = 100) -> Page:
        """Give the latest states of dossiers, a page at a time, and how many there are.

        Newest month first, inside it in the order of import. Raises :class:`ProblemsFound` (DO205).
        """
        return page(self.folder, self.manifest, wanted or Wanted(), offset, limit)
