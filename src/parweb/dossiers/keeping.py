"""The one door to the library's store of dossiers: where it lies, with which clock facts are made."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _

from parindex.dossiers.intake.mapping import mapping_of
from parindex.dossiers.intake.rejects import reject_reasons
from parindex.dossiers.store import kinds
from parindex.dossiers.store.folder import Store
from parindex.dossiers.store.importing import Report, import_files
from parindex.dossiers.store.pending import FileReport
from parindex.dossiers.store.rederiving import Rederived, rederive
from parindex.errors import ProblemsFound
from parweb.dossiers.calendars import working_clock
from parweb.dossiers.receipts import Note, note_of, with_noted
from parweb.interface.numbers import number_text
from parweb.jobs.registry import Progress

Done = TypeVar("Done")
_STEPS: Final = 1000
_MOST_REASONS: Final = 20
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
    """What became of files: counts, titles not read, the rejects and why, every unit code of the store."""

    counts: Mapping[str, int]
    unread: tuple[str, ...]
    unit_codes: tuple[str, ...]
    rejects: Path | None
    reasons: tuple[Mapping[str, Any], ...] = ()
    """``column, reason, cells, file, row``; no value, for it may be about an applicant."""


def open_store() -> Store:
    """Open the store of the site as it is now; an empty one where nothing was imported yet."""
    return Store.open(Path(settings.DOSSIER_STORE))


def take_in(
    paths: Sequence[Path],
    mapping: Mapping[str, Any],
    name: str,
    progress: Progress,
    noted: Note,
    keep_note: Callable[[Note], object],
) -> Outcome:
    """Import files into the store of the site; ``name`` tells its file of rejects from others.

    One import writes at a time: this one waits for its turn. What is counted goes to ``keep_note`` before the
    store takes it; ``noted`` is what an earlier run of the same import kept. Raises :class:`ProblemsFound`.
    """
    folder = Path(settings.DOSSIER_STORE)
    rejects, serial = folder / "rejects" / f"{name}.csv", open_store().manifest.serial

    def told(_file: str, share: float, rows: int, rejected: int) -> None:
        if share >= 1:
            keep_note(note_of(folder))
        counts = {"rows": number_text(rows, 0), "rejected": number_text(rejected, 0)}
        step = _("Đã đọc {rows} dòng, loại {rejected} dòng").format(**counts)
        progress(int(share * _STEPS), _STEPS, step)

    def work() -> Report:
        columns = mapping_of(dict(mapping))
        return import_files(open_store(), paths, columns, working_clock(), on_progress=told, rejects=rejects)

    files = with_noted(_in_turn(work, progress).files, noted, serial)
    return _outcome(files, rejects if rejects.exists() else None)


def forget_rejects(name: str) -> None:
    """Take away the file of rejects of an import."""
    (Path(settings.DOSSIER_STORE) / "rejects" / f"{name}.csv").unlink(missing_ok=True)


def _outcome(files: tuple[FileReport, ...], rejects: Path | None) -> Outcome:
    counts = {name: sum(getattr(one, column) for one in files) for name, column in _COUNTS.items()}
    return Outcome(
        {"files": len(files), "known_files": sum(one.is_known for one in files), **counts},
        tuple(dict.fromkeys(title for one in files for title in one.unread)),
        open_store().lists.units,
        rejects,
        ()
        if rejects is None
        else tuple(reject_reasons(rejects).drop("value").head(_MOST_REASONS).to_dicts()),
    )


def judge_again(days: Collection[date], progress: Progress) -> Rederived:
    """Make the facts of the dossiers anew whose life holds one of some corrected days, by today's calendar.

    Waits for its turn as an import does. Raises :class:`ProblemsFound`.
    """

    def told(_file: str, share: float, rows: int, _rejected: int) -> None:
        step = _("Đã xem {rows} hồ sơ").format(rows=number_text(rows, 0))
        progress(int(share * _STEPS), _STEPS, step)

    def work() -> Rederived:
        return rederive(open_store(), working_clock(), days, on_progress=told)

    return _in_turn(work, progress)


def _in_turn(work: Callable[[], Done], progress: Progress) -> Done:
    for _second in range(_WAITED // _PAUSE):
        try:
            return work()
        except ProblemsFound as found:
            if all(one.kind is not kinds.LOCKED for one in found.problems):
                raise
        progress(0, _STEPS, _("Đang chờ lượt nhập khác xong"))
        time.sleep(_PAUSE)
    return work()
