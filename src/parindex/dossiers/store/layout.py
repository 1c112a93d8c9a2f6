"""Where the parts of a store lie, and which partition a dossier belongs to."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from parindex.dossiers.records import MOMENT, RECORDS
from parindex.dossiers.store import kinds
from parindex.dossiers.store.manifest import NAME, PENDING, File, Gone, Manifest, Run
from parindex.errors import Place, Problem, ProblemsFound

EVENT: Final = "_last_event_at"
CONTENT: Final = "_content"
KEPT: Final = pl.Schema({**RECORDS, EVENT: MOMENT, CONTENT: pl.UInt64()})
"""A record as it is kept: with its last event and a hash of its content, which tell which state is later."""
DEAD: Final = pl.Schema({"file": pl.UInt32(), "row": pl.UInt32()})
ROW_GROUP: Final = 65_536
"""Rows that are read together where only some are wanted."""
_NO_PROVINCE: Final = "00"
_PROVINCE: Final = r"^[A-Z]\d{2}$"
_BROKEN: Final = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


def partition_expr() -> pl.Expr:
    """Give the partition of a record: the province its code or unit names, the month of its receipt.

    >>> from datetime import date
    >>> one = {"code": "000.00.01.H26-260930-0001", "unit_id": "U", "received_at": date(2026, 9, 30)}
    >>> pl.DataFrame([one]).select(partition_expr()).item()
    'province=H26/month=2026-09'
    """
    of_code = pl.col("code").str.splitn("-", 2).struct.field("field_0").str.tail(3)
    of_unit = pl.col("unit_id").str.tail(3)
    province = pl.lit(_NO_PROVINCE)
    for found in (of_unit, of_code):
        province = pl.when(found.str.contains(_PROVINCE)).then(found).otherwise(province)
    month = pl.col("received_at").dt.to_string("%Y-%m")
    return pl.format("province={}/month={}", province, month).alias("partition")


def records_path(folder: Path, file: File) -> Path:
    """Give the file of the records."""
    return folder / "records" / file.partition / f"{file.number:08d}.records.parquet"


def facts_path(folder: Path, file: File) -> Path:
    """Give the file of their facts."""
    return folder / "records" / file.partition / f"{file.facts:08d}.facts.parquet"


def minus_path(folder: Path, gone: Gone) -> Path:
    """Give the file of the facts that are taken back."""
    return folder / "records" / gone.partition / f"{gone.number:08d}.minus.parquet"


def dead_path(folder: Path, gone: Gone) -> Path:
    """Give the file that says which rows count no more."""
    return folder / "records" / gone.partition / f"{gone.number:08d}.dead.parquet"


def run_paths(folder: Path, run: Run) -> tuple[Path, Path]:
    """Give the files of a part of the index: keys, places."""
    return folder / "index" / f"{run.number:08d}.keys", folder / "index" / f"{run.number:08d}.places"


def reject_path(folder: Path, number: int) -> Path:
    """Give the file of the rejects of one chunk, until an import is done."""
    return folder / "rejects" / f"{number:08d}.parquet"


def write_frame(path: Path, frame: pl.DataFrame) -> None:
    """Write a part of the store."""
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.write_parquet(
        path, compression="zstd", compression_level=1, row_group_size=ROW_GROUP, statistics=False
    )


def read_frame(path: Path, schema: pl.Schema) -> pl.DataFrame:
    """Read a part of the store with some columns of it; raises :class:`ProblemsFound` (DO205)."""
    try:
        return pl.read_parquet(path, columns=list(schema), memory_map=False).cast(schema)
    except _BROKEN:
        raise ProblemsFound([Problem(kinds.DAMAGED, Place(file=str(path)))]) from None


def read_groups(path: Path, columns: list[str], offset: int, rows: int) -> pl.DataFrame:
    """Read some rows of a part of the store; raises :class:`ProblemsFound` (DO205)."""
    try:
        return pl.scan_parquet(path).slice(offset, rows).select(columns).collect()
    except _BROKEN:
        raise ProblemsFound([Problem(kinds.DAMAGED, Place(file=str(path)))]) from None


def parts_of(folder: Path, manifest: Manifest) -> set[Path]:
    """Give every file that a manifest names."""
    parts = {path(folder, one) for one in manifest.files for path in (records_path, facts_path)}
    parts |= {path(folder, one) for one in manifest.gone for path in (minus_path, dead_path)}
    return parts | {path for run in manifest.runs for path in run_paths(folder, run)}


def sweep(folder: Path, *manifests: Manifest, kept: frozenset[Path] = frozenset()) -> None:
    """Remove the parts that no manifest names: leftovers of an import that was stopped, replaced files."""
    named = set(kept).union(*(parts_of(folder, manifest) for manifest in manifests))
    for place in ("records", "index", "rejects"):
        for path in (folder / place).rglob("*"):
            if path.is_file() and path not in named and path.suffix != ".csv":
                path.unlink()
    for name in (NAME, PENDING):
        (folder / name).with_suffix(".part").unlink(missing_ok=True)
