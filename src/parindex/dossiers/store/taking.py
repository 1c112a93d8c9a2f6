"""One chunk of records into a store: which rows are later than what is there, and what they replace."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
import polars as pl

from parindex.dossiers.facts import FACTS
from parindex.dossiers.records import RECORDS
from parindex.dossiers.store.index import keys_of, look_up, merge, places_of, to_merge, write_run
from parindex.dossiers.store.layout import (
    CONTENT,
    DEAD,
    EVENT,
    dead_path,
    facts_path,
    minus_path,
    partition_expr,
    records_path,
    write_frame,
)
from parindex.dossiers.store.manifest import HASHER, File, Gone, Manifest, Run
from parindex.dossiers.store.rows import dead_rows, fetch
from parindex.dossiers.store.versions import ORDER, kept, latest, order_exprs, text_expr


class Derive(Protocol):
    """Makes facts of records, row for row."""

    def __call__(
        self,
        records: pl.DataFrame,
        clock: Any,  # the working clock; only the function itself looks at it
        *,
        units: tuple[str, ...],
        procedures: tuple[str, ...],
        fields: tuple[str, ...],
    ) -> pl.DataFrame:
        """Give :data:`FACTS` of :data:`RECORDS`."""


@dataclass(frozen=True)
class Maker:
    """How facts are made: the function, and the clock it is given."""

    derive: Derive
    clock: Any  # see Derive

    def facts(self, records: pl.DataFrame, manifest: Manifest) -> pl.DataFrame:
        """Give the facts of records whose ids are in the lists of a manifest."""
        lists = manifest.lists
        known = {"units": lists.units, "procedures": lists.procedures, "fields": lists.fields}
        made = self.derive(records.select(list(RECORDS)), self.clock, **known)
        return made.select(list(FACTS)).cast(FACTS)


class Taken(NamedTuple):
    """What became of the rows of a chunk."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0

    def plus(self, other: Taken) -> Taken:
        """Add up."""
        return Taken(*(mine + its for mine, its in zip(self, other, strict=True)))


def take(folder: Path, manifest: Manifest, records: pl.DataFrame, maker: Maker) -> tuple[Manifest, Taken]:
    """Write what is new or later; give the manifest that names it too, and what became of the rows.

    Raises :class:`ProblemsFound` (DO204, DO205). Nothing counts before that manifest is the store's.
    """
    rows, same, older = latest(kept(records))
    rows = rows.with_row_index("position").with_columns(pl.col("position").cast(pl.Int64))
    known = _earlier(folder, manifest, rows)
    verdict = _compared(folder, manifest, rows, known)
    later = verdict.filter(pl.col("is_later"))
    losers = verdict.filter(~pl.col("is_later"))["position"]
    winners = rows.filter(~pl.col("position").is_in(losers.implode())).drop("position")
    unchanged = int(verdict["is_same"].sum())
    taken = Taken(
        rows.height - verdict.height, later.height, same + unchanged, older + losers.len() - unchanged
    )
    if not winners.height:
        return manifest, taken
    manifest = replace(manifest, lists=manifest.lists.with_ids_of(winners))
    manifest = _take_back(folder, manifest, later)
    return add(folder, manifest, winners, maker.facts(winners, manifest)), taken


def _earlier(folder: Path, manifest: Manifest, rows: pl.DataFrame) -> pl.DataFrame:
    """Find the states that count now: ``position, file, row`` and what tells which is later."""
    found = look_up(folder, manifest, keys_of(rows["code"]))
    at = pl.DataFrame({"position": found.position, "file": found.file, "row": found.row})
    partitions = {one.partition for one in manifest.files if one.number in set(at["file"])}
    dead = dead_rows(folder, manifest, partitions)
    at = at.join(dead, on=["file", "row"], how="anti").sort("file", "row")
    if not at.height:
        return at.with_columns(known_content=pl.lit(None, dtype=pl.UInt64), **_no_order())
    columns = ["code", "updated_at", "status", EVENT, CONTENT]
    known = fetch(folder, manifest, at, columns, records_path).with_columns(order_exprs())
    known = known.join(rows.select("position", wanted="code"), on="position")
    named = {name: f"known{name}" for name in ORDER}
    return known.filter(pl.col("code") == pl.col("wanted")).select(
        "position",
        "file",
        "row",
        pl.col(CONTENT).alias("known_content"),
        *(pl.col(a).alias(b) for a, b in named.items()),
    )


def _no_order() -> dict[str, pl.Expr]:
    return {f"known{name}": pl.lit(None, dtype=pl.Int64) for name in ORDER}


def _compared(folder: Path, manifest: Manifest, rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Say of each row with an earlier state: ``is_later``, ``is_same``."""
    if not known.height:
        return known.with_columns(is_later=pl.lit(value=True), is_same=pl.lit(value=False))
    mine = rows.select("position", CONTENT, *order_exprs())
    both = known.join(mine, on="position", how="left", maintain_order="left")
    is_later, is_equal = pl.lit(value=False), pl.lit(value=True)
    for name in ORDER:
        is_later |= is_equal & (pl.col(name) > pl.col(f"known{name}"))
        is_equal &= pl.col(name) == pl.col(f"known{name}")
    ours = [one.number for one in manifest.files if one.hasher == HASHER]
    is_same = is_equal & (pl.col(CONTENT) == pl.col("known_content")) & pl.col("file").is_in(ours)
    both = both.with_columns(is_later=is_later, is_equal=is_equal, is_same=is_same)
    tied = both.filter(pl.col("is_equal") & ~pl.col("is_same"))
    return (
        both
        if not tied.height
        else pl.concat([both.join(tied, on="position", how="anti"), _by_text(folder, manifest, rows, tied)])
    )


def _by_text(folder: Path, manifest: Manifest, rows: pl.DataFrame, tied: pl.DataFrame) -> pl.DataFrame:
    """Decide between states that stand equal by the greater text."""
    at = tied.sort("file", "row")
    theirs = fetch(folder, manifest, at.select("position", "file", "row"), list(RECORDS), records_path)
    mine = at.select("position").join(rows, on="position", how="left", maintain_order="left")
    texts = [one.select(text_expr()).to_series() for one in (mine, theirs)]
    return at.with_columns(is_later=texts[0] > texts[1], is_same=texts[0] == texts[1])


def _take_back(folder: Path, manifest: Manifest, later: pl.DataFrame) -> Manifest:
    """Write the facts of replaced states with weight -1, and that their rows count no more."""
    if not later.height:
        return manifest
    partitions = pl.DataFrame(
        {
            "file": [one.number for one in manifest.files],
            "partition": [one.partition for one in manifest.files],
        }
    )
    at = later.select("file", "row").join(partitions, on="file").sort("file", "row")
    for (partition,), some in at.group_by("partition", maintain_order=True):
        manifest, numbers = manifest.numbered(1)
        gone = Gone(numbers[0], str(partition), some.height)
        facts = fetch(folder, manifest, some.select("file", "row"), list(FACTS), facts_path)
        write_frame(
            minus_path(folder, gone), facts.select(list(FACTS)).with_columns(-pl.col("weight")).cast(FACTS)
        )
        write_frame(dead_path(folder, gone), some.select("file", "row").cast(DEAD))
        manifest = replace(manifest, gone=(*manifest.gone, gone))
    return manifest


def add(folder: Path, manifest: Manifest, rows: pl.DataFrame, facts: pl.DataFrame) -> Manifest:
    """Write rows with their facts by partition, and enter them in the index."""
    every = rows.with_columns(partition_expr()).with_row_index("place")
    groups = every.partition_by("partition", maintain_order=True) if every.height else []
    manifest, numbers = manifest.numbered(len(groups) + 1)
    keys, places, files = [], [], []
    for number, some in zip(numbers, groups, strict=False):
        file = write_rows(
            folder, number, some.drop("place", "partition"), facts[some["place"]], some["partition"][0]
        )
        keys.append(keys_of(some["code"]))
        places.append(places_of(number, np.arange(some.height)))
        files.append(file)
    run = Run(numbers[-1], rows.height)
    write_run(folder, run, np.concatenate(keys), np.concatenate(places))
    return with_few_runs(
        folder, replace(manifest, files=(*manifest.files, *files), runs=(*manifest.runs, run))
    )


def write_rows(folder: Path, number: int, rows: pl.DataFrame, facts: pl.DataFrame, partition: str) -> File:
    """Write rows of one partition with their facts."""
    first, last = life_of(rows, facts)
    file = File(number, partition, rows.height, number, first, last)
    write_frame(records_path(folder, file), rows)
    write_frame(facts_path(folder, file), facts)
    return file


def life_exprs() -> tuple[pl.Expr, pl.Expr]:
    """Give the first and the last day that matter to a record beside its facts."""
    moments = ("due_at", "finished_at", "returned_at", "refused_at", "received_at")
    days = ("ended_on", "due_on", "ended766_on", "due766_on")
    ends = [*(pl.col(name).dt.date() for name in moments), *(pl.col(name) for name in days)]
    return pl.col("received_at").dt.date().alias("first_on"), pl.max_horizontal(ends).alias("last_on")


def life_of(rows: pl.DataFrame, facts: pl.DataFrame) -> tuple[str, str]:
    """Give the first and the last day that matter to any of some rows."""
    first, last = life_exprs()
    both = pl.concat([rows, facts.select("ended_on", "due_on", "ended766_on", "due766_on")], how="horizontal")
    days = both.select(first.min(), last.max()).row(0)
    return str(days[0]), str(days[1])


def with_few_runs(folder: Path, manifest: Manifest) -> Manifest:
    """Merge parts of the index where there are many."""
    chosen = to_merge(manifest.runs)
    if not chosen:
        return manifest
    manifest, numbers = manifest.numbered(1)
    merged = merge(folder, manifest, chosen, numbers[0])
    left = tuple(run for run in manifest.runs if run not in chosen)
    return replace(manifest, runs=(*left, merged))
