"""The one door to the library's store of dossiers: where it lies, with which clock facts are made."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.calendar.reading import shipped_calendar
from parindex.dossiers.intake.mapping import mapping_of
from parindex.dossiers.store import kinds
from parindex.dossiers.store.folder import Store
from parindex.dossiers.store.importing import Report, import_files
from parindex.errors import ProblemsFound
from parweb.interface.numbers import number_text
from parweb.jobs.registry import Progress

_STEPS: Final = 1000
_WAITED: Final = 3600
"""Seconds to wait for another import to be done."""
_PAUSE: Final = 2
_COUNTS: Final = {
    "read": "rows",
    "new": "new",
    "changed": "changed",
    "unchanged": "unchanged",
    "older": "older",
    "rejected": "rejected",
}


@dataclass(frozen=True)
class Outcome:
    """What became of files: counts, titles that were not read, the rejects, every unit code of the store."""

    counts: Mapping[str, int]
    unread: tuple[str, ...]
    unit_codes: tuple[str, ...]
    rejects: Path | None


def open_store() -> Store:
    """Open the store of the site as it is now; an empty one where nothing was imported yet."""
    return Store.open(Path(settings.DOSSIER_STORE))


def working_clock() -> WorkingClock:
    """Give the clock of the shipped calendar and usual office hours."""
    return WorkingClock(shipped_calendar())


def take_in(paths: Sequence[Path], mapping: Mapping[str, Any], name: str, progress: Progress) -> Outcome:
    """Import files into the store of the site; ``name`` tells its file of rejects from others.

    One import writes at a time: this one waits for its turn. Raises :class:`ProblemsFound`.
    """
    rejects = Path(settings.DOSSIER_STORE) / "rejects" / f"{name}.csv"

    def told(_file: str, share: float, rows: int, rejected: int) -> None:
        counts = {"rows": number_text(rows, 0), "rejected": number_text(rejected, 0)}
        step = _("Đã đọc {rows} dòng, loại {rejected} dòng").format(**counts)
        progress(int(share * _STEPS), _STEPS, step)

    def work() -> Report:
        columns = mapping_of(dict(mapping))
        return import_files(open_store(), paths, columns, working_clock(), on_progress=told, rejects=rejects)

    report = _in_turn(work, progress)
    counts = {name: report.total(column) for name, column in _COUNTS.items()}
    known = sum(one.is_known for one in report.files)
    return Outcome(
        {"files": len(report.files), "known_files": known, **counts},
        tuple(dict.fromkeys(title for one in report.files for title in one.unread)),
        open_store().lists.units,
        rejects if rejects.exists() else None,
    )


def _in_turn(work: Callable[[], Report], progress: Progress) -> Report:
    for _second in range(_WAITED // _PAUSE):
        try:
            return work()
        except ProblemsFound as found:
            if all(one.kind is not kinds.LOCKED for one in found.problems):
                raise
        progress(0, _STEPS, _("Đang chờ lượt nhập khác xong"))
        time.sleep(_PAUSE)
    return work()
