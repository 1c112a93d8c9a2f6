"""Counts of dossiers: the cube in milliseconds; expressions against SQL by hand over the same files."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl

from parindex.dossiers.facts import FACTS
from parindex.dossiers.measures.counting import counted
from parindex.dossiers.measures.cubing import build_cube
from parindex.dossiers.measures.engines import open_duckdb
from parindex.dossiers.measures.form06 import COLUMNS
from parindex.dossiers.measures.periods import month, year

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000
UNITS, PROCEDURES, FIELDS = 150, 300, 20
DASHBOARD = (
    *COLUMNS,
    "on_time_766",
    "handled_766",
    "full_online",
    "paid_online",
    "with_fee",
    "minutes",
    "timed",
)
BY_HAND = """
WITH f AS (
  SELECT *, CASE WHEN ended_on < received_on THEN received_on ELSE ended_on END AS e
  FROM read_parquet('{path}') WHERE state <> 4 AND received_on <= DATE '2026-05-31'
)
SELECT unit,
  SUM(weight) FILTER (received_on >= DATE '2026-05-01') AS received,
  SUM(weight) FILTER (received_on < DATE '2026-05-01' AND (e IS NULL OR e >= DATE '2026-05-01')) AS carried,
  SUM(weight) FILTER (e BETWEEN DATE '2026-05-01' AND DATE '2026-05-31' AND form06 = 1) AS early,
  SUM(weight) FILTER (e BETWEEN DATE '2026-05-01' AND DATE '2026-05-31' AND form06 = 2) AS on_due,
  SUM(weight) FILTER (e BETWEEN DATE '2026-05-01' AND DATE '2026-05-31' AND form06 = 3) AS late,
  SUM(weight) FILTER ((e IS NULL OR e > DATE '2026-05-31')
    AND NOT (e IS NULL AND state IN (1, 2))) AS pending,
  SUM(weight) FILTER (due_on < DATE '2026-05-31' AND (e IS NULL OR e > DATE '2026-05-31')
    AND NOT (e IS NULL AND state IN (1, 2, 3))) AS overdue
FROM f GROUP BY unit
"""
SAME = (
    "received",
    "carried",
    "resolved_early",
    "resolved_on_due",
    "resolved_late",
    "pending",
    "pending_overdue",
)


def facts(rows: int, seed: int = 1) -> pl.DataFrame:
    """Make facts of 18 months, spread over units and procedures."""
    draw = np.random.default_rng(seed)
    received = np.sort(draw.integers(0, 540, rows))
    ended = received + draw.integers(0, 25, rows)
    due = received + draw.integers(5, 26, rows)
    start = np.datetime64(date(2025, 1, 1), "D")
    is_open = ended > 540
    days = {
        name: pl.Series(start + n)
        for name, n in (("received_on", received), ("ended_on", ended), ("due_on", due))
    }
    ends = days["ended_on"].set(pl.Series(is_open), None)
    columns = {
        "unit": draw.integers(0, UNITS, rows),
        "procedure": (draw.pareto(1.1, rows) * 8).astype(np.int64) % PROCEDURES,
        "field": draw.integers(0, FIELDS, rows),
        "channel": draw.choice([1, 2, 2, 3], rows),
        "level": draw.choice([2, 3, 4], rows),
        "state": np.where(is_open, 0, 1),
        **days,
        "ended_on": ends,
        "form06": np.where(is_open, 0, np.where(ended < due, 1, np.where(ended == due, 2, 3))),
        "ended766_on": ends,
        "due766_on": days["due_on"],
        "index766": np.where(is_open, 0, np.where(ended <= due, 1, 2)),
        "late_days": np.maximum(ended - due, 0),
        "minutes": (ended - received) * 300,
        "supplements": np.zeros(rows),
        "weight": np.ones(rows),
    }
    flags = {name: draw.random(rows) > 0.5 for name, kind in FACTS.items() if kind == pl.Boolean}
    frame = pl.DataFrame({**columns, **flags}).with_columns(field=pl.col("procedure") % FIELDS)
    return frame.select(FACTS.names()).cast(FACTS)


def best(work: Callable[[], Any], times: int = 5) -> tuple[float, Any]:
    """Give the shortest of some runs in milliseconds, and what was computed."""
    taken, found = [], work()
    for _ in range(times):
        began = time.perf_counter()
        found = work()
        taken.append((time.perf_counter() - began) * 1000)
    return min(taken), found


def main() -> None:
    """Print milliseconds and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.parquet"
        facts(ROWS).write_parquet(path, row_group_size=122_880)
        engine = open_duckdb(memory_limit="1500MB")
        table = engine.read([path])
        expression = counted(table, month(2026, 5), SAME, ("unit",))
        sql = BY_HAND.format(path=path)
        ours, got = best(lambda: engine.run(expression).sort("unit"))
        hand, want = best(lambda: pl.from_arrow(duckdb.sql(sql).to_arrow_table()).sort("unit"))
        assert [row[1:] for row in got.rows()] == [tuple(int(n or 0) for n in row[1:]) for row in want.rows()]
        print(
            f"{ROWS:,} facts, units in a month: {ours:.0f} ms, by hand {hand:.0f} ms, ratio {ours / hand:.2f}"
        )
        began = time.perf_counter()
        cube = build_cube(engine, table)
        seconds = time.perf_counter() - began
        small = cube.rolled(("unit", "field", "channel"))
        whole = cube.rows.collect().height
        print(f"cube: {whole:,} cells in {seconds:.1f} s; without procedures {small.rows.collect().height:,}")
        asked = (
            ("province, month", small, lambda c: c.counts(month(2026, 5), DASHBOARD)),
            ("by unit, year to date", small, lambda c: c.counts(year(2026), DASHBOARD, ("unit",))),
            (
                "12 months of a unit",
                small,
                lambda c: c.trend([month(2025, n) for n in range(1, 13)], DASHBOARD, (), {"unit": [7]}),
            ),
            (
                "procedures of a unit",
                cube,
                lambda c: c.counts(month(2026, 5), DASHBOARD, ("procedure",), {"unit": [7]}),
            ),
        )
        for name, source, question in asked:
            taken, _ = best(lambda: question(source))  # noqa: B023  # asked at once
            print(f"  {name}: {taken:.0f} ms")


if __name__ == "__main__":
    main()
