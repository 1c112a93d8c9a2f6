"""Sums that a table may have: totals, rows of totals, stocks, the maxima of a form, bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal

import numpy as np

from parindex.exact import Mask
from parindex.ranking.audit.relations import AnyRelation, Maxima, Stock, Sum, TotalRow, Within
from parindex.ranking.audit.titles import NAMES, NO_POINTS, Layout, Role, maximum_in

Block = Literal["all", "top", "above", "below"]
BLOCKS: Final[tuple[Block, ...]] = ("all", "top", "above", "below")
_BY_FIGURES: Final = 0.8
_MANY: Final = 24
FEWEST_BY_FIGURES: Final = 3
_NAMED: Final[tuple[Role, ...]] = ("total", "received", "carried", "resolved", "pending", "on_time", "late")


def named_sums(layout: Layout) -> Iterator[list[AnyRelation]]:
    """For each column of totals: its known parts, or a run of columns of points beside it."""
    for total in layout.with_role("total"):
        parts = [
            title for title in layout.with_role("appraisal", "survey", "sipas", "bonus") if title != total
        ]
        minus = tuple(layout.with_role("penalty"))
        candidates: list[AnyRelation] = []
        if len(parts) > 1:
            candidates.append(Sum(columns=tuple(parts), minus=minus, equals=total))
        columns = [title for title in columns_of_points(layout) if title != total]
        runs = list(_runs(layout, columns, total))
        if len(runs) > _MANY:
            runs = [run for run in runs if _is_sum(layout, run, total, fewest=1)][:1]
        candidates += [Sum(columns=tuple(run), equals=total) for run in runs]
        yield candidates


def columns_of_points(layout: Layout) -> list[str]:
    """Give the columns of figures that can be part of a sum."""
    return [
        title
        for title, role in layout.roles.items()
        if layout.table.columns[title].is_numeric and role not in NO_POINTS and role not in NAMES
    ]


def _runs(layout: Layout, columns: Sequence[str], total: str) -> Iterator[list[str]]:
    """Give runs of neighbouring columns that end before the total, or begin after it; the longest first."""
    titles = list(layout.table.columns)
    before = [title for title in columns if titles.index(title) < titles.index(total)]
    after = [title for title in columns if titles.index(title) > titles.index(total)]
    for start in range(len(before) - 1):
        yield before[start:]
    for end in range(len(after), 1, -1):
        yield after[:end]


def sums_by_figures(layout: Layout) -> Iterator[list[AnyRelation]]:
    """For each column without the title of a sum: a run of neighbours that add up to it nearly everywhere."""
    columns = [title for title in columns_of_points(layout) if layout.roles[title] not in _NAMED]
    for total in columns:
        others = [title for title in columns if title != total]
        runs = (run for run in _runs(layout, others, total) if _is_sum(layout, run, total, FEWEST_BY_FIGURES))
        run = next(runs, None)
        yield [Sum(columns=tuple(run), equals=total)] if run else []


def _is_sum(layout: Layout, columns: Sequence[str], total: str, fewest: int) -> bool:
    """Tell whether figures make a sum likely: it holds nearly everywhere, and on rows where it says much."""
    parts, printed = np.array([layout.floats[title] for title in columns]), layout.floats[total]
    tells = ~np.isnan(printed) & ~np.isnan(parts).any(axis=0) & ((parts != 0).sum(axis=0) > 1)
    unit = 10.0 ** -layout.table.columns[total].decimals
    near = np.abs(parts.sum(axis=0) - printed)[tells] < unit * (len(columns) + 1) / 2
    return is_likely(near, fewest)


def is_likely(near: Mask, fewest: int) -> bool:
    """Tell whether what was looked at from afar holds on four places of five, and on enough of them."""
    return len(near) >= fewest and bool(near.mean() >= _BY_FIGURES)


def total_rows(layout: Layout) -> Iterator[list[AnyRelation]]:
    """For each row of totals: the sum of all rows, of those above it, or of those below it."""
    able = [*columns_of_points(layout), *layout.with_role("max")]
    for row in layout.rows("total"):
        columns = tuple(title for title in able if layout.table.numbers(title)[row] is not None)
        if columns:
            name, number = layout.word_of(row), layout.table.rows[row]
            yield [TotalRow(row=name, at=number, columns=columns, of=of) for of in BLOCKS]


def stocks(layout: Layout) -> list[AnyRelation]:
    """Received dossiers, those resolved and those pending."""
    received, parts = layout.with_role("received"), layout.with_role("resolved", "pending")
    has_both = layout.with_role("resolved") and layout.with_role("pending")
    if len(received) != 1 or not has_both:
        return []
    carried = next(iter(layout.with_role("carried")), None)
    return [Stock(received=received[0], carried=carried, parts=tuple(parts))]


def form_maxima(layout: Layout) -> list[AnyRelation]:
    """A form of criteria whose maxima should make 100, unless a row of totals says otherwise."""
    columns = layout.with_role("max")
    if not layout.is_of_criteria or len(columns) != 1 or layout.rows("total", "maximum"):
        return []
    return [Maxima(column=columns[0], code=layout.code_column)]


def bounds(layout: Layout) -> Iterator[list[AnyRelation]]:
    """Points against the maximum in their title, or against the column of maxima."""
    for title in columns_of_points(layout):
        most = maximum_in(title)
        if most is not None:
            yield [Within(column=title, most=most)]
    maxima, scores = layout.with_role("max"), layout.with_role("score")
    if len(maxima) == 1 and len(scores) == 1:
        yield [Within(column=scores[0], most=maxima[0])]
