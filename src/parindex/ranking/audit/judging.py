"""Whether a printed figure is what the others make it: equal, rounded, cut off, or contradicted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from parindex.errors import Phrase, ProblemKind
from parindex.ranking.audit.causes import (
    UNKNOWN,
    Cause,
    Suspect,
    coarser,
    left_out,
    slip_among,
    wrong_sign,
)
from parindex.ranking.audit.figures import Figure, rounded_half_up, shown, truncated
from parindex.ranking.audit.findings import Finding, finding
from parindex.ranking.audit.kinds import CHANGE, ROUNDING, TRUNCATED
from parindex.ranking.audit.relations import AnyRelation
from parindex.ranking.audit.titles import Layout

Outcome = Finding | None
"""Of one place that was tested: the finding, or None where the figures agree."""

_MOST_PARTS: Final = 6
_UNROUNDED: Final = 7
"""A figure with more decimals than this was not rounded by anybody."""


@dataclass(frozen=True)
class Claim:
    """What the other cells say a cell should print."""

    row: int
    column: str
    printed: Figure
    computed: Fraction
    formula: Phrase
    slack: Fraction = Fraction(0)
    """How far the rounding of the other cells can have moved the computed figure."""
    suspects: tuple[Suspect, ...] = ()
    parts: tuple[tuple[str, Fraction], ...] = ()
    """The summands, for a sum that may lack one."""
    is_exact: bool = False
    """Whether the figures were not rounded (maxima, counts): rounding then explains nothing."""


class Judge:
    """Judges the claims of one relation over one table."""

    def __init__(self, layout: Layout, relation: AnyRelation, kind: ProblemKind) -> None:
        """Take the table, the relation, and the kind of problem that a contradiction is."""
        self.layout = layout
        self.relation = relation
        self.kind = kind

    def outcome(self, claim: Claim) -> Outcome:
        """Judge one claim.

        Figures agree when the computed one, rounded half up to the decimals of the cell, is the printed one.
        Otherwise: cut off, when dropping digits gives the printed one; within rounding, when the inputs, each
        less than half a unit of its last digit off, can give it; else contradicted.
        """
        decimals = self.layout.table.columns[claim.column].decimals_of(claim.row)
        gap = abs(claim.printed.exact - claim.computed)
        if claim.is_exact and gap:
            return self._told(self.kind, claim, self._cause(claim, decimals), decimals)
        if rounded_half_up(claim.computed, decimals) == claim.printed.value or self._is_noise(gap, decimals):
            return None
        if truncated(claim.computed, decimals) == claim.printed.value:
            return self._told(TRUNCATED, claim, Cause("truncation"), decimals)
        if claim.slack and gap < claim.slack + Fraction(1, 2 * 10**decimals):
            return self._told(ROUNDING, claim, Cause("rounding"), decimals)
        own = claim.printed.decimals
        if own < decimals and rounded_half_up(claim.computed, own) == claim.printed.value:
            return self._told(ROUNDING, claim, coarser(own), decimals)
        return self._told(self.kind, claim, self._cause(claim, decimals), decimals)

    @staticmethod
    def _is_noise(gap: Fraction, decimals: int) -> bool:
        """Tell whether two unrounded figures of a workbook differ by the noise of its arithmetic alone."""
        return decimals > _UNROUNDED and gap < Fraction(1, 10**_UNROUNDED)

    def _cause(self, claim: Claim, decimals: int) -> Cause:
        wanted = rounded_half_up(claim.computed, decimals)
        if self.kind is CHANGE and wanted and claim.printed.value == -wanted:
            return wrong_sign()
        difference = claim.printed.exact - claim.computed
        itself = Suspect(claim.column, claim.printed, Fraction(wanted))
        places = max([decimals, *(suspect.figure.decimals for suspect in claim.suspects)])
        return (
            left_out(difference, claim.parts)
            or slip_among([itself], places)
            or slip_among(claim.suspects, places)
            or UNKNOWN
        )

    def _told(self, kind: ProblemKind, claim: Claim, cause: Cause, decimals: int) -> Finding:
        by = claim.printed.exact - claim.computed
        details = {
            "formula": claim.formula,
            "printed": claim.printed,
            "rounded": Figure(rounded_half_up(claim.computed, decimals), decimals),
            "by": shown(abs(by), decimals),
        }
        place = self.layout.table.at(claim.row, claim.column, self.layout.names[claim.row] or None)
        found = finding(kind, place, self.relation, **details)
        return found.with_numbers(claim.printed.value, claim.computed, by, cause)


def sum_formula(plus: Sequence[Figure], minus: Sequence[Figure], computed: Fraction) -> Phrase:
    """Write a sum; the middle of a long one is left out.

    >>> figures = [Figure(Decimal(n), 0) for n in range(1, 9)]
    >>> sum_formula(figures, [], Fraction(36)).in_()
    '1 + 2 + 3 + … + 7 + 8 = 36'
    """
    signed = [*(("+", figure) for figure in plus), *(("−", figure) for figure in minus)]
    texts = list(_written(signed))
    decimals = max((figure.decimals for _, figure in signed), default=0)
    details: dict[str, object] = {f"p{at}": figure for at, (_, figure) in enumerate(signed)}
    return Phrase(" ".join(texts) + " = {computed}", {**details, "computed": shown(computed, decimals)})


def _written(signed: Sequence[tuple[str, Figure]]) -> Iterator[str]:
    last = len(signed) - 1
    for at, (sign, _) in enumerate(signed):
        is_left_out = last >= _MOST_PARTS and _MOST_PARTS // 2 <= at < last - 1
        if is_left_out and at == _MOST_PARTS // 2:
            yield "+ …"
        if not is_left_out:
            yield f"{{p{at}}}" if at == 0 and sign == "+" else f"{sign} {{p{at}}}"


def number_of(value: Decimal | Fraction, decimals: int = 0) -> Figure:
    """Give a number that is not printed in the table, such as a declared maximum, as a figure."""
    return shown(Fraction(value), decimals)
