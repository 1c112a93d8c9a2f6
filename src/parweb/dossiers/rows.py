"""Single dossiers behind a figure: code, procedure, days, state. Nothing says who the applicant is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, overload

import polars as pl

from parindex.dossiers.apologies import apologies_due, owes_letter
from parindex.dossiers.measures.catalogue import RATIOS
from parindex.dossiers.measures.late import days_late
from parindex.dossiers.measures.opening import is_member
from parindex.dossiers.measures.periods import Period
from parindex.dossiers.store.live import Wanted
from parindex.dossiers.verdicts import verdicts
from parweb.dossiers.calendars import working_clock
from parweb.dossiers.kept import Kept

MOST_LISTED: Final = 5000
"""Dossiers that a file, or the list of letters, holds: those that come first."""


@dataclass(frozen=True)
class Dossier:
    """A dossier as a list shows it. ``late_days``: working days after the due date, None where not late."""

    code: str
    unit_code: str
    procedure: str
    channel: int
    status: int
    received_at: datetime
    due_on: date | None
    ended_on: date | None
    late_days: int | None
    letter_on: date | None = None
    days_left: int | None = None


def question_of(measure: str, period: Period) -> pl.Expr:
    """Give what the store is asked for the dossiers of a count, or of the numerator of a ratio."""
    return is_member(RATIOS[measure].numerator if measure in RATIOS else measure, period)


def in_places(question: pl.Expr, **places: Sequence[int]) -> pl.Expr:
    """Narrow a question to places of ``unit``, ``field``, ``procedure`` and codes of ``channel``."""
    for name, allowed in places.items():
        question &= pl.col(name).is_in(list(allowed))
    return question


class Found(Sequence[Dossier]):
    """The dossiers that fit a question, the newest first: counted at once, read by the page."""

    def __init__(self, kept: Kept, question: pl.Expr, day: date, greatest: pl.Expr | None = None) -> None:
        """Count them; ``greatest``, a number made of columns of facts, says which come first instead."""
        self._kept, self._day = kept, day
        self._wanted = Wanted(facts=question, greatest=greatest)
        self._count = count_of(kept, question)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, asked: int) -> Dossier: ...
    @overload
    def __getitem__(self, asked: slice) -> list[Dossier]: ...
    def __getitem__(self, asked: int | slice) -> Dossier | list[Dossier]:
        if isinstance(asked, int):
            return self[asked : asked + 1][0]
        first, last, _step = asked.indices(self._count)
        return _dossiers(self._frame(first, last - first), self._day)

    def letters(self) -> list[Dossier]:
        """Give the dossiers whose letter of apology is due, the most urgent first."""
        return _dossiers(apologies_due(self._frame(0, MOST_LISTED), working_clock(), self._day), self._day)

    def _frame(self, offset: int, limit: int) -> pl.DataFrame:
        records = self._kept.store.records(self._wanted, offset=offset, limit=limit).records
        judged = verdicts(records, working_clock())
        return records.with_columns(judged.get_columns()).with_columns(
            received_on=pl.col("received_at").dt.date()
        )


def latest_first(kept: Kept, question: pl.Expr, day: date) -> Found:
    """Give the dossiers that fit, those that are late by the most working days first."""
    return Found(kept, question, day, days_late(working_clock(), day))


def due_first(kept: Kept, question: pl.Expr, day: date) -> Found:
    """Give the dossiers that fit, those first that are due first."""
    return Found(kept, question, day, -pl.col("due_on").to_physical())


def letters_question(day: date, *, only_missed: bool = False) -> pl.Expr:
    """Ask for what is in progress and due by the next working day, or was due; or for the latter alone."""
    question = owes_letter(working_clock(), day)
    return question & (pl.col("due_on") < day) if only_missed else question


def count_of(kept: Kept, question: pl.Expr) -> int:
    """Count the dossiers that fit."""
    return kept.store.records(Wanted(facts=question), limit=0).total


def _dossiers(frame: pl.DataFrame, day: date) -> list[Dossier]:
    so_far = days_late(working_clock(), day)
    is_overdue = (pl.col("ended_on").is_null() | (pl.col("ended_on") > day)) & (pl.col("due_on") < day)
    was_late = (pl.col("ended_on") <= day) & (pl.col("late_days") > 0)
    late = frame.select(late=pl.when(is_overdue | was_late).then(so_far))["late"]
    rows = frame.with_columns(late=late).iter_rows(named=True)
    return [_dossier(row) for row in rows]


def _dossier(row: dict[str, Any]) -> Dossier:
    same = ("code", "procedure", "channel", "status", "received_at", "due_on", "ended_on")
    return Dossier(
        **{name: row[name] for name in same},
        unit_code=row["unit_id"],
        late_days=row["late"],
        letter_on=row.get("letter_on"),
        days_left=row.get("days_left"),
    )
