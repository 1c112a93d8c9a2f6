"""Ratios and changes: indices, percentages, converted scores, one year less the year before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from parindex.errors import Phrase
from parindex.ranking.audit.causes import Suspect
from parindex.ranking.audit.figures import Figure, shown
from parindex.ranking.audit.grouping import groups_of_rows
from parindex.ranking.audit.judging import Claim, Judge, Outcome, number_of
from parindex.ranking.audit.kinds import CHANGE, RATIO
from parindex.ranking.audit.relations import Change, Ratio
from parindex.ranking.audit.titles import Layout


def check_ratio(relation: Ratio, layout: Layout) -> Iterator[Outcome]:
    """Test ``part / whole * times`` on every row; rows of means are left out.

    What is divided by (maxima, counts) was not rounded; the part may have been.
    """
    judge = Judge(layout, relation, RATIO)
    half_unit = layout.table.columns[relation.part].half_unit
    for row in layout.rows("ordinary", "total"):
        part, printed = layout.table.numbers(relation.part)[row], layout.table.numbers(relation.equals)[row]
        whole, times = _whole(relation, layout, row), _operand(relation.times, layout, row)
        if part is None or printed is None or whole is None or times is None or not whole.value:
            continue
        factor = times.exact / whole.exact
        computed = part.exact * factor
        decimals = layout.table.columns[relation.equals].decimals_of(row)
        details = {
            "part": part,
            "whole": whole,
            "times": times,
            "computed": shown(computed, decimals),
        }
        needed = printed.exact / factor if factor else part.exact
        yield judge.outcome(
            Claim(
                row,
                relation.equals,
                printed,
                computed,
                Phrase(_formula(times), details),
                half_unit * abs(factor),
                (Suspect(relation.part, part, needed),),
            )
        )


def _formula(times: Figure) -> str:
    return "{part}/{whole} = {computed}" if times.value == 1 else "{part}/{whole} × {times} = {computed}"


def _whole(relation: Ratio, layout: Layout, row: int) -> Figure | None:
    if relation.whole is not None:
        return _operand(relation.whole, layout, row)
    figures = layout.table.numbers(relation.part)
    totals = [figure for row in layout.rows("total") if (figure := figures[row])]
    if totals:
        return totals[-1]
    parts = [figure.exact for row in layout.ordinary if (figure := figures[row])]
    return number_of(sum(parts, Fraction(0)))


def _operand(given: str | Decimal, layout: Layout, row: int) -> Figure | None:
    return layout.table.numbers(given)[row] if isinstance(given, str) else number_of(given)


def check_change(relation: Change, layout: Layout) -> Iterator[Outcome]:
    """Test printed changes; a year whose year before is not in the table is not tested."""
    judge = Judge(layout, relation, CHANGE)
    pairs = _by_columns(relation, layout) if relation.before else _by_years(relation, layout)
    for row, was, now in pairs:
        change = layout.table.numbers(relation.change)[row]
        if change is None:
            continue
        computed = now.exact - was.exact
        gap = change.exact - computed
        value = relation.value or relation.after or ""
        decimals = max(was.decimals, now.decimals)
        details = {"now": now, "was": was, "computed": shown(computed, decimals)}
        yield judge.outcome(
            Claim(
                row,
                relation.change,
                change,
                computed,
                Phrase("{now} − {was} = {computed}", details),
                layout.table.columns[value].half_unit * 2,
                (Suspect(value, now, now.exact + gap), Suspect(value, was, was.exact - gap)),
            )
        )


def _by_columns(relation: Change, layout: Layout) -> Iterator[tuple[int, Figure, Figure]]:
    for row in range(layout.table.height):
        was = layout.table.numbers(relation.before or "")[row]
        now = layout.table.numbers(relation.after or "")[row]
        if was and now:
            yield row, was, now


def _by_years(relation: Change, layout: Layout) -> Iterator[tuple[int, Figure, Figure]]:
    years, values = layout.table.numbers(relation.by or ""), layout.table.numbers(relation.value or "")
    for rows in groups_of_rows(layout, relation.within, range(layout.table.height)):
        row_of = {int(year.value): row for row in rows if (year := years[row])}
        for number, row in row_of.items():
            before = row_of.get(number - 1)
            was, now = (None if before is None else values[before]), values[row]
            if was and now:
                yield row, was, now
