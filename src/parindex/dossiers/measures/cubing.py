"""From facts to the cube: in this process by small numbers, or by the same tests in Ibis on any engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from os import getpid
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from parindex.dossiers.facts import FACTS
from parindex.dossiers.measures.cells import SLOT, frame_of
from parindex.dossiers.measures.cube import BY, EVERY, Cube, cube_of, schema_of, type_of
from parindex.dossiers.measures.engines import Engine
from parindex.dossiers.measures.flows import PARTS, Flow, Stock, day_after, prepared
from parindex.dossiers.measures.legs import columns_of
from parindex.dossiers.measures.pieces import loose, merged, narrow
from parindex.dossiers.measures.summing import summed
from parindex.memory import keep_freed_columns

if TYPE_CHECKING:
    from ibis.expr.types import Table

_FIRST_YEAR, _SLOTS_OF_A_YEAR, _SECOND_HALF = 2000, 24, 15
_COLUMNS: Final = len(FACTS)
_ROWS_AT_ONCE: Final = 1_000_000
"""Rows of all columns that are read together; of fewer columns so many more."""
_BYTES_AT_ONCE: Final = 8_000_000
"""Bytes of files, of all columns, that are read together; of fewer columns so many more."""
_MOST_CELLS: Final = 2_000_000
"""Rows of cells from which those of different pieces are added up; more where as many are already."""


def count_facts(
    paths: Sequence[Path], by: Sequence[str] = BY, parts: Sequence[str] = EVERY, threads: int = 2
) -> Cube:
    """Count files of facts into a cube, in this process, some million rows at a time.

    A cell may lie in a row for each million; :meth:`Cube.compacted` adds them up. Every cell equals what
    :func:`build_cube` gives of the same facts.
    """
    return loose(count_cells(paths, by, parts, threads), by, parts)


def count_cells(
    paths: Sequence[Path], by: Sequence[str], parts: Sequence[str], threads: int = 2
) -> list[pl.DataFrame]:
    """Count files of facts as :func:`count_facts` does: frames of narrow cells, in any order."""
    asked = tuple(parts)
    keep_freed_columns()
    work = _Work(_pieces(paths, columns_of(by, asked)), by, asked)
    pool = _beside(getpid(), threads - 1) if threads > 1 else None
    others = [pool.submit(work.counted) for _ in range(threads - 1)] if pool else []
    # the thread that asks counts too; what has not begun by then is not needed
    frames = work.counted()
    for other in others:
        if not other.cancel():
            frames += other.result()
    return frames


@cache
def _beside(process: int, threads: int) -> ThreadPoolExecutor:  # noqa: ARG001  # a fork has no threads
    """Give the threads that count beside the one that asks.

    They stay: memory that Polars took in threads that are gone is not used again, and grew to a gigabyte.
    """
    return ThreadPoolExecutor(threads, thread_name_prefix="facts")


class _Work:
    """Pieces of facts that several threads count, each the next one; few cells stay in memory."""

    def __init__(self, pieces: Iterator[pl.LazyFrame], by: Sequence[str], parts: tuple[str, ...]) -> None:
        self._pieces, self._by, self._parts = pieces, by, parts
        self._lock, self._is_stopped = Lock(), False

    def _next(self) -> pl.LazyFrame | None:
        with self._lock:
            return None if self._is_stopped else next(self._pieces, None)

    def counted(self) -> list[pl.DataFrame]:
        """Count pieces as long as there are any; where one cannot be counted, all threads stop."""
        frames = list[pl.DataFrame]()
        try:
            while (piece := self._next()) is not None:
                frames.append(narrow(cells_of(piece, self._by, self._parts), self._by))
                if sum(one.height for one in frames[1:]) > max(_MOST_CELLS, frames[0].height):
                    frames = [merged(frames, self._by, self._parts)]
        except BaseException:
            self._is_stopped = True
            raise
        return frames


def cells_of(facts: pl.LazyFrame, by: Sequence[str] = BY, parts: Sequence[str] = EVERY) -> pl.DataFrame:
    """Count some facts: a row per cell that has a count, columns as :func:`schema_of` says."""
    asked = tuple(parts)
    sums = summed(facts.select(columns_of(by, asked)).collect(), by, asked)
    is_there = np.zeros(len(sums.keys), np.bool_)
    for part in sums.parts.values():
        is_there |= part != 0
    columns = [
        pl.Series(part, sum_[is_there].astype(np.int64 if type_of(part) == pl.Int64 else np.int32))
        for part, sum_ in sums.parts.items()
    ]
    return frame_of(sums.keys[is_there], by).hstack(columns)


def _pieces(paths: Sequence[Path], columns: Sequence[str]) -> Iterator[pl.LazyFrame]:
    """Give the facts of files, a million rows or some small files at a time.

    Files of one folder come together, for their rows have few months; so do those of one kind (facts, and
    facts taken back), for their rows weigh the same.
    """
    most = _BYTES_AT_ONCE * _COLUMNS // len(columns)
    together, size = list[Path](), 0
    for path in sorted(paths, key=lambda one: (one.suffixes, one.parent)):
        bytes_ = path.stat().st_size
        if bytes_ > 2 * most:
            yield from _parts_of_file(path, columns)
            continue
        together.append(path)
        size += bytes_
        if size >= most:
            yield pl.scan_parquet(together)
            together, size = [], 0
    if together:
        yield pl.scan_parquet(together)


def _parts_of_file(path: Path, columns: Sequence[str]) -> Iterator[pl.LazyFrame]:
    facts = pl.scan_parquet(path).select(columns)
    rows = facts.select(pl.len()).collect().item()
    most = _ROWS_AT_ONCE * _COLUMNS // len(columns)
    for first in range(0, rows, most):
        yield facts.slice(first, most)


def build_cube(engine: Engine, facts: Table, by: Sequence[str] = BY) -> Cube:
    """Count facts into a cube of every part on an engine: the expressions, where facts lie on a cluster."""
    engine.name_facts(facts)
    legs = [engine.run_text(text) for text in _texts(engine, tuple(by))]
    schema = schema_of(by)
    whole = [
        leg.with_columns(pl.lit(0).alias(part) for part in PARTS if part not in leg.columns)
        .select(schema.names())
        .cast(dict(schema))  # type: ignore[arg-type]  # a schema of types
        for leg in legs
    ]
    return cube_of(pl.concat(whole), by).compacted()


def cells(facts: Table, by: Sequence[str] = BY) -> list[Table]:
    """Give the expressions of the cells of the cube: one aggregation for each kind of day, to be added up."""
    return [_leg(where, slot, columns, by) for where, slot, columns in _legs(prepared(facts))]


@lru_cache(maxsize=16)
def _texts(engine: Engine, by: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(engine.text_of(lambda facts: cells(facts, by)))


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


def _leg(rows: Table, slot: Any, columns: dict[str, Any], by: Sequence[str]) -> Table:
    counts = {name: column.fill_null(0).cast("int64") for name, column in columns.items()}
    return rows.mutate(**{SLOT: slot}).group_by([*by, SLOT]).aggregate(**counts)
