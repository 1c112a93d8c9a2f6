"""Ratios and changes that a table may have: percentages, indices, converted points, a year less the last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise, product
from typing import Final

import numpy as np

from parindex.exact import FloatArray
from parindex.ranking.audit.relations import AnyRelation, Change, Ratio
from parindex.ranking.audit.suggested_sums import FEWEST_BY_FIGURES, is_likely
from parindex.ranking.audit.titles import Layout, Role, maximum_in

_HUNDRED: Final = Decimal(100)
_REACH: Final = 6
_REACH_OF_NAMED: Final = 12
_NO_OPERANDS: Final[tuple[Role, ...]] = ("order", "rank", "year", "class", "change", "code", "note")
_OPERANDS: Final[tuple[Role, ...]] = ("max", "applicable", "total", "score", "received", "resolved")
_OF_CHANGE: Final[tuple[Role | None, ...]] = ("percent", "score", "index", "total", None)
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def ratios(layout: Layout) -> Iterator[list[AnyRelation]]:
    """For each column of percentages, indices or converted points: what could be divided by what."""
    for target in layout.with_role("percent", "index", "converted"):
        yield [relation for relation in _candidates(layout, target) if _is_plausible(relation, layout)]


def _candidates(layout: Layout, target: str) -> Iterator[Ratio]:
    numeric = list(_operands(layout, target))
    wholes = sorted(numeric, key=lambda title: not _is_maximum(layout, title))
    times: list[str | Decimal] = [_HUNDRED, *layout.with_role("max")]
    for whole, part, by in product(wholes, numeric, times):
        if whole not in (part, by):
            yield Ratio(part=part, whole=whole, times=by, equals=target)
    for part in numeric:
        most = maximum_in(part)
        if most:
            yield Ratio(part=part, whole=most, equals=target)
    if layout.roles[target] == "percent":
        yield from (Ratio(part=part, equals=target) for part in numeric)


def _operands(layout: Layout, target: str) -> Iterator[str]:
    """Give the columns that a ratio may be made of: those whose titles say so, and the neighbours."""
    titles = list(layout.table.columns)
    for at, title in enumerate(titles):
        role = layout.roles[title]
        is_able = layout.table.columns[title].is_numeric and role not in _NO_OPERANDS and title != target
        reach = _REACH_OF_NAMED if role in _OPERANDS else _REACH
        if is_able and abs(at - titles.index(target)) <= reach:
            yield title


def _is_maximum(layout: Layout, title: str) -> bool:
    return layout.roles[title] in ("max", "applicable")


def _is_plausible(relation: Ratio, layout: Layout) -> bool:
    """Look from afar whether the ratio is near the printed one on most rows."""
    part, printed = layout.floats[relation.part], layout.floats[relation.equals]
    whole = np.nansum(part) if relation.whole is None else _operand(layout, relation.whole)
    unit = 10.0 ** -layout.table.columns[relation.equals].fewest_decimals
    half_unit = float(layout.table.columns[relation.part].half_unit)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = _operand(layout, relation.times) / whole
        gap = np.abs(part * factor - printed)
        near = gap <= unit + half_unit * np.abs(factor)
    return is_likely(near[np.isfinite(gap)], 1 if _is_named(relation, layout) else FEWEST_BY_FIGURES)


def _is_named(relation: Ratio, layout: Layout) -> bool:
    """Tell whether titles say what is divided by: a maximum, or dossiers."""
    if not isinstance(relation.whole, str):
        return relation.whole is not None
    return layout.roles[relation.whole] in ("max", "applicable", "received", "resolved")


def _operand(layout: Layout, given: str | Decimal) -> FloatArray:
    return layout.floats[given] if isinstance(given, str) else np.asarray(float(given))


def changes(layout: Layout) -> Iterator[list[AnyRelation]]:
    """For each column of changes: against the row of the year before, or between two columns of years."""
    values = [title for title in layout.numeric if layout.roles[title] in _OF_CHANGE]
    names = tuple(title for title in layout.texts if layout.roles[title] != "note")
    for change in layout.with_role("change"):
        found: list[AnyRelation] = [
            Change(change=change, value=value, by=year, within=within)
            for year, value in product(layout.with_role("year"), values)
            for within in dict.fromkeys((names, names[:1], ()))
        ]
        years = sorted(
            (title for title in layout.numeric if _year_in(title) and title != change), key=_year_in
        )
        found += [Change(change=change, before=before, after=after) for before, after in pairwise(years)]
        yield found


def _year_in(title: str) -> int:
    years = _YEAR.findall(title)
    return int(years[0]) if years else 0
