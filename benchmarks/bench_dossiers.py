"""Dossiers: a store of synthetic records against DuckDB SQL by hand over the same records as raw Parquet.

Prints how fast files come in, what the unit × month table costs from the raw records, from the compact facts
and from the cube, what a slice by Ibis costs beside SQL written by hand, and when a day's batch is seen.
``--rows`` sets the size (100,000,000 for the figures of README.md; 5,000,000 without it).
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl

from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.calendar.reading import shipped_calendar
from parindex.dossiers.deriving import derive
from parindex.dossiers.intake.mapping import Mapping
from parindex.dossiers.measures.counting import counted
from parindex.dossiers.measures.cubing import build_cube
from parindex.dossiers.measures.engines import open_duckdb
from parindex.dossiers.measures.periods import month, span
from parindex.dossiers.store.folder import Store
from parindex.dossiers.store.importing import import_files
from parindex.dossiers.synthetic import Plan, synthetic_dossiers

START, END = date(2025, 1, 1), date(2025, 12, 31)
PLAN = Plan(START, END, date(2026, 1, 31), units=3321, procedures=400)
NEXT_DAY = Plan(END, END + timedelta(days=1), date(2026, 2, 1), units=3321, procedures=400)
FILE_ROWS, BATCH_ROWS, TIMES = 5_000_000, 300_000, 5
FLOWS = ["received", "received_online", "resolved_early", "resolved_on_due", "resolved_late"]
KPI_LIMIT, CUBE_LIMIT, SLICE_LIMIT, BATCH_LIMIT = 10.0, 50.0, 1.3, 10.0

RAW_KPI = """
WITH came AS (
  SELECT unit_id, date_trunc('month', received_at) AS month, count(*) AS received,
         count(*) FILTER (channel = 2) AS online
  FROM read_parquet($files) WHERE status NOT IN (1, 3) GROUP BY ALL
), over AS (
  SELECT unit_id, date_trunc('month', coalesce(finished_at, returned_at, refused_at)) AS month,
         count(*) FILTER (status <> 7 AND coalesce(finished_at, returned_at)::DATE < due_at::DATE) AS early,
         count(*) FILTER (status = 7 OR coalesce(finished_at, returned_at)::DATE = due_at::DATE) AS on_due,
         count(*) FILTER (status <> 7 AND coalesce(finished_at, returned_at)::DATE > due_at::DATE) AS late
  FROM read_parquet($files) WHERE status IN (7, 9, 10) GROUP BY ALL
)
SELECT * FROM came FULL JOIN over USING (unit_id, month)
"""
FACTS_KPI = """
WITH came AS (
  SELECT unit, date_trunc('month', received_on) AS month, sum(weight) AS received,
         sum(weight) FILTER (channel = 2) AS online
  FROM read_parquet($files) WHERE state <> 4 GROUP BY ALL
), over AS (
  SELECT unit, date_trunc('month', ended_on) AS month, sum(weight) FILTER (form06 = 1) AS early,
         sum(weight) FILTER (form06 = 2) AS on_due, sum(weight) FILTER (form06 = 3) AS late
  FROM read_parquet($files) WHERE state <> 4 AND ended_on IS NOT NULL GROUP BY ALL
)
SELECT * FROM came FULL JOIN over USING (unit, month)
"""
SLICE = """
SELECT unit, procedure,
  sum(weight) FILTER (received_on BETWEEN $first AND $last) AS received,
  sum(weight) FILTER (ended_on BETWEEN $first AND $last AND form06 = 3) AS late
FROM read_parquet($files)
WHERE state <> 4 AND received_on <= $last AND NOT coalesce(ended_on < $first AND ended766_on < $first, false)
GROUP BY ALL
"""


def timed(work: Callable[[], object], times: int = TIMES) -> float:
    """Give the median seconds of some runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def verdict(measured: float, limit: float, *, at_least: bool = False) -> str:
    """Say whether a limit is kept."""
    is_kept = measured >= limit if at_least else measured <= limit
    return f"(limit {limit:g}: {'kept' if is_kept else 'BROKEN'})"


def raw_files(folder: Path, rows: int) -> list[Path]:
    """Write the raw records, as a one-stop system would hand them over."""
    paths: list[Path] = []
    kept: list[pl.DataFrame] = []
    for part in synthetic_dossiers(PLAN, rows):
        kept.append(part)
        if sum(one.height for one in kept) >= FILE_ROWS:
            paths.append(_written(folder, kept, len(paths)))
            kept = []
    return [*paths, _written(folder, kept, len(paths))] if kept else paths


def _written(folder: Path, parts: list[pl.DataFrame], number: int) -> Path:
    path = folder / f"{number:03d}.parquet"
    pl.concat(parts).write_parquet(path)
    return path


def intake(store: Path, files: list[Path], rows: int, clock: WorkingClock) -> None:
    """Import every file and say how fast."""
    start, cpu = time.perf_counter(), time.process_time()
    for path in files:
        import_files(Store.open(store), [path], Mapping(), clock)
    seconds, used = time.perf_counter() - start, time.process_time() - cpu
    print(f"intake             {rows / seconds:12,.0f} rows/s, {rows / used:12,.0f} rows/s of a core")


def deriving(files: list[Path], clock: WorkingClock) -> None:
    """Say how fast facts are derived from records in memory."""
    records = pl.read_parquet(files[0], n_rows=1_000_000)
    ids = {
        name: sorted(records[column].unique())
        for name, column in (("units", "unit_id"), ("procedures", "procedure"), ("fields", "field"))
    }
    cpu = time.process_time()
    derive(records, clock, **ids)
    print(f"facts of records   {records.height / (time.process_time() - cpu):12,.0f} rows/s of a core")


def ask(sql: str, files: list[Path], **values: object) -> Callable[[], object]:
    """Make a question of SQL written by hand."""
    connection = duckdb.connect(config={"memory_limit": "1GB"})
    names = [str(path) for path in files]
    return lambda: connection.sql(sql, params={"files": names, **values}).to_arrow_table()


def figures(store: Path, files: list[Path]) -> None:
    """Compare the unit × month table, and one figure of a page."""
    facts = Store.open(store).facts_paths()
    raw, compact = timed(ask(RAW_KPI, files)), timed(ask(FACTS_KPI, facts))
    engine = open_duckdb()
    start = time.perf_counter()
    cube = build_cube(engine, engine.read(facts)).rolled(("unit",))
    built = time.perf_counter() - start
    months = [month(2025, number) for number in range(1, 13)]
    table = timed(lambda: cube.trend(months, FLOWS, ("unit",)))
    page = timed(lambda: cube.counts(months[5], ["accepted", "pending_overdue"], (), {"unit": [17]}))
    kept = verdict(raw / table, KPI_LIMIT, at_least=True)
    print(f"unit × month: raw SQL {raw:.3f} s, SQL over facts {compact:.3f} s, ratio {raw / compact:.1f}")
    print(f"unit × month: cube {table:.4f} s, ratio {raw / table:.0f} {kept}; built in {built:.1f} s")
    print(f"one figure of the cube {page * 1000:.1f} ms {verdict(page * 1000, CUBE_LIMIT)}")


def slices(store: Path) -> None:
    """Compare a slice of no whole months by Ibis with the same by hand."""
    facts = Store.open(store).facts_paths()
    first, last = date(2025, 3, 10), date(2025, 8, 20)
    by_hand = timed(ask(SLICE, facts, first=first, last=last))
    engine = open_duckdb()
    rows, names = engine.read(facts), ["received", "resolved_late"]
    ours = timed(lambda: engine.run(counted(rows, span(first, last), names, ["unit", "procedure"])))
    kept = verdict(ours / by_hand, SLICE_LIMIT)
    print(f"slice: Ibis {ours:.3f} s, by hand {by_hand:.3f} s, ratio {ours / by_hand:.2f} {kept}")


def batch(store: Path, folder: Path, clock: WorkingClock) -> None:
    """Import a day's batch and count it."""
    path = folder / "batch.parquet"
    pl.concat(synthetic_dossiers(NEXT_DAY, BATCH_ROWS, seed=2)).write_parquet(path)
    start = time.perf_counter()
    before = set(Store.open(store).facts_paths())
    import_files(Store.open(store), [path], Mapping(), clock)
    engine = open_duckdb()
    added = [one for one in Store.open(store).facts_paths() if one not in before]
    build_cube(engine, engine.read(added))
    seconds = time.perf_counter() - start
    kept = verdict(seconds, BATCH_LIMIT)
    print(f"a day's batch of {BATCH_ROWS:,} in every figure after {seconds:.1f} s {kept}")


def folders() -> Iterator[Path]:
    """Give a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def main(words: list[str]) -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=FILE_ROWS)
    rows = parser.parse_args(words).rows
    clock = WorkingClock(shipped_calendar())
    for folder in folders():
        (folder / "raw").mkdir()
        files = raw_files(folder / "raw", rows)
        print(f"{rows:,} dossiers, {sum(path.stat().st_size for path in files) / 1e6:,.0f} MB of Parquet")
        deriving(files, clock)
        intake(folder / "store", files, rows, clock)
        figures(folder / "store", files)
        slices(folder / "store")
        batch(folder / "store", folder, clock)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of all {peak:,.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
