"""One relation over one table: which check it is, what it tested and what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from parindex.ranking.audit.averages import check_mean_row
from parindex.ranking.audit.findings import Finding
from parindex.ranking.audit.judging import Outcome
from parindex.ranking.audit.orders import check_classed, check_ranked
from parindex.ranking.audit.ratios import check_change, check_ratio
from parindex.ranking.audit.relations import (
    AnyRelation,
    Change,
    Classed,
    Maxima,
    MeanRow,
    Ranked,
    Ratio,
    Reprint,
    Stock,
    Sum,
    TotalRow,
    Within,
)
from parindex.ranking.audit.reprints import check_reprint
from parindex.ranking.audit.sums import (
    check_maxima,
    check_stock,
    check_sum,
    check_total_row,
    check_within,
)
from parindex.ranking.audit.titles import Layout

_CHECKS: Final[dict[type, Callable[[Any, Layout], Iterator[Outcome]]]] = {
    Sum: check_sum,
    TotalRow: check_total_row,
    Ratio: check_ratio,
    Change: check_change,
    Stock: check_stock,
    Ranked: check_ranked,
    Classed: check_classed,
    Maxima: check_maxima,
    Within: check_within,
    MeanRow: check_mean_row,
    Reprint: check_reprint,
}


@dataclass(frozen=True)
class Checked:
    """A relation, how many places of the table could be tested on it, and what was found there."""

    relation: AnyRelation
    tested: int
    findings: tuple[Finding, ...]
    is_detected: bool = False

    @property
    def contradicted(self) -> int:
        """The number of findings that rounding cannot explain."""
        return sum(1 for one in self.findings if one.is_error)

    @property
    def holds(self) -> float:
        """The share of the tested places where figures agree, or differ by what rounding can explain."""
        return 1 - self.contradicted / self.tested if self.tested else 0.0

    @property
    def merit(self) -> tuple[int, int, float]:
        """By what one reading of a table is better than another: where it holds, and where it agrees.

        Of the readings of a row of totals that do not hold the nearest is the likeliest.
        """
        is_total = isinstance(self.relation, TotalRow)
        gap = sum(abs(float(one.by or 0)) for one in self.findings) if is_total else 0.0
        return self.tested - self.contradicted, self.tested - len(self.findings), -gap


def check(relation: AnyRelation, layout: Layout, *, is_detected: bool = False) -> Checked:
    """Test a relation on every place of a table where its cells are printed."""
    outcomes = list(_CHECKS[type(relation)](relation, layout))
    found = tuple(outcome for outcome in outcomes if outcome is not None)
    return Checked(relation, len(outcomes), found, is_detected)
