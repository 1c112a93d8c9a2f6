"""Facts made anew: of the dossiers that a corrected day of the calendar reaches, or of all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import astuple, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from parindex.dossiers.facts import FACTS, Form06, Index766
from parindex.dossiers.records import RECORDS
from parindex.dossiers.store.folder import Store
from parindex.dossiers.store.importing import Progress, default_derive
from parindex.dossiers.store.layout import (
    facts_path,
    read_frame,
    read_groups,
    records_path,
    sweep,
    write_facts,
)
from parindex.dossiers.store.lock import locked
from parindex.dossiers.store.manifest import NAME, File, Manifest, as_data, read_manifest, write_data
from parindex.dossiers.store.rows import dead_rows, live_mask, rows_at
from parindex.dossiers.store.taking import Derive, Maker, life_exprs, life_of


@dataclass(frozen=True)
class Rederived:
    """How many dossiers were looked at, and what the correction did to them.

    ``changed``: other facts now (also minutes and due dates); ``verdicts``: judged otherwise by one of the
    two rules; ``late``, ``in_time``: late by one of them now and by none before, and the other way round.
    """

    looked_at: int
    changed: int
    verdicts: int = 0
    late: int = 0
    in_time: int = 0

    def __add__(self, other: Rederived) -> Rederived:
        """Add the counts of other dossiers."""
        return Rederived(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


def rederive(
    store: Store,
    clock: Any,  # see Derive
    changed_days: Collection[date] | None,
    *,
    on_progress: Progress | None = None,
    derive: Derive | None = None,
) -> Rederived:
    """Make the facts of affected dossiers anew, by a clock that knows the corrected days.

    A dossier is affected where a changed day lies between its receipt and its end or due date, both days
    included; None: every dossier is, as after a correction of the program. The records, and every other
    dossier, stay as they are. Raises :class:`ProblemsFound` (DO201, DO205).
    """
    maker = Maker(derive or default_derive(), clock)
    days = None if changed_days is None else frozenset(changed_days)
    with locked(store.folder):
        manifest = read_manifest(store.folder)
        sweep(store.folder, manifest)
        files = [file for file in manifest.files if days is None or file.touches(days)]
        done = Rederived(0, 0)
        for number, file in enumerate(files):
            if on_progress is not None:
                on_progress(str(facts_path(store.folder, file)), number / len(files), done.looked_at, 0)
            manifest, of_file = _of_file(store.folder, manifest, file, days, maker)
            done += of_file
        if done.changed:
            write_data(store.folder / NAME, as_data(replace(manifest, serial=manifest.serial + 1)))
    return done


def _of_file(
    folder: Path, manifest: Manifest, file: File, days: frozenset[date] | None, maker: Maker
) -> tuple[Manifest, Rederived]:
    """Write the facts of a file anew where they differ; rows that count no more keep theirs."""
    facts = read_frame(facts_path(folder, file), FACTS)
    rows = _affected(folder, manifest, file, facts, days)
    if not rows.size:
        return manifest, Rederived(0, 0)
    records = rows_at(records_path(folder, file), list(RECORDS), rows)
    made = maker.facts(records, manifest)
    changed = int((~made.hash_rows().eq(facts[rows].hash_rows())).sum())
    if not changed:
        return manifest, Rederived(rows.size, 0)
    manifest, numbers = manifest.numbered(1)
    whole = _replaced(facts, rows, made)
    first, last = life_of(rows_at(records_path(folder, file), list(RECORDS), np.arange(file.rows)), whole)
    after = replace(
        file, facts=numbers[0], first_on=min(first, file.first_on), last_on=max(last, file.last_on)
    )
    write_facts(facts_path(folder, after), whole)
    files = tuple(after if one is file else one for one in manifest.files)
    return replace(manifest, files=files), Rederived(rows.size, changed, *_verdicts(facts[rows], made))


def _verdicts(before: pl.DataFrame, after: pl.DataFrame) -> tuple[int, int, int]:
    """Count what is judged otherwise, what is late only now, and what is late no more."""
    was, now = (one.select(form06=_LATE06, index766=_LATE766) for one in (before, after))
    other = _differs(before, after, "form06") | _differs(before, after, "index766")
    was_late, is_late = (one["form06"] | one["index766"] for one in (was, now))
    return int(other.sum()), int((is_late & ~was_late).sum()), int((was_late & ~is_late).sum())


_LATE06: Final = pl.col("form06") == Form06.LATE
_LATE766: Final = pl.col("index766") == Index766.LATE


def _differs(before: pl.DataFrame, after: pl.DataFrame, name: str) -> pl.Series:
    return before[name] != after[name]


def _affected(
    folder: Path, manifest: Manifest, file: File, facts: pl.DataFrame, days: frozenset[date] | None
) -> Any:
    """Give the rows that count and are affected."""
    is_live = live_mask(dead_rows(folder, manifest, [file.partition]), file.number, file.rows)
    if days is None:
        return np.flatnonzero(is_live)
    first, last = life_exprs()
    moments = ["received_at", "due_at", "finished_at", "returned_at", "refused_at"]
    records = read_groups(records_path(folder, file), moments, 0, file.rows)
    both = pl.concat([records, facts], how="horizontal")
    inside = pl.any_horizontal([pl.lit(day).is_between(first, last) for day in sorted(days)])
    mask = both.select(inside.fill_null(value=False).alias("inside"))["inside"].to_numpy()
    return np.flatnonzero(mask & is_live)


def _replaced(facts: pl.DataFrame, rows: Any, made: pl.DataFrame) -> pl.DataFrame:
    """Put rows in the place of others."""
    order = np.arange(facts.height)
    order[rows] = facts.height + np.arange(made.height)
    return pl.concat([facts, made])[order]
