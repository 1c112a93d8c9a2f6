"""Rows of means, over all rows or over a region: right, within rounding, or copied from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from parindex.errors import Phrase
from parindex.language import N_
from parindex.ranking.audit.causes import Cause, Suspect, copied, slip_among
from parindex.ranking.audit.figures import Figure, rounded_half_up, shown
from parindex.ranking.audit.findings import Finding, finding
from parindex.ranking.audit.grouping import rows_of_summary
from parindex.ranking.audit.judging import Claim, Judge, Outcome
from parindex.ranking.audit.kinds import MEAN, MEAN_OUTSIDE
from parindex.ranking.audit.relations import MeanRow
from parindex.ranking.audit.titles import Layout


def check_mean_row(relation: MeanRow, layout: Layout) -> Iterator[Outcome]:
    """Test a row of means in each of its columns."""
    at = layout.row_named(relation.row, relation.at)
    rows = rows_of_summary(relation, layout, at, "mean")
    for column in relation.columns:
        figures = [figure for row in rows if (figure := layout.table.numbers(column)[row])]
        mean = layout.table.numbers(column)[at]
        if mean is not None and figures:
            yield _outcome(relation, layout, (at, column), mean, figures)


def _outcome(
    relation: MeanRow, layout: Layout, cell: tuple[int, str], mean: Figure, figures: Sequence[Figure]
) -> Outcome:
    row, column = cell
    computed = sum((figure.exact for figure in figures), Fraction(0)) / len(figures)
    values = [figure.value for figure in figures]
    if not min(values) <= mean.value <= max(values):
        return _outside(relation, layout, cell, mean, figures)
    decimals = layout.table.columns[column].decimals_of(row)
    details = {"count": len(figures), "computed": shown(computed, decimals)}
    slack = layout.table.columns[column].half_unit
    claim = Claim(
        row, column, mean, computed, Phrase(N_("trung bình của {count} dòng = {computed}"), details), slack
    )
    found = Judge(layout, relation, MEAN).outcome(claim)
    if found is None or not found.is_error:
        return found
    cause = _cause(layout, cell, mean, computed) or found.cause
    by = mean.exact - computed
    told = finding(
        MEAN, found.place, relation, count=len(figures), computed=shown(computed, decimals), printed=mean,
        by=shown(abs(by), decimals),
    )  # fmt: skip
    return told.with_numbers(mean.value, computed, by, cause)


def _outside(
    relation: MeanRow, layout: Layout, cell: tuple[int, str], mean: Figure, figures: Sequence[Figure]
) -> Finding:
    row, column = cell
    computed = sum((figure.exact for figure in figures), Fraction(0)) / len(figures)
    ordered = sorted(figures, key=lambda figure: figure.value)
    decimals = layout.table.columns[column].decimals_of(row)
    found = finding(
        MEAN_OUTSIDE,
        layout.table.at(row, column, layout.names[row] or None),
        relation,
        printed=mean,
        least=ordered[0],
        most=ordered[-1],
        count=len(figures),
        computed=shown(computed, decimals),
    )
    cause = _cause(layout, cell, mean, computed)
    return found.with_numbers(mean.value, computed, mean.exact - computed, cause)


def _cause(layout: Layout, cell: tuple[int, str], mean: Figure, computed: Fraction) -> Cause | None:
    """Look for another row with the printed figure: other means first, then the rows of units."""
    row, column = cell
    figures = layout.table.numbers(column)
    others = [other for other in (*layout.rows("mean"), *layout.ordinary) if other != row]
    for other in others:
        figure = figures[other]
        if figure is not None and figure.value == mean.value:
            return copied(layout.names[other])
    decimals = layout.table.columns[column].decimals_of(row)
    wanted = Fraction(rounded_half_up(computed, decimals))
    return slip_among([Suspect(layout.names[row], mean, wanted)], decimals)
