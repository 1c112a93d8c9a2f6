"""One chunk of records into a store: which rows are later than what is there, and what they replace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from parindex.dossiers.facts import FACTS
from parindex.dossiers.records import RECORDS
from parindex.dossiers.store import layout
from parindex.dossiers.store.index import (
    Ordered,
    in_order,
    keys_of,
    look_up,
    merge,
    places_of,
    to_merge,
    write_run,
)
from parindex.dossiers.store.layout import (
    DEAD,
    dead_path,
    facts_path,
    minus_path,
    records_path,
    write_facts,
    write_frame,
)
from parindex.dossiers.store.manifest import File, Gone, Manifest
from parindex.dossiers.store.marks import Numbers
from parindex.dossiers.store.partitions import partitions_of
from parindex.dossiers.store.rows import dead_rows, fetch
from parindex.dossiers.store.versions import NEEDED, ORDER, are_same, latest, order_exprs, text_expr

_MOMENTS: Final = ("due_at", "finished_at", "returned_at", "refused_at", "received_at")
_DAYS: Final = ("ended_on", "due_on", "ended766_on", "due766_on")
_MUCH: Final = 100_000
"""Rows from which files are written at the same time."""
_WRITERS: Final = 2


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
    rows, keys, same, older = latest(records, in_order(keys_of(records["code"])))
    verdict = _compared(folder, manifest, rows, _earlier(folder, manifest, rows, keys))
    later = verdict.filter(pl.col("is_later"))
    losers = verdict.filter(~pl.col("is_later"))["position"]
    unchanged = int(verdict["is_same"].sum())
    taken = Taken(
        rows.height - verdict.height, later.height, same + unchanged, older + losers.len() - unchanged
    )
    if losers.len():
        wins = np.ones(rows.height, np.bool_)
        wins[losers.to_numpy()] = False
        rows = rows.filter(pl.Series(wins))
        keys = in_order(keys_of(rows["code"]))
    if not rows.height:
        return manifest, taken
    manifest = replace(manifest, lists=manifest.lists.with_ids_of(rows))
    manifest = _take_back(folder, manifest, later)
    return add(folder, manifest, rows, keys, maker), taken


def _earlier(folder: Path, manifest: Manifest, rows: pl.DataFrame, keys: Ordered) -> pl.DataFrame:
    """Find the states that count now: ``position, file, row`` and what tells which is later."""
    found = look_up(folder, manifest, keys)
    at = pl.DataFrame({"position": found.position, "file": found.file, "row": found.row})
    if at.height:
        partitions = {one.partition for one in manifest.files if one.number in set(at["file"])}
        dead = dead_rows(folder, manifest, partitions)
        at = at.join(dead, on=["file", "row"], how="anti").sort("file", "row")
    if not at.height:
        return at.with_columns(**_no_order())
    known = fetch(folder, manifest, at, list(NEEDED), records_path).with_columns(order_exprs())
    wanted = rows["code"].gather(pl.Series(known["position"]))
    named = {name: f"known{name}" for name in ORDER}
    return known.filter(known["code"] == wanted).select(
        "position", "file", "row", *(pl.col(a).alias(b) for a, b in named.items())
    )


def _no_order() -> dict[str, pl.Expr]:
    return {f"known{name}": pl.lit(None, dtype=pl.Int64) for name in ORDER}


def _compared(folder: Path, manifest: Manifest, rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Say of each row with an earlier state: ``is_later``, ``is_same``."""
    if not known.height:
        return known.with_columns(is_later=pl.lit(value=True), is_same=pl.lit(value=False))
    mine = rows.select(pl.col(NEEDED).gather(known["position"])).select(order_exprs())
    is_later, is_equal = pl.lit(value=False), pl.lit(value=True)
    for name in ORDER:
        is_later |= is_equal & (pl.col(name) > pl.col(f"known{name}"))
        is_equal &= pl.col(name) == pl.col(f"known{name}")
    both = known.hstack(mine).with_columns(is_later=is_later, is_equal=is_equal, is_same=pl.lit(value=False))
    tied = both.filter(pl.col("is_equal"))
    if not tied.height:
        return both
    return pl.concat([both.filter(~pl.col("is_equal")), _by_content(folder, manifest, rows, tied)])


def _by_content(folder: Path, manifest: Manifest, rows: pl.DataFrame, tied: pl.DataFrame) -> pl.DataFrame:
    """Decide between states that stand equal: they say the same, or the greater text is the later."""
    at = tied.sort("file", "row")
    theirs = fetch(folder, manifest, at.select("position", "file", "row"), list(RECORDS), records_path)
    theirs = theirs.select(list(RECORDS)).cast(dict(RECORDS))  # type: ignore[arg-type]  # a schema of types
    mine = rows.select(pl.col(list(RECORDS)).gather(at["position"])).cast(theirs.schema)
    same = are_same(mine, theirs)
    differ = np.flatnonzero(~same.to_numpy())
    is_later = np.zeros(at.height, np.bool_)
    if differ.size:
        texts = [one[differ].select(text_expr()).to_series() for one in (mine, theirs)]
        is_later[differ] = (texts[0] > texts[1]).to_numpy()
    return at.with_columns(is_later=pl.Series(is_later), is_same=same)


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


def add(folder: Path, manifest: Manifest, rows: pl.DataFrame, keys: Ordered, maker: Maker) -> Manifest:
    """Write rows with their facts by partition, and enter them in the index."""
    parted = partitions_of(rows)
    manifest, numbers = manifest.numbered(len(parted.names) + 1)
    spans = list(zip(numbers, parted.names, parted.cuts, parted.cuts[1:], strict=False))
    places = np.concatenate([places_of(n, np.arange(last - first)) for n, _, first, last in spans])
    if parted.order is not None:
        rows = rows.select(pl.all().gather(pl.Series(parted.order, dtype=pl.UInt32)))
        places = placed(places, parted.order)
    rows = manifest.lists.coded(rows)
    facts = maker.facts(rows, manifest)
    work = [
        partial(write_rows, folder, n, rows[first:last], facts[first:last], partition, is_packed=False)
        for n, partition, first, last in spans
    ]
    files = together(work, rows.height)
    run = write_run(folder, numbers[-1], keys, places)
    return with_few_runs(
        folder, replace(manifest, files=(*manifest.files, *files), runs=(*manifest.runs, run))
    )


def together(work: Sequence[Callable[[], File]], rows: int) -> list[File]:
    """Write files at the same time where there is much to write."""
    if rows < _MUCH:
        return [one() for one in work]
    with ThreadPoolExecutor(_WRITERS) as pool:
        return [one.result() for one in [pool.submit(one) for one in work]]


def placed(places: Numbers, order: npt.NDArray[np.int64]) -> Numbers:
    """Give the places of rows as they were before they were put in an order."""
    before = np.empty_like(places)
    before[order] = places
    return before


def write_rows(
    folder: Path,
    number: int,
    rows: pl.DataFrame,
    facts: pl.DataFrame,
    partition: str,
    *,
    is_packed: bool = True,
) -> File:
    """Write rows of one partition with their facts; many rows that are not packed as Arrow."""
    first, last = life_of(rows, facts)
    is_arrow = not is_packed and rows.height >= layout.WORDS_FROM
    file = File(number, partition, rows.height, number, first, last, is_arrow)
    write_frame(records_path(folder, file), rows, is_packed=is_packed)
    write_facts(facts_path(folder, file), facts)
    return file


def life_exprs() -> tuple[pl.Expr, pl.Expr]:
    """Give the first and the last day that matter to a record beside its facts.

    A due date or an end that was written before the receipt comes first.
    """
    moments = [pl.col(name).dt.date() for name in _MOMENTS]
    ends = [*moments, *(pl.col(name) for name in _DAYS)]
    return pl.min_horizontal(moments).alias("first_on"), pl.max_horizontal(ends).alias("last_on")


def life_of(rows: pl.DataFrame, facts: pl.DataFrame) -> tuple[str, str]:
    """Give the first and the last day that matter to any of some rows."""
    ends = [rows[name].max() for name in _MOMENTS] + [facts[name].max() for name in _DAYS]
    beginnings = [rows[name].min() for name in _MOMENTS]
    first, last = ([_day(one) for one in days if one is not None] for days in (beginnings, ends))
    return str(min(first)), str(max(last))


def _day(moment: Any) -> date:  # a moment or a day
    return moment.date() if isinstance(moment, datetime) else moment


def with_few_runs(folder: Path, manifest: Manifest) -> Manifest:
    """Merge parts of the index where there are many."""
    chosen = to_merge(manifest.runs)
    if not chosen:
        return manifest
    manifest, numbers = manifest.numbered(1)
    merged = merge(folder, manifest, chosen, numbers[0])
    left = tuple(run for run in manifest.runs if run not in chosen)
    return replace(manifest, runs=(*left, merged))
