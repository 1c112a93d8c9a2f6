"""What an audit found: each finding with its place, the printed and the computed figure, the likely slip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

import polars as pl

from parindex.errors import Phrase, Place, Problem, ProblemKind
from parindex.language import Lang
from parindex.ranking.audit.causes import UNKNOWN, Cause
from parindex.ranking.audit.figures import rounded_half_up
from parindex.ranking.audit.relations import AnyRelation

_FINEST: Final = 9

FINDINGS: Final = pl.Schema(
    {
        "code": pl.String(),
        "severity": pl.String(),
        "sheet": pl.String(),
        "row": pl.Int64(),
        "column": pl.String(),
        "name": pl.String(),
        "printed": pl.Float64(),
        "computed": pl.Float64(),
        "by": pl.Float64(),
        "cause": pl.String(),
        "what": pl.String(),
        "remedy": pl.String(),
    }
)
"""A row for each finding; ``by`` is printed less computed; ``cause`` the code of the likely slip."""


@dataclass(frozen=True)
class Finding:
    """Cells that disagree. Numbers are None where the finding is not about one (ranks, classes)."""

    problem: Problem
    relation: AnyRelation
    printed: Decimal | None = None
    computed: Decimal | None = None
    by: Decimal | None = None
    cause: Cause = UNKNOWN

    @property
    def code(self) -> str:
        """The stable code, such as ``AU610``."""
        return self.problem.code

    @property
    def place(self) -> Place:
        """The cell that is printed otherwise than the others say."""
        return self.problem.place

    @property
    def is_error(self) -> bool:
        """Tell whether the cells cannot all be right; rounding can explain the others."""
        return self.problem.is_error

    def with_numbers(
        self, printed: Decimal, computed: Fraction, by: Fraction, cause: Cause | None
    ) -> Finding:
        """Give the finding with its numbers, and the words of its likely cause."""
        found = cause or UNKNOWN
        problem = replace(self.problem, details={**self.problem.details, "cause": found.words})
        exact_computed, exact_by = rounded_half_up(computed, _FINEST), rounded_half_up(by, _FINEST)
        return Finding(problem, self.relation, printed, exact_computed, exact_by, found)

    def text(self, lang: Lang = "vi") -> str:
        """Give the whole message: code, place, what, remedy."""
        return self.problem.text(lang)


def finding(kind: ProblemKind, place: Place, relation: AnyRelation, **details: object) -> Finding:
    """Make a finding without numbers and without a likely cause."""
    return Finding(Problem(kind, place, {"cause": Phrase(""), **details}), relation)


def findings_table(found: Iterable[Finding], lang: Lang = "vi") -> pl.DataFrame:
    """Give findings as a table with the columns of :data:`FINDINGS`."""
    rows = [
        (
            one.code,
            one.problem.kind.severity,
            one.place.sheet,
            one.place.row,
            one.place.column,
            one.place.item,
            *(None if number is None else float(number) for number in (one.printed, one.computed, one.by)),
            one.cause.code,
            one.problem.what(lang),
            one.problem.remedy(lang),
        )
        for one in found
    ]
    return pl.DataFrame(rows, schema=FINDINGS, orient="row")
