"""Collecting what is wrong with a file: at most fifty of a kind are listed, the rest is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import polars as pl

from parindex.errors import Place, Problem, ProblemKind, ProblemsFound
from parindex.reading.kinds import MORE, MORE_WARNINGS

MOST_OF_A_KIND: Final = 50

Row = Mapping[str, Any]
Details = Callable[[Row], Mapping[str, Any]]


class Findings:
    """The problems of one table of a file, found in any order, given in the order of their places."""

    def __init__(self, place: Place, columns: Sequence[str] = ()) -> None:
        """Begin for a file and sheet; ``columns`` are the titles that problems name their column by."""
        self.place = place
        self.columns = columns
        self._found: list[tuple[int, int, Problem]] = []
        self._counts: Counter[ProblemKind] = Counter()

    def add(self, kind: ProblemKind, row: int | None = None, col: int | None = None, **details: Any) -> None:
        """Note one problem; ``row`` as people count it, ``col`` the number of the column from 0."""
        self._counts[kind] += 1
        if self._counts[kind] > MOST_OF_A_KIND:
            return
        column = self.columns[col] if col is not None and col < len(self.columns) else None
        where = replace(self.place, row=row, column=column)
        self._found.append((row or 0, -1 if col is None else col, Problem(kind, where, details)))

    def has_room(self, kind: ProblemKind) -> bool:
        """Tell whether another problem of a kind would be listed, and not only counted."""
        return self._counts[kind] < MOST_OF_A_KIND

    def add_rows(self, kind: ProblemKind, rows: pl.DataFrame, details: Details | None = None) -> None:
        """Note one problem for each row of a frame that has the columns ``row`` and ``col``."""
        if rows.is_empty():
            return
        room = max(MOST_OF_A_KIND - self._counts[kind], 0)
        for one in rows.sort("row", "col", nulls_last=True).head(room).iter_rows(named=True):
            self.add(kind, one["row"], one["col"], **(details(one) if details else {}))
        self._counts[kind] += max(rows.height - room, 0)

    def problems(self) -> tuple[Problem, ...]:
        """Give everything found, by row and column; what was only counted comes last."""
        listed = [problem for _, _, problem in sorted(self._found, key=lambda one: one[:2])]
        return (*listed, *self._more())

    def _more(self) -> list[Problem]:
        more = {
            kind: count - MOST_OF_A_KIND for kind, count in self._counts.items() if count > MOST_OF_A_KIND
        }
        return [
            Problem(
                MORE if kind.severity == "error" else MORE_WARNINGS,
                self.place,
                {"count": count, "code": kind.code},
            )
            for kind, count in more.items()
        ]

    def stop_if_wrong(self) -> None:
        """Raise :class:`ProblemsFound` with everything, warnings too, when there is an error among it."""
        found = self.problems()
        if any(problem.is_error for problem in found):
            raise ProblemsFound(found)


def stop(kind: ProblemKind, place: Place, **details: Any) -> ProblemsFound:
    """Make the exception for a file that cannot be read at all, with its one problem."""
    return ProblemsFound([Problem(kind, place, details)])
