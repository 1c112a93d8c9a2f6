"""Dossiers: a store of synthetic records against DuckDB SQL by hand over the same records as raw Parquet.

Every step runs in a process of its own, so the memory printed beside it is that of the step. ``--rows``
sets the size (5,000,000 without it; 100,000,000 take about 25 GB of disk), ``--file-rows`` that of one file,
``--folder`` where all of it lies, ``--only`` some of the steps of a folder that is kept. Dossiers come in any
order, and those of one file (``by_month``) month by month, as a one-stop system hands its records over; with
``--ordered`` all of them do.

Ratios say more than seconds: ``writing`` compares the files of the store with one bare ``write_parquet`` of
the same columns, in processor time. Limits are those of 100 million dossiers: of few, what every question
costs weighs more.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import polars as pl
import pyarrow.parquet as pq
from dossier_questions import FACTS_KPI, FLOWS, MONTHS, RAW_KPI, SLICE, pages
from spending import Spent

from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.calendar.reading import shipped_calendar
from parindex.dossiers.deriving import derive
from parindex.dossiers.intake.mapping import Mapping
from parindex.dossiers.intake.sources import Limits, Piece, Position, open_source
from parindex.dossiers.intake.typed import typed_words
from parindex.dossiers.measures.counting import counted
from parindex.dossiers.measures.cube import parts_of
from parindex.dossiers.measures.cubing import count_facts
from parindex.dossiers.measures.engines import open_duckdb
from parindex.dossiers.measures.keeping import Cubes, kept_cubes
from parindex.dossiers.measures.periods import month, span
from parindex.dossiers.records import RECORDS
from parindex.dossiers.store import importing, taking
from parindex.dossiers.store.folder import Store
from parindex.dossiers.store.importing import import_files
from parindex.dossiers.store.manifest import Manifest
from parindex.dossiers.synthetic import Plan, synthetic_dossiers
from parindex.memory import SETTING, keep_memory

START, END = date(2025, 1, 1), date(2025, 12, 31)
PLAN = Plan(START, END, date(2026, 1, 31), units=3321, procedures=400)
NEXT_DAY = Plan(END, END + timedelta(days=1), date(2026, 2, 1), units=3321, procedures=400)
ROWS, FILE_ROWS, BATCH_ROWS, TIMES = 5_000_000, 10_000_000, 300_000, 5
INTAKE_LIMIT, WRITING_LIMIT, MEMORY_LIMIT = 1.5e6, 1.5, 2048
KPI_LIMIT, CUBE_LIMIT, SLICE_LIMIT, BATCH_LIMIT = 10.0, 50.0, 1.3, 10.0


class Setting(NamedTuple):
    """What every step is told."""

    folder: Path
    rows: int
    file_rows: int
    is_ordered: bool = False

    @property
    def store(self) -> Path:
        """Where the store lies."""
        return self.folder / "store"

    def files(self) -> list[Path]:
        """Give the raw files."""
        return sorted((self.folder / "raw").glob("*.parquet"))

    @property
    def by_month(self) -> Path:
        """Where a file is whose dossiers come month by month."""
        return self.folder / "by_month.parquet"

    @property
    def height(self) -> int:
        """How many rows the raw files have."""
        return sum(pq.ParquetFile(path).metadata.num_rows for path in self.files())


def both_times(work: Callable[[], object], times: int = TIMES) -> tuple[float, float]:
    """Give the median seconds of some runs, by the clock and of processors; the latter mind no other work."""
    wall, cpu = list[float](), list[float]()
    for _ in range(times):
        start, used = time.perf_counter(), time.process_time()
        work()
        wall.append(time.perf_counter() - start)
        cpu.append(time.process_time() - used)
    return statistics.median(wall), statistics.median(cpu)


def timed(work: Callable[[], object], times: int = TIMES) -> float:
    """Give the median seconds of some runs."""
    return both_times(work, times)[0]


def verdict(measured: float, limit: float, *, at_least: bool = False) -> str:
    """Say whether a limit is kept."""
    is_kept = measured >= limit if at_least else measured <= limit
    return f"(limit {limit:,g}: {'kept' if is_kept else 'BROKEN'})"


def make(setting: Setting) -> None:
    """Write the raw records, as a one-stop system would hand them over, a chunk at a time."""
    (setting.folder / "raw").mkdir(parents=True, exist_ok=True)
    parts = in_order(setting.rows) if setting.is_ordered else synthetic_dossiers(PLAN, setting.rows)
    files = -(-setting.rows // setting.file_rows)
    for number in range(files):
        write(setting.folder / "raw" / f"{number:03d}.parquet", filling(parts, setting.file_rows))
        told(f"made file {number + 1} of {files}")
    if not setting.is_ordered:
        write(setting.by_month, in_order(min(setting.rows, setting.file_rows)))
    size = sum(path.stat().st_size for path in setting.files())
    print(f"{setting.height:,} dossiers in {len(setting.files())} files, {size / 1e6:,.0f} MB of Parquet")


def filling(parts: Iterator[pl.DataFrame], rows: int) -> Iterator[pl.DataFrame]:
    """Take parts until they are at least so many rows."""
    while rows > 0 and (part := next(parts, None)) is not None:
        rows -= part.height
        yield part


def in_order(rows: int) -> Iterator[pl.DataFrame]:
    """Make dossiers month by month, those of a chunk in the order of their receipt."""
    for number in range(12):
        some = month(START.year, number + 1)
        count = rows * (number + 1) // 12 - rows * number // 12
        for part in synthetic_dossiers(replace(PLAN, start=some.start, end=some.end), count):
            yield part.sort("received_at")


def told(words: str) -> None:
    """Say on standard error how far the work is."""
    print(f"  … {words}", file=sys.stderr, flush=True)


def write(path: Path, parts: Iterator[pl.DataFrame]) -> None:
    """Write a Parquet file part by part."""
    schema = pl.DataFrame(schema=RECORDS).to_arrow(compat_level=pl.CompatLevel.oldest()).schema
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for part in parts:
            writer.write_table(part.to_arrow(compat_level=pl.CompatLevel.oldest()))


PARTS = (
    (importing, "typed_words", "typing"),
    (importing, "take", "taking"),
    (taking.Maker, "facts", "facts"),
    (taking, "together", "writing"),
    (taking, "write_run", "index"),
    (taking, "with_few_runs", "index"),
    (importing, "compact", "packing"),
)
"""``taking`` holds ``facts``, ``writing`` and ``index``."""


def intake(setting: Setting) -> None:
    """Import every file, and say how fast."""
    imported(setting.files(), setting.store, setting.height)


def by_month(setting: Setting) -> None:
    """Import as many rows as one file has month by month, as a one-stop system hands them over."""
    if not setting.is_ordered:
        rows = pq.ParquetFile(setting.by_month).metadata.num_rows
        imported([setting.by_month], setting.folder / "by_month", rows)


def imported(files: list[Path], store: Path, rows: int) -> None:
    """Import files and say how fast, in all and part by part."""
    clock, spent = WorkingClock(shipped_calendar()), Spent({})
    start, cpu = time.perf_counter(), time.process_time()
    with spent.watching(*PARTS):
        for path in files:
            import_files(Store.open(store), [path], Mapping(), clock)
            told(f"{path.name} after {time.perf_counter() - start:,.0f} s")
    seconds, used = time.perf_counter() - start, time.process_time() - cpu
    of = spent.by_part
    print(f"intake, all of it  {rows / seconds:12,.0f} rows/s, {rows / used:12,.0f} rows/s of a core")
    decoded = of["typing"] + of["taking"]
    print(f"  after decoding   {rows / decoded:12,.0f} rows/s of a core {kept_rate(rows / decoded)}")
    encoded = decoded - of["writing"]
    print(f"  and not encoding {rows / encoded:12,.0f} rows/s of a core {kept_rate(rows / encoded)}")
    inside = of["taking"] - of["facts"] - of["writing"] - of["index"]
    named = {"reading and the rest": used - decoded - of.get("packing", 0.0), "typing": of["typing"]}
    named |= {"order, look-up, moving": inside, "facts": of["facts"], "index": of["index"]}
    for name, taken in {**named, "writing": of["writing"], "packing": of.get("packing", 0.0)}.items():
        print(f"    {name:22} {taken / rows * 1e9:8,.0f} ns of a core per row")


def kept_rate(rate: float) -> str:
    """Say whether intake is as fast as it is to be."""
    return verdict(rate, INTAKE_LIMIT, at_least=True)


def writing(setting: Setting) -> None:
    """Compare writing the files of a store with writing the same columns at once, and time the facts."""
    clock = WorkingClock(shipped_calendar())
    piece = first_piece(setting.files()[0])
    records = typed_words(piece.chunk, Mapping()).records
    lists = Manifest().lists.with_ids_of(records)
    ids = {"units": lists.units, "procedures": lists.procedures, "fields": lists.fields}
    facts, took = spending(lambda: derive(lists.coded(records), clock, **ids))
    print(f"facts of records   {records.height / took:12,.0f} rows/s of a core")
    spent = Spent({})
    with spent.watching((taking, "together", "writing")):
        maker = taking.Maker(derive, clock)
        taking.take(setting.folder / "other", Manifest(), records, maker)
    ours = spent.by_part["writing"]
    path = setting.folder / "bare.parquet"
    bare = sum(bare_writing(frame, path) for frame in (lists.coded(records), facts))
    kept = verdict(ours / bare, WRITING_LIMIT)
    print(f"writing: the store {ours:.2f} s, bare {bare:.2f} s of a core, ratio {ours / bare:.2f} {kept}")


def bare_writing(frame: pl.DataFrame, path: Path) -> float:
    """Write a frame at once; give the seconds of the processor."""
    return spending(lambda: frame.write_parquet(path, compression="uncompressed", statistics=False))[1]


def first_piece(path: Path) -> Piece:
    """Decode the first rows of a file."""
    return next(iter(open_source(path, Mapping(), Limits()).pieces(Position())))


def spending(work: Callable[[], Any]) -> tuple[Any, float]:
    """Give what is computed, and the seconds of the processor it takes."""
    start = time.process_time()
    return work(), time.process_time() - start


def ask(sql: str, files: list[Path], **values: object) -> Callable[[], object]:
    """Make a question of SQL written by hand."""
    connection = duckdb.connect(config={"memory_limit": "1GB"})
    names = [str(path) for path in files]
    return lambda: connection.sql(sql, params={"files": names, **values}).to_arrow_table()


def raw(setting: Setting) -> None:
    """Count the unit × month table from the raw records."""
    question = ask(RAW_KPI, setting.files())
    wall, cpu = both_times(question, 3)
    found = pl.DataFrame(pl.from_arrow(question()))
    sums = found.select("received", "online", pl.sum_horizontal("early", "on_due", "late")).sum().row(0)
    (setting.folder / "raw.json").write_text(json.dumps({"wall": wall, "cpu": cpu, "sums": sums}))
    print(f"unit × month: SQL by hand over raw Parquet {wall:.3f} s, {cpu:.3f} of processors")


def figures(setting: Setting) -> None:
    """Count the unit × month table from facts, keep cubes, and ask them figures of pages."""
    facts = Store.open(setting.store).facts_paths()
    known = json.loads((setting.folder / "raw.json").read_text())
    by_hand, by_hand_cpu = known["wall"], known["cpu"]
    compact = timed(ask(FACTS_KPI, facts), 3)
    print(f"unit × month: SQL over facts {compact:.3f} s, ratio {by_hand / compact:.1f}")
    parts = parts_of(FLOWS)
    table, cpu = both_times(lambda: count_facts(facts, ("unit",), parts).trend(MONTHS, FLOWS, ("unit",)), 3)
    kept = verdict(by_hand / table, KPI_LIMIT, at_least=True)
    print(f"unit × month: counted from facts {table:.3f} s, ratio {by_hand / table:.1f} {kept}")
    print(f"  of processors {cpu:.3f} s, ratio {by_hand_cpu / cpu:.1f}")
    start, cpu = time.perf_counter(), time.process_time()
    cubes = kept_cubes(facts, setting.folder / "cubes")
    built, used = time.perf_counter() - start, time.process_time() - cpu
    size = sum(path.stat().st_size for path in (setting.folder / "cubes").iterdir()) / 1e6
    print(f"cubes: built in {built:.1f} s ({used:.1f} s of a core), {size:,.0f} MB")
    year_ = timed(lambda: cubes.trend(MONTHS, FLOWS, ("unit",)))
    print(f"unit × month: cube {year_:.4f} s, ratio {by_hand / year_:.0f}")
    same_as_by_hand(setting, cubes, known["sums"])
    for name, question in pages(cubes).items():
        seconds, used = timed(question), time.process_time()
        question()
        used = (time.process_time() - used) * 1000
        print(
            f"  {name}: {seconds * 1000:.1f} ms, {used:.1f} of a core {verdict(seconds * 1000, CUBE_LIMIT)}"
        )


def same_as_by_hand(setting: Setting, cubes: Cubes, known: list[int]) -> None:
    """Refuse to compare speeds of different numbers; a batch that came in since is not in those by hand.

    SQL by hand does not put off what is due by the time that supplements took: resolved ones are all counted.
    """
    sums = cubes.trend(MONTHS, FLOWS, ()).select(*FLOWS[:2], pl.sum_horizontal(FLOWS[2:])).sum().row(0)
    if not (setting.folder / "batch.parquet").exists() and list(sums) != known:
        raise SystemExit(f"numbers differ: {sums} from cubes, {known} by hand")


def slices(setting: Setting) -> None:
    """Compare a slice of no whole months by Ibis with the same by hand."""
    facts = Store.open(setting.store).facts_paths()
    first, last = date(2025, 3, 10), date(2025, 8, 20)
    by_hand = timed(ask(SLICE, facts, first=first, last=last))
    engine = open_duckdb()
    rows, names = engine.read(facts), ["received", "resolved_late"]
    ours = timed(lambda: engine.run(counted(rows, span(first, last), names, ["unit", "procedure"])))
    kept = verdict(ours / by_hand, SLICE_LIMIT)
    print(f"slice: Ibis {ours:.3f} s, by hand {by_hand:.3f} s, ratio {ours / by_hand:.2f} {kept}")


def batch(setting: Setting) -> None:
    """Import a day's batch and count it."""
    path = setting.folder / "batch.parquet"
    pl.concat(synthetic_dossiers(NEXT_DAY, BATCH_ROWS, seed=2)).write_parquet(path)
    clock = WorkingClock(shipped_calendar())
    start, cpu = time.perf_counter(), time.process_time()
    import_files(Store.open(setting.store), [path], Mapping(), clock)
    cubes = kept_cubes(Store.open(setting.store).facts_paths(), setting.folder / "cubes")
    cubes.counts(month(2025, 12), ["received"], ("unit",))
    seconds, used = time.perf_counter() - start, time.process_time() - cpu
    kept = verdict(seconds, BATCH_LIMIT)
    print(
        f"a day's batch of {BATCH_ROWS:,} in every figure after {seconds:.1f} s, {used:.1f} of a core {kept}"
    )


STEPS: dict[str, Callable[[Setting], None]] = {
    "make": make,
    "intake": intake,
    "by_month": by_month,
    "writing": writing,
    "raw": raw,
    "figures": figures,
    "slices": slices,
    "batch": batch,
}
OURS = frozenset({"intake", "by_month", "writing", "figures", "slices", "batch"})
"""The steps whose memory is that of the product; the others make or read the raw files."""


def run(name: str, setting: Setting) -> None:
    """Do a step in this process, and say how much memory it took."""
    STEPS[name](setting)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    kept = verdict(peak, MEMORY_LIMIT) if name in OURS else ""
    print(f"  peak memory of {name}: {peak:,.0f} MB {kept}", flush=True)


def environment() -> dict[str, str]:
    """Give the environment of a step: memory is kept as a command keeps it, not as this process does."""
    given = {name: value for name, value in os.environ.items() if name != SETTING}
    keep_memory(given)
    return given


def main(words: list[str]) -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--file-rows", type=int, default=FILE_ROWS)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--ordered", action="store_true", help="dossiers come month by month")
    parser.add_argument("--only", nargs="*", choices=STEPS, default=list(STEPS))
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    given = parser.parse_args(words)
    if given.step:
        run(given.step, Setting(given.folder, given.rows, given.file_rows, given.ordered))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        sizes = ["--rows", str(given.rows), "--file-rows", str(given.file_rows), "--folder", str(folder)]
        sizes += ["--ordered"] if given.ordered else []
        for name in given.only:
            told(name)
            command = [sys.executable, __file__, *sizes, "--step", name]
            subprocess.run(command, check=True, env=environment())


if __name__ == "__main__":
    main(sys.argv[1:])
