"""Where the parts of a store lie, and how they are written and read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from parindex.dossiers.store import kinds
from parindex.dossiers.store.manifest import NAME, PENDING, File, Gone, Manifest, Run
from parindex.dossiers.store.safety import let_go, make_folder, make_safe
from parindex.errors import Place, Problem, ProblemsFound

DEAD: Final = pl.Schema({"file": pl.UInt32(), "row": pl.UInt32()})
ROW_GROUP: Final = 65_536
"""Rows that are read together where only some are wanted."""
FACTS_GROUP: Final = 262_144
"""Rows of facts that are read together: they are counted whole, and each group costs a few calls."""
WORDS_FROM: Final = 20_000
"""Rows from which words are written as such: their list stands in each file."""
ARROW: Final = ".arrow"
"""Records that are to be packed later: columns as they lie in memory, written three times as fast."""
_BROKEN: Final = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


def records_path(folder: Path, file: File) -> Path:
    """Give the file of the records."""
    return folder / "records" / file.partition / f"{file.number:08d}.records{_ending(file)}"


def _ending(file: File) -> str:
    return ARROW if file.is_arrow else ".parquet"


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


def marks_path(folder: Path, run: Run) -> Path:
    """Give the file of the marks of a part of the index."""
    return folder / "index" / f"{run.number:08d}.marks"


def reject_path(folder: Path, number: int) -> Path:
    """Give the file of the rejects of one chunk, until an import is done."""
    return folder / "rejects" / f"{number:08d}.parquet"


def write_facts(path: Path, facts: pl.DataFrame) -> None:
    """Write facts so that they are counted fast: not compressed, which would take a fifth of the time."""
    make_folder(path.parent)
    _write_parquet(path, facts, is_packed=False, group=FACTS_GROUP)
    make_safe(path)


def write_frame(path: Path, frame: pl.DataFrame, *, is_packed: bool = True) -> None:
    """Write a part of the store so that it is safe from a loss of power.

    What is not packed is written faster and is twice as large, until its partition is made small.
    """
    make_folder(path.parent)
    words = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Enum)]
    if frame.height < WORDS_FROM and words:
        frame = frame.with_columns(pl.col(words).cast(pl.String))
    if path.suffix == ARROW:
        frame.write_ipc(path, compat_level=pl.CompatLevel.oldest(), record_batch_size=ROW_GROUP)
    else:
        _write_parquet(path, frame, is_packed=is_packed)
    make_safe(path)
    if path.suffix == ARROW:
        let_go(path)


def _write_parquet(path: Path, frame: pl.DataFrame, *, is_packed: bool, group: int = ROW_GROUP) -> None:
    frame.write_parquet(
        path,
        compression="zstd" if is_packed else "uncompressed",
        compression_level=1 if is_packed else None,
        row_group_size=group,
        statistics=False,
    )


def read_frame(path: Path, schema: pl.Schema) -> pl.DataFrame:
    """Read a part of the store with some columns of it; raises :class:`ProblemsFound` (DO205)."""
    try:
        if path.suffix == ARROW:
            return pl.scan_ipc(path).select(list(schema)).collect().cast(schema)
        return pl.read_parquet(path, columns=list(schema), memory_map=False).cast(schema)
    except _BROKEN:
        raise ProblemsFound([Problem(kinds.DAMAGED, Place(file=str(path)))]) from None


def read_groups(path: Path, columns: list[str], offset: int, rows: int) -> pl.DataFrame:
    """Read some rows of a part of the store; raises :class:`ProblemsFound` (DO205)."""
    try:
        every = pl.scan_ipc(path) if path.suffix == ARROW else pl.scan_parquet(path)
        found = every.slice(offset, rows).select(columns).collect()
    except _BROKEN:
        raise ProblemsFound([Problem(kinds.DAMAGED, Place(file=str(path)))]) from None
    words = [name for name, kind in found.schema.items() if isinstance(kind, pl.Enum)]
    return found.with_columns(pl.col(words).cast(pl.String)) if words else found


def parts_of(folder: Path, manifest: Manifest) -> set[Path]:
    """Give every file that a manifest names."""
    parts = {path(folder, one) for one in manifest.files for path in (records_path, facts_path)}
    parts |= {path(folder, one) for one in manifest.gone for path in (minus_path, dead_path)}
    parts |= {marks_path(folder, run) for run in manifest.runs if run.mark_bits}
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
