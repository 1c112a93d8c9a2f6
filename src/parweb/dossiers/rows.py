"""Single dossiers behind a figure: code, procedure, days, state. Nothing says who the applicant is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, overload

import polars as pl

from parindex.dossiers.apologies import apologies_due
from parindex.dossiers.facts import State
from parindex.dossiers.measures.catalogue import RATIOS
from parindex.dossiers.measures.opening import is_member
from parindex.dossiers.measures.periods import Period
from parindex.dossiers.store.live import Wanted
from parindex.dossiers.verdicts import verdicts
from parweb.dossiers.calendars import working_clock
from parweb.dossiers.kept import Kept

MOST_SORTED: Final = 5000
"""Dossiers that are sorted by how late they are; of more, the newest ones are taken."""


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
    """The dossiers that fit a question: counted at once, read by the page."""

    def __init__(self, kept: Kept, question: pl.Expr, day: date) -> None:
        self._kept, self._question, self._day = kept, question, day
        self._count = kept.store.records(Wanted(facts=question), limit=0).total

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

    def latest_first(self) -> list[Dossier]:
        """Give the dossiers with the most days late first (of the newest :data:`MOST_SORTED`)."""
        rows = _dossiers(self._frame(0, MOST_SORTED), self._day)
        return sorted(rows, key=lambda row: (-(row.late_days or 0), row.code))

    def letters(self) -> list[Dossier]:
        """Give the dossiers whose letter of apology is due, the most urgent first."""
        return _dossiers(apologies_due(self._frame(0, MOST_SORTED), working_clock(), self._day), self._day)

    def _frame(self, offset: int, limit: int) -> pl.DataFrame:
        records = self._kept.store.records(Wanted(facts=self._question), offset=offset, limit=limit).records
        judged = verdicts(records, working_clock())
        return records.with_columns(judged.get_columns()).with_columns(
            received_on=pl.col("received_at").dt.date()
        )


def letters_question(day: date) -> pl.Expr:
    """Ask for what is in progress and due by the next working day, or due already."""
    tomorrow = working_clock().shifted(pl.Series([day]), 1)[0]
    question: pl.Expr = (pl.col("state") == int(State.OPEN)) & (pl.col("due_on") <= tomorrow)
    return question


def _dossiers(frame: pl.DataFrame, day: date) -> list[Dossier]:
    now = pl.repeat(day, len(frame), dtype=pl.Date, eager=True)
    overdue = working_clock().working_days_between(frame["due_on"], now)
    is_open = frame["ended_on"].is_null() & (frame["due_on"] < day)
    late = frame.select(
        pl.when(is_open).then(overdue).when(pl.col("late_days") > 0).then("late_days").alias("late")
    )["late"]
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
