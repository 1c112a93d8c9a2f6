"""From facts to the cube: the expression of its cells, on any engine."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from parindex.dossiers.measures.counting import BY
from parindex.dossiers.measures.cube import CUBE, SLOT, Cube, cube_of
from parindex.dossiers.measures.engines import Engine
from parindex.dossiers.measures.flows import PARTS, Flow, Stock, day_after, prepared

if TYPE_CHECKING:
    from ibis.expr.types import Table

_KEY: Final = "key"
_SIZES: Final = {"unit": 2**15, "field": 2**15, "procedure": 2**15, "channel": 2**3, SLOT: 2**12}
"""How many places a dimension may have; 60 bits in all."""
_PARTS: Final = tuple((part, CUBE[part]) for part in PARTS)
_FIRST_YEAR, _SLOTS_OF_A_YEAR, _SECOND_HALF = 2000, 24, 15


def build_cube(engine: Engine, facts: Table) -> Cube:
    """Count facts into a cube, in memory. Facts of a new batch give the cube to add to the old one."""
    engine.name_facts(facts)
    legs = [_packed(engine.run_text(text)) for text in _texts(engine)]
    keys = pl.concat([leg.select(_KEY) for leg in legs]).unique().sort(_KEY)[_KEY]
    sums = {part: np.zeros(len(keys), np.int64 if kind == pl.Int64 else np.int32) for part, kind in _PARTS}
    for leg in legs:
        places = keys.search_sorted(leg[_KEY]).to_numpy()
        for part in leg.columns[1:]:
            sums[part][places] += leg[part].to_numpy()
    unpacked = pl.DataFrame({_KEY: keys, **sums}).with_columns(_unpacked())
    kept = unpacked.filter(pl.any_horizontal(pl.col(part) != 0 for part in PARTS))
    return cube_of(kept.select(CUBE.names()).cast(CUBE))


def _packed(leg: pl.DataFrame) -> pl.DataFrame:
    """Put the dimensions of a cell into one number, in their order; adding up cells is then quick."""
    number = pl.lit(0, dtype=pl.Int64)
    for name, size in _SIZES.items():
        number = number * size + pl.col(name).cast(pl.Int64)
    parts = [pl.col(name).cast(CUBE[name]) for name in leg.columns if name in PARTS]
    return leg.select(number.alias(_KEY), *parts)


def _unpacked() -> list[pl.Expr]:
    columns = []
    rest = pl.col(_KEY)
    for name, size in reversed(_SIZES.items()):
        columns.append((rest % size).alias(name))
        rest = rest // size
    return columns


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
