"""5 million values from a Parquet file to all points and ranks, against reading and pivoting them.

The peer does only what any program must do first: Polars reads the same file and pivots it to units x leaves,
year by year. The task allows four times that, in under 2 GB. The peer and ours run in processes of their own,
so that the memory of one is not counted for the other.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl
import workload

from parindex.ranking.ranks import rank
from parindex.scoring.pipeline import score

UNITS, YEARS, LIMIT, MEMORY_LIMIT_MB = 10_000, 5, 4.0, 2048


def peer(path: Path) -> None:
    """Read once, then pivot each year: what any program must do first."""
    table = pl.read_parquet(path, columns=["year", "unit_id", "criterion_id", "value"])
    for year in range(YEARS):
        table.filter(year=2021 + year).pivot("criterion_id", index="unit_id", values="value")


def ours(path: Path) -> None:
    """Read, score every year, rank every node of every year."""
    made = workload.edition()
    table = pl.read_parquet(path)
    for year in range(YEARS):
        card = score(made, table.filter(year=2021 + year).drop("year"))
        assert rank(card).height == UNITS * len(card.outline.row_ids)


def main() -> None:
    """Measure both in processes of their own and print the ratio."""
    if len(sys.argv) > 2:
        work = {"peer": peer, "ours": ours}[sys.argv[1]]
        path = Path(sys.argv[2])
        print(workload.seconds(lambda: work(path), times=3), workload.peak_memory_mb())
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "values.parquet"
        workload.write_long(path, workload.edition(), UNITS, YEARS)
        theirs, mine = (_in_a_process(name, path) for name in ("peer", "ours"))
    note = f"N = {UNITS:,} x {YEARS} x {workload.LEAVES}, {mine[1]:.0f} MB (limit {MEMORY_LIMIT_MB} MB)"
    workload.report("end to end / read and pivot", mine[0], theirs[0], LIMIT, note)


def _in_a_process(name: str, path: Path) -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, __file__, name, str(path)], check=True, capture_output=True, text=True
    )
    took, memory = done.stdout.split()
    return float(took), float(memory)


if __name__ == "__main__":
    main()
