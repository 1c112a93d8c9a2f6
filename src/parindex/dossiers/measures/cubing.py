"""From facts to the cube: the expression of its cells, on any engine."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl

from parindex.dossiers.measures.counting import BY
from parindex.dossiers.measures.cube import CUBE, SLOT, Cube, cube_of
from parindex.dossiers.measures.engines import Engine
from parindex.dossiers.measures.flows import PARTS, Flow, Stock, day_after, prepared

if TYPE_CHECKING:
    from ibis.expr.types import Table

_FIRST_YEAR, _SLOTS_OF_A_YEAR, _SECOND_HALF = 2000, 24, 15


def build_cube(engine: Engine, facts: Table) -> Cube:
    """Count facts into a cube, in memory. Facts of a new batch give the cube to add to the old one."""
    engine.name_facts(facts)
    stacked = pl.concat([engine.run_text(text) for text in _texts(engine)], how="diagonal_relaxed")
    summed = stacked.group_by([*BY, SLOT]).agg([pl.col(part).sum() for part in PARTS])
    kept = summed.filter(pl.any_horizontal(pl.col(part) != 0 for part in PARTS))
    return cube_of(kept.select(CUBE.names()).cast(CUBE).sort([*BY, SLOT]))


def cells(facts: Table) -> list[Table]:
    """Give the expressions of the cells of the cube: one aggregation for each kind of day, to be added up."""
    return [_leg(where, slot, columns) for where, slot, columns in _legs(prepared(facts))]


@cache
def _texts(engine: Engine) -> tuple[str, ...]:
    return tuple(engine.text_of(cells))


def _legs(rows: Table) -> Iterator[tuple[Table, Any, dict[str, Any]]]:
    """Give, for each kind of day, the rows that have it, its slot, and what is counted there."""
    for day in ("received_on", "ended_on", "ended766_on"):
        there = rows.filter(rows[day].notnull())
        yield there, slot_in(there[day]), dict(_on_the_day(there, day))
    for name, stock in PARTS.items():
        if isinstance(stock, Stock) and stock.since != "received_on":
            yield from _of_overdue(rows, name, stock)


def _on_the_day(rows: Table, day: str) -> Iterator[tuple[str, Any]]:
    weight = rows.weight.cast("int32")
    for name, part in PARTS.items():
        if isinstance(part, Flow):
            if part.on == day:
                value = weight if part.value is None else weight.cast("int64") * rows[part.value]
                yield name, value.sum(where=part.where(rows))
        elif part.since == "received_on" and day in (part.since, part.until):
            sign = 1 if day == part.since else -1
            yield name, (sign * weight).sum(where=part.where(rows))


def _of_overdue(rows: Table, name: str, stock: Stock) -> Iterator[tuple[Table, Any, dict[str, Any]]]:
    """Count in and out of a stock that begins after a due date: only what was there at a slot's end."""
    due = rows.filter(rows[stock.since].notnull() & stock.where(rows))
    after = slot_in(day_after(due[stock.since]))
    received = slot_in(due.received_on)
    begun = due.mutate(begun=(after < received).ifelse(received, after), over=slot_in(due[stock.until]))
    kept = begun.filter(begun.over.isnull() | (begun.over > begun.begun))
    weight = kept.weight.cast("int32")
    yield kept, kept.begun, {name: weight.sum()}
    gone = kept.filter(kept.over.notnull())
    yield gone, gone.over, {name: (-gone.weight.cast("int32")).sum()}


def slot_in(day: Any) -> Any:
    """Give the slots of a column of dates, as :func:`parindex.dossiers.measures.periods.slot_of` does."""
    half = (day.day() >= _SECOND_HALF).cast("int32")
    years = day.year().cast("int32") - _FIRST_YEAR
    return (years * _SLOTS_OF_A_YEAR + (day.month().cast("int32") - 1) * 2 + half).cast("int32")


def _leg(rows: Table, slot: Any, columns: dict[str, Any]) -> Table:
    counts = {name: column.fill_null(0).cast("int64") for name, column in columns.items()}
    return rows.mutate(**{SLOT: slot}).group_by([*BY, SLOT]).aggregate(**counts)
