"""Sums that a table may have: totals, rows of totals, stocks, the maxima of a form, bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from parindex.ranking.audit.relations import AnyRelation, Maxima, Stock, Sum, TotalRow, Within
from parindex.ranking.audit.titles import NO_POINTS, Layout, Role, maximum_in

Block = Literal["all", "top", "above", "below"]
BLOCKS: Final[tuple[Block, ...]] = ("all", "top", "above", "below")
MOST_LOOKED_AT: Final = 60
BY_FIGURES: Final = 0.8
FEWEST_BY_FIGURES: Final = 3
_LONGEST_RUN: Final = 24
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
        candidates += [Sum(columns=tuple(run), equals=total) for run in _runs(layout, columns, total)]
        yield candidates


def columns_of_points(layout: Layout) -> list[str]:
    """Give the columns of figures that can be part of a sum."""
    return [
        title
        for title, role in layout.roles.items()
        if layout.table.columns[title].is_numeric and role not in NO_POINTS
    ]


def _runs(layout: Layout, columns: Sequence[str], total: str) -> Iterator[list[str]]:
    """Give runs of neighbouring columns that end before the total, or begin after it; the longest first."""
    titles = list(layout.table.columns)
    before = [title for title in columns if titles.index(title) < titles.index(total)][-_LONGEST_RUN:]
    after = [title for title in columns if titles.index(title) > titles.index(total)][:_LONGEST_RUN]
    for start in range(len(before) - 1):
        yield before[start:]
    for end in range(len(after), 1, -1):
        yield after[:end]


def sums_by_figures(layout: Layout) -> Iterator[list[AnyRelation]]:
    """For each column without the title of a sum: a run of neighbours that add up to it nearly everywhere."""
    columns = [title for title in columns_of_points(layout) if layout.roles[title] not in _NAMED]
    for total in columns:
        others = [title for title in columns if title != total]
        run = next((run for run in _runs(layout, others, total) if _is_sum(layout, run, total)), None)
        yield [Sum(columns=tuple(run), equals=total)] if run else []


def _is_sum(layout: Layout, columns: Sequence[str], total: str) -> bool:
    """Tell whether figures make a sum likely: it holds nearly everywhere, and on rows where it says much."""
    near = []
    for row in layout.rows("ordinary", "total")[:MOST_LOOKED_AT]:
        parts, printed = [float_at(layout, row, title) for title in columns], float_at(layout, row, total)
        given = [part for part in parts if part is not None]
        if printed is not None and len(given) == len(parts) and sum(part != 0 for part in given) > 1:
            unit = 10.0 ** -layout.table.columns[total].decimals_of(row)
            near.append(abs(sum(given) - printed) < unit * (len(parts) + 1) / 2)
    return len(near) >= FEWEST_BY_FIGURES and sum(near) >= BY_FIGURES * len(near)


def float_at(layout: Layout, row: int, title: str) -> float | None:
    """Give a figure as a float, for a look from afar."""
    figure = layout.table.numbers(title)[row]
    return None if figure is None else float(figure.value)


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
