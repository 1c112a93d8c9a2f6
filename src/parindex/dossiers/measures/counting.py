"""Counts of a period from facts: one aggregation whatever is asked, on any engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from parindex.dossiers.measures.catalogue import COUNTS, RATIOS, Kind, counts_of
from parindex.dossiers.measures.flows import PARTS, Flow, Stock, prepared, touched
from parindex.dossiers.measures.periods import Period

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table


def counted(facts: Table, period: Period, names: Sequence[str], by: Sequence[str] = ()) -> Table:
    """Give the expression of counts: a row per group of ``by`` that a dossier touched, a column per count.

    ``names`` are of :data:`COUNTS`; ``by`` are columns of facts (places in the lists of the store). Without
    ``by`` there is one row.
    """
    rows = prepared(touched(facts, period.start, period.end))
    parts = {key(when, part) for name in names for _, when, part in COUNTS[name].parts()}
    sums = {name: _sum(rows, period, name) for name in sorted(parts)}
    table = rows.group_by(list(by)).aggregate(**sums) if by else rows.aggregate(**sums)
    return table.select(*by, **{name: _total(table, name) for name in names})


def key(when: Kind, part: str) -> str:
    """Name a part at its time."""
    return f"{when} {part}"


def test_of(rows: Table, period: Period, when: Kind, part: str) -> BooleanValue:
    """Tell which prepared rows are in a part of a period."""
    asked = PARTS[part]
    if isinstance(asked, Flow):
        return asked.during(rows, period.start, period.end)
    assert isinstance(asked, Stock)
    return asked.at(rows, period.start - timedelta(days=1) if when == "before" else period.end)


def _sum(rows: Table, period: Period, name: str) -> Any:
    when, part = name.split(" ")
    asked = PARTS[part]
    weight = rows.weight.cast("int32")
    if isinstance(asked, Flow) and asked.value is not None:
        weight = rows.weight.cast("int64") * rows[asked.value]
    return weight.sum(where=test_of(rows, period, when, part)).fill_null(0)  # type: ignore[arg-type]


def _total(table: Table, name: str) -> Any:
    total: Any = 0
    for sign, when, part in COUNTS[name].parts():
        column = table[key(when, part)]
        total = total + column if sign > 0 else total - column
    return total.cast("int64")


def members(facts: Table, period: Period, name: str) -> Table:
    """Give the expression of the rows that a count counts, with their weights (superseded rows beside them).

    Where a dossier is counted by two parts (carried over, and received) it is one row.
    """
    rows = prepared(touched(facts, period.start, period.end))
    chosen: Any = None
    taken_off: Any = None
    for sign, when, part in COUNTS[name].parts():
        test = test_of(rows, period, when, part)
        if sign > 0:
            chosen = test if chosen is None else chosen | test
        else:
            taken_off = test if taken_off is None else taken_off | test
    if taken_off is not None:
        chosen &= ~taken_off.fill_null(False)  # noqa: FBT003  # Ibis
    return rows.filter(chosen)


def with_ratios(counts: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Add the ratios among ``names`` to a frame of their counts; null where the denominator is 0."""
    ratios = [RATIOS[name] for name in names if name in RATIOS]
    return counts.with_columns(
        pl.when(pl.col(ratio.denominator) != 0)
        .then(pl.col(ratio.numerator) * ratio.scale / pl.col(ratio.denominator))
        .alias(ratio.id)
        for ratio in ratios
    )


def needed(names: Sequence[str]) -> tuple[str, ...]:
    """Give the counts that are needed for counts and ratios."""
    return counts_of(tuple(names))
