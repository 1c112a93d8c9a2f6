"""An import that is under way, as it is kept to go on after a stop."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from parindex.dossiers.store.layout import reject_path
from parindex.dossiers.store.manifest import PENDING, Manifest, as_data, of_data
from parindex.dossiers.store.taking import Taken


@dataclass(frozen=True)
class FileReport:
    """What became of the rows of a file; ``unread`` are its columns and sheets that were not read.

    ``is_known``: the same file came in before, so it was not read again.
    """

    file: str
    unread: tuple[str, ...] = ()
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    rejected: int = 0
    is_known: bool = False

    def plus(self, rows: int, taken: Taken, rejected: int) -> FileReport:
        """Add the counts of a chunk."""
        return replace(
            self,
            rows=self.rows + rows,
            new=self.new + taken.new,
            changed=self.changed + taken.changed,
            unchanged=self.unchanged + taken.unchanged,
            older=self.older + taken.older,
            rejected=self.rejected + rejected,
        )


@dataclass(frozen=True)
class Pending:
    """What an import has done so far: on which state of the store, with which files, up to where.

    ``manifest`` names all it wrote, and becomes the store's when the import is done.
    """

    base: int
    inputs: tuple[str, ...]
    manifest: Manifest
    reports: tuple[FileReport, ...]
    rejects: tuple[int, ...] = ()
    file: int = 0
    offset: int = 0
    rows: int = 0
    share: float = 0.0

    def as_data(self) -> dict[str, Any]:
        """Give it as plain data."""
        data = {
            name: getattr(self, name)
            for name in ("base", "inputs", "rejects", "file", "offset", "rows", "share")
        }
        return {**data, "manifest": as_data(self.manifest), "reports": [vars(one) for one in self.reports]}

    def reject_paths(self, folder: Path) -> frozenset[Path]:
        """Give the files of what was set aside so far."""
        return frozenset(reject_path(folder, number) for number in self.rejects)


def read_pending(folder: Path) -> Pending | None:
    """Read what an earlier import left; None where there is nothing, or nothing that can be used."""
    try:
        data = json.loads((folder / PENDING).read_text(encoding="utf-8"))
        reports = tuple(FileReport(**{**one, "unread": tuple(one["unread"])}) for one in data.pop("reports"))
        manifest = of_data(data.pop("manifest"))
        data |= {name: tuple(data[name]) for name in ("inputs", "rejects")}
        return Pending(manifest=manifest, reports=reports, **data)
    except (OSError, ValueError, KeyError, TypeError):
        return None
