"""Counts of dossiers: months from compact facts against SQL by hand over raw records; cubes in milliseconds.

The facts are those that an import derives, in a folder for each month. ``--rows`` sets the size (100,000,000
for the figures of README.md; 2,000,000 without it), ``--units`` the communes (3,321: the whole country).
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.calendar.reading import shipped_calendar
from parindex.dossiers.deriving import derive
from parindex.dossiers.measures.catalogue import FORM06
from parindex.dossiers.measures.counting import counted
from parindex.dossiers.measures.cube import parts_of
from parindex.dossiers.measures.cubing import count_facts
from parindex.dossiers.measures.engines import open_duckdb
from parindex.dossiers.measures.keeping import OF_PROCEDURES, Cubes, kept_cubes
from parindex.dossiers.measures.periods import month, span, year
from parindex.dossiers.synthetic import Plan, synthetic_dossiers

START, END, AS_OF = date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 31)
PROCEDURES, FIELDS = 400, 12
ROWS, AT_ONCE, BATCH, TIMES = 2_000_000, 1_000_000, 300_000, 5
KPI_LIMIT, FIGURE_LIMIT, SLICE_LIMIT, BATCH_LIMIT, MEMORY_LIMIT = 10.0, 50.0, 1.3, 10.0, 2000.0
FLOWS = ("received", "received_online", "resolved_early", "resolved_on_due", "resolved_late")
DASHBOARD = (
    *(count.id for count in FORM06), "on_time_766", "handled_766", "full_online", "paid_online", "with_fee",
    "done", "done_with_result", "done_with_components", "reused", "minutes", "timed", "withdrawn", "waiting",
)  # fmt: skip
RAW = """
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
SELECT * FROM came FULL JOIN over USING (unit_id, month) WHERE month < DATE '2026-01-01'
"""
SLICE = """
SELECT unit, procedure,
  sum(weight) FILTER (received_on BETWEEN $first AND $last) AS received,
  sum(weight) FILTER (ended_on BETWEEN $first AND $last AND form06 = 3) AS late
FROM read_parquet($files)
WHERE state <> 4 AND received_on <= $last AND NOT coalesce(ended_on < $first AND ended766_on < $first, false)
GROUP BY ALL
"""


def verdict(measured: float, limit: float, *, at_least: bool = False) -> str:
    """Say whether a limit is kept."""
    is_kept = measured >= limit if at_least else measured <= limit
    return f"(limit {limit:g}: {'kept' if is_kept else 'BROKEN'})"


class Maker:
    """Writes raw records, and the facts that an import derives from them, a million at a time."""

    def __init__(self, folder: Path, units: int) -> None:
        self.folder, self.plan = folder, Plan(START, END, AS_OF, units, PROCEDURES, FIELDS)
        self.clock = WorkingClock(shipped_calendar())
        self.raw: list[Path] = []
        self.facts: list[Path] = []
        for name in ("raw", "facts"):
            (folder / name).mkdir()

    def make(self, rows: int, seed: int = 1, weight: int = 1) -> list[Path]:
        """Write records of a seed; give the files of their facts."""
        first, kept = len(self.facts), list[pl.DataFrame]()
        for part in synthetic_dossiers(self.plan, rows, seed):
            kept.append(part)
            if sum(one.height for one in kept) >= AT_ONCE:
                self._write(pl.concat(kept), weight)
                kept = []
        if kept:
            self._write(pl.concat(kept), weight)
        return self.facts[first:]

    def _write(self, records: pl.DataFrame, weight: int) -> None:
        self.raw.append(self.folder / "raw" / f"{len(self.raw):04d}.parquet")
        records.write_parquet(self.raw[-1])
        known = (
            self.plan.unit_ids(),
            [f"MH.{number:03d}" for number in range(1, PROCEDURES + 1)],
            [f"MH-L{number:03d}" for number in range(1, FIELDS + 1)],
        )
        facts = derive(records, self.clock, units=known[0], procedures=known[1], fields=known[2])
        facts = facts.with_columns(weight=pl.col("weight") * weight)
        for (name,), some in facts.group_by(pl.col("received_on").dt.to_string("%Y-%m")):
            path = self.folder / "facts" / f"month={name}" / f"{len(self.raw):04d}.facts.parquet"
            path.parent.mkdir(exist_ok=True)
            some.write_parquet(path, compression_level=1, row_group_size=65_536, statistics=False)
            self.facts.append(path)


def by_hand(sql: str, files: list[Path], **values: object) -> Callable[[], Any]:
    """Make a question of SQL written by hand."""
    connection = duckdb.connect(config={"memory_limit": "1GB"})
    names = [str(path) for path in files]
    return lambda: connection.sql(sql, params={"files": names, **values}).to_arrow_table()


def in_turn(*works: Callable[[], Any], times: int = TIMES) -> list[tuple[float, float]]:
    """Give the median seconds, and seconds of a processor, of each work; they take turns.

    So what else runs slows all of them; the time of processors tells them apart also where much runs.
    """
    taken: list[list[tuple[float, float]]] = [[] for _ in works]
    for _ in range(times):
        for mine, work in zip(taken, works, strict=True):
            start, cpu = time.perf_counter(), time.process_time()
            work()
            mine.append((time.perf_counter() - start, time.process_time() - cpu))
    return [
        (statistics.median(wall), statistics.median(cpu))
        for wall, cpu in (zip(*one, strict=True) for one in taken)
    ]


def months(raw: list[Path], facts: list[Path]) -> None:
    """Compare the table of units and months."""
    periods = [month(2025, number) for number in range(1, 13)]
    table = by_hand(RAW, raw)

    def ours() -> pl.DataFrame:
        return count_facts(facts, ("unit",), parts_of(FLOWS)).trend(periods, FLOWS, ("unit",))

    wanted, got = pl.DataFrame(pl.from_arrow(table())), ours()
    assert got["received"].sum() == wanted["received"].sum()
    assert got["received_online"].sum() == wanted["online"].sum()
    ended = wanted.select("early", "on_due", "late").sum().sum_horizontal()[0]
    assert got.select(FLOWS[2:]).sum().sum_horizontal()[0] == ended
    (slow, slow_cpu), (fast, fast_cpu) = in_turn(table, ours)
    kept = verdict(slow / fast, KPI_LIMIT, at_least=True)
    print(f"unit × month: raw SQL {slow:.3f} s, from facts {fast:.3f} s, ratio {slow / fast:.1f} {kept}")
    ratio = slow_cpu / fast_cpu
    print(f"  of a processor: raw SQL {slow_cpu:.3f} s, from facts {fast_cpu:.3f} s, ratio {ratio:.1f}")


def figures(cubes: Cubes) -> None:
    """Ask what a page asks."""
    one, hundred = {"unit": [7]}, {"unit": list(range(0, 3300, 33))}
    some = [month(2025, number) for number in range(1, 13)]
    asked: dict[str, Callable[[], object]] = {
        "all units together, a month": lambda: cubes.counts(month(2025, 5), DASHBOARD),
        "every unit, the year": lambda: cubes.counts(year(2025), DASHBOARD, ("unit",)),
        "fields of all units": lambda: cubes.counts(month(2025, 5), DASHBOARD, ("field",)),
        "procedures of all units": lambda: cubes.counts(month(2025, 5), OF_PROCEDURES, ("procedure",)),
        "a unit, 12 months": lambda: cubes.trend(some, DASHBOARD, (), one),
        "fields of a unit": lambda: cubes.counts(month(2025, 5), DASHBOARD, ("field",), one),
        "fields of a hundred units": lambda: cubes.counts(month(2025, 5), DASHBOARD, ("field",), hundred),
        "procedures of a hundred": lambda: cubes.counts(
            month(2025, 5), OF_PROCEDURES, ("procedure",), hundred
        ),
        "procedures of a unit": lambda: cubes.counts(month(2025, 5), OF_PROCEDURES, ("procedure",), one),
    }
    for name, question in asked.items():
        wall, cpu = in_turn(question)[0]
        kept = verdict(wall * 1000, FIGURE_LIMIT)
        print(f"  {name}: {wall * 1000:.1f} ms, {cpu * 1000:.1f} of a processor {kept}")


def slices(facts: list[Path]) -> None:
    """Compare a slice of no whole months by Ibis with the same by hand."""
    first, last = date(2025, 3, 10), date(2025, 8, 20)
    engine = open_duckdb()
    rows, names = engine.read(facts), ["received", "resolved_late"]
    (hand, _), (ours, _) = in_turn(
        by_hand(SLICE, facts, first=first, last=last),
        lambda: engine.run(counted(rows, span(first, last), names, ["unit", "procedure"])),
    )
    kept = verdict(ours / hand, SLICE_LIMIT)
    print(f"slice: Ibis {ours:.3f} s, by hand {hand:.3f} s, ratio {ours / hand:.2f} {kept}")


def batch(maker: Maker, facts: list[Path], room: Path, cubes: Cubes) -> None:
    """Add a day's batch, a tenth of which supersedes rows, and ask for a figure."""
    added = maker.make(BATCH, seed=2) + maker.make(BATCH // 10, seed=1, weight=-1)
    start = time.perf_counter()
    after = kept_cubes([*facts, *added], room)
    found = [one.counts(year(2025), ["received"])["received"][0] for one in (after, cubes)]
    taken = time.perf_counter() - start
    more = found[0] - found[1]
    print(f"a batch of {BATCH:,} ({more:+,}) in every figure: {taken:.2f} s {verdict(taken, BATCH_LIMIT)}")


def main(words: list[str]) -> None:
    """Print seconds and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--units", type=int, default=3321)
    asked = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as folder:
        maker = Maker(Path(folder), asked.units)
        facts = maker.make(asked.rows)
        raw = list(maker.raw)
        print(f"{asked.rows:,} dossiers of {asked.units:,} units")
        months(raw, facts)
        slices(facts)
        room, start, cpu = Path(folder) / "cubes", time.perf_counter(), time.process_time()
        cubes = kept_cubes(facts, room)
        size = sum(path.stat().st_size for path in room.iterdir()) / 1e6
        wall, used = time.perf_counter() - start, time.process_time() - cpu
        print(f"cubes: {wall:.1f} s, {used:.1f} of a processor, {size:,.0f} MB")
        figures(cubes)
        batch(maker, facts, room, cubes)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak memory {peak:,.0f} MB {verdict(peak, MEMORY_LIMIT)}")


if __name__ == "__main__":
    main(sys.argv[1:])
