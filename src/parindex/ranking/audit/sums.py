"""Sums: columns to a total, a row of totals, stocks of dossiers, the maxima of a form, bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from parindex.ranking.audit.causes import Suspect, left_out, slip_among
from parindex.ranking.audit.figures import Figure, rounded_half_up, shown
from parindex.ranking.audit.findings import Finding, finding
from parindex.ranking.audit.grouping import groups_of_rows, parents, rows_of_summary
from parindex.ranking.audit.judging import Claim, Judge, Outcome, number_of, sum_formula
from parindex.ranking.audit.kinds import ABOVE_MAXIMUM, MAXIMA, STOCK_EXCESS, STOCK_MISSING, SUM
from parindex.ranking.audit.relations import Maxima, Stock, Sum, TotalRow, Within
from parindex.ranking.audit.titles import Layout


def check_sum(relation: Sum, layout: Layout) -> Iterator[Outcome]:
    """Test the sum on every row whose parts and total are all printed."""
    judge = Judge(layout, relation, SUM)
    columns = [*relation.columns, *relation.minus]
    slack = _slack(relation, layout)
    for row in range(layout.table.height):
        cells = [layout.table.numbers(column)[row] for column in columns]
        total = layout.table.numbers(relation.equals)[row]
        figures = [cell for cell in cells if cell is not None]
        if total is None or len(figures) < len(columns):
            continue
        plus, minus = figures[: len(relation.columns)], figures[len(relation.columns) :]
        if sum(figure.value for figure in plus) - sum(figure.value for figure in minus) == total.value:
            yield None
            continue
        computed = _sum(plus) - _sum(minus)
        gap = total.exact - computed
        yield judge.outcome(
            Claim(
                row,
                relation.equals,
                total,
                computed,
                sum_formula(plus, minus, computed),
                slack,
                tuple(_suspects(relation, figures, gap)),
                tuple((name, figure.exact) for name, figure in zip(relation.columns, plus, strict=True)),
                is_exact=relation.exact or (slack == 0 and layout.table.columns[relation.equals].is_whole),
            )
        )


def _sum(figures: Sequence[Figure]) -> Fraction:
    return sum((figure.exact for figure in figures), Fraction(0))


def _slack(relation: Sum, layout: Layout) -> Fraction:
    if relation.exact:
        return Fraction(0)
    columns = (layout.table.columns[title] for title in (*relation.columns, *relation.minus))
    return sum((column.half_unit for column in columns), Fraction(0))


def _suspects(relation: Sum, figures: Sequence[Figure], gap: Fraction) -> Iterator[Suspect]:
    for at, (name, figure) in enumerate(zip((*relation.columns, *relation.minus), figures, strict=True)):
        sign = 1 if at < len(relation.columns) else -1
        yield Suspect(name, figure, figure.exact + sign * gap)


def check_total_row(relation: TotalRow, layout: Layout) -> Iterator[Outcome]:
    """Test a row of totals against the rows that are units or criteria."""
    judge = Judge(layout, relation, SUM)
    at = layout.row_named(relation.row, relation.at)
    rows = rows_of_summary(relation, layout, at, "total")
    for column in relation.columns:
        printed_ = layout.table.columns[column]
        total = printed_.figures[at]
        cells = [
            (layout.names[row] or column, figure)
            for row in rows
            if (figure := printed_.figures[row]) is not None
        ]
        if total is None or not cells:
            continue
        figures = [figure for _, figure in cells]
        computed = _sum(figures)
        gap = total.exact - computed
        yield judge.outcome(
            Claim(
                at,
                column,
                total,
                computed,
                sum_formula(figures, [], computed),
                printed_.half_unit * len(figures),
                tuple(Suspect(name, figure, figure.exact + gap) for name, figure in cells),
                tuple((name, figure.exact) for name, figure in cells),
                is_exact=layout.roles[column] == "max" or printed_.is_whole,
            )
        )


def check_stock(relation: Stock, layout: Layout) -> Iterator[Outcome]:
    """Test that what came in went out or is pending; counts are exact, so nothing is rounding."""
    came_in = [title for title in (relation.received, relation.carried) if title]
    for row in range(layout.table.height):
        cells = [layout.table.numbers(column)[row] for column in (*came_in, *relation.parts)]
        figures = [cell for cell in cells if cell is not None]
        if len(figures) < len(cells):
            continue
        received, parts = figures[: len(came_in)], figures[len(came_in) :]
        gap = _sum(received) - _sum(parts)
        if gap == 0:
            yield None
            continue
        yield _stock_finding(relation, layout, row, figures, gap)


def _stock_finding(
    relation: Stock, layout: Layout, row: int, figures: Sequence[Figure], gap: Fraction
) -> Finding:
    came_in = [title for title in (relation.received, relation.carried) if title]
    names = (*came_in, *relation.parts)
    parts = figures[len(came_in) :]
    needed = [
        Suspect(name, figure, figure.exact + (gap if at >= len(came_in) else -gap))
        for at, (name, figure) in enumerate(zip(names, figures, strict=True))
    ]
    cause = slip_among(needed, 0)
    place = layout.table.at(row, relation.received, layout.names[row] or None)
    found = finding(
        STOCK_MISSING if gap > 0 else STOCK_EXCESS,
        place,
        relation,
        received=sum_formula(figures[: len(came_in)], [], _sum(figures[: len(came_in)]))
        if relation.carried
        else figures[0],
        formula=sum_formula(parts, [], _sum(parts)),
        by=shown(abs(gap), 0),
    )
    return found.with_numbers(figures[0].value, _sum(parts), gap, cause)


class _Row(NamedTuple):
    row: int
    figure: Figure


def check_maxima(relation: Maxima, layout: Layout) -> Iterator[Outcome]:
    """Test that the maxima of a form add up: the children of each criterion, and the whole form."""
    for rows in groups_of_rows(layout, relation.within, layout.ordinary):
        found = [
            _Row(row, figure)
            for row in rows
            if (figure := layout.table.numbers(relation.column)[row]) is not None
        ]
        positions = [one.row for one in found]
        above = parents(layout, relation.code, positions) if relation.code else dict.fromkeys(positions)
        for parent in (None, *found):
            at = parent.row if parent else None
            children = [one for one in found if above[one.row] == at]
            expected = parent.figure.exact if parent else Fraction(relation.equals)
            if children:
                yield _maxima_outcome(relation, layout, at, children, expected)


def _maxima_outcome(
    relation: Maxima, layout: Layout, parent: int | None, rows: Sequence[_Row], expected: Fraction
) -> Outcome:
    computed = _sum([one.figure for one in rows])
    gap = expected - computed
    if gap == 0:
        return None
    suspects = [Suspect(layout.names[one.row], one.figure, one.figure.exact + gap) for one in rows]
    decimals = max(one.figure.decimals for one in rows)
    parts = [(layout.names[one.row], one.figure.exact) for one in rows]
    cause = left_out(-gap, [part for part in parts if gap < 0]) or slip_among(suspects, decimals)
    whole_form = replace(layout.table.place, column=relation.column)
    row = rows[0].row if parent is None and relation.within else parent
    place = whole_form if row is None else layout.table.at(row, relation.column, layout.names[row] or None)
    found = finding(
        MAXIMA,
        place,
        relation,
        computed=shown(computed, decimals),
        printed=number_of(expected),
        by=shown(abs(gap), decimals),
    )
    return found.with_numbers(rounded_half_up(expected, 9), computed, gap, cause)


def check_within(relation: Within, layout: Layout) -> Iterator[Outcome]:
    """Test that no figure is above its maximum."""
    for row in range(layout.table.height):
        figure = layout.table.numbers(relation.column)[row]
        if isinstance(relation.most, Decimal):
            most: Figure | None = number_of(relation.most)
        else:
            most = layout.table.numbers(relation.most)[row]
        if figure is None or most is None:
            continue
        if figure.value <= most.value:
            yield None
            continue
        place = layout.table.at(row, relation.column, layout.names[row] or None)
        found = finding(ABOVE_MAXIMUM, place, relation, printed=figure, most=most)
        yield found.with_numbers(figure.value, most.exact, figure.exact - most.exact, None)
