"""What an import has counted, noted before its last step: found again where a worker died right after it.

The store takes files in one step, the database marks the import as done in another. A worker that is killed
between the two leaves files that are known already; the next worker gives the counts of the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from parindex.dossiers.store.pending import FileReport, read_pending

Note = Mapping[str, Any]
"""``base``: the serial of the store before the import; ``files``: the counts of each file."""


def note_of(folder: Path) -> Note:
    """Give the counts of the import that is under way in a store; empty where there is none."""
    pending = read_pending(folder)
    if pending is None:
        return {}
    return {"base": pending.base, "files": [asdict(one) for one in pending.reports]}


def with_noted(reports: tuple[FileReport, ...], note: Note, serial: int) -> tuple[FileReport, ...]:
    """Give the noted counts of files that are known only because their own import was cut off after its end.

    ``serial`` is that of the store before ``reports`` were made: it has grown since the note where the store
    took the files.
    """
    noted = [_report(one) for one in note.get("files", ())]
    if len(noted) != len(reports) or serial <= int(note["base"]):
        return reports
    pairs = zip(reports, noted, strict=True)
    return tuple(then if now.is_known and not then.is_known else now for now, then in pairs)


def _report(told: Mapping[str, Any]) -> FileReport:
    return FileReport(**{**told, "unread": tuple(told["unread"])})
