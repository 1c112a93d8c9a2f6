"""The dossiers behind a number: latest states that fit, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from parindex.dossiers.records import RECORDS
from parindex.dossiers.store.layout import facts_path, read_groups, records_path
from parindex.dossiers.store.manifest import File, Lists, Manifest
from parindex.dossiers.store.rows import Rows, dead_rows, fetch, live_mask, rows_at


@dataclass(frozen=True)
class Wanted:
    """Which dossiers are wanted; what is None is not asked. ``received`` holds both its days.

    ``facts`` is any question about the columns of :data:`FACTS`, such as ``pl.col("late_days") > 0``. With
    ``greatest``, a number made of these columns, the dossiers with the greatest come first.
    """

    units: frozenset[str] | None = None
    procedures: frozenset[str] | None = None
    received: tuple[date, date] | None = None
    facts: pl.Expr | None = None
    greatest: pl.Expr | None = None


class Page(NamedTuple):
    """Some records (:data:`RECORDS`), and how many fit in all."""

    records: pl.DataFrame
    total: int


def page(folder: Path, manifest: Manifest, wanted: Wanted, offset: int, limit: int) -> Page:
    """Give a page of the latest states that fit; records are read for the page alone."""
    question = _question(wanted, manifest.lists)
    if wanted.greatest is not None:
        return _greatest_first(folder, manifest, wanted, wanted.greatest, slice(offset, offset + limit))
    total, parts = 0, []
    for file, rows in _fitting(folder, manifest, wanted, question):
        first = max(offset - total, 0)
        chosen = rows[first : max(offset + limit - total, 0)]
        total += rows.size
        if chosen.size:
            parts.append(rows_at(records_path(folder, file), list(RECORDS), chosen))
    return Page(pl.concat(parts) if parts else pl.DataFrame(schema=RECORDS), total)


def _greatest_first(
    folder: Path, manifest: Manifest, wanted: Wanted, greatest: pl.Expr, page_: slice
) -> Page:
    """Give a page of what fits in the order of a number; of equal ones the earlier file and row first."""
    total, best = 0, pl.DataFrame(schema={"rank": pl.Float64, "file": pl.Int64, "row": pl.Int64})
    columns = list(dict.fromkeys(greatest.meta.root_names())) or ["weight"]
    order = {"by": ["rank", "file", "row"], "descending": [True, False, False]}
    for file, rows in _fitting(folder, manifest, wanted, _question(wanted, manifest.lists)):
        total += rows.size
        ranked = read_groups(facts_path(folder, file), columns, 0, file.rows)[rows].select(
            rank=greatest.cast(pl.Float64).fill_null(float("-inf")),
            file=pl.lit(file.number, pl.Int64),
            row=pl.Series(rows, dtype=pl.Int64),
        )
        best = pl.concat([best, ranked]).sort(**order).head(page_.stop)  # type: ignore[arg-type]
    chosen = best[page_].with_row_index("place").sort("file", "row")
    if not chosen.height:
        return Page(pl.DataFrame(schema=RECORDS), total)
    found = fetch(folder, manifest, chosen.select("place", "file", "row"), list(RECORDS), records_path)
    return Page(found.sort("place").select(list(RECORDS)), total)


def _question(wanted: Wanted, lists: Lists) -> pl.Expr:
    asked = [pl.lit(value=True)]
    for name, ids, known in (
        ("unit", wanted.units, lists.units),
        ("procedure", wanted.procedures, lists.procedures),
    ):
        if ids is not None:
            asked.append(pl.col(name).is_in([place for place, one in enumerate(known) if one in ids]))
    if wanted.received is not None:
        asked.append(pl.col("received_on").is_between(*wanted.received))
    if wanted.facts is not None:
        asked.append(wanted.facts)
    return pl.all_horizontal(asked)


def _fitting(
    folder: Path, manifest: Manifest, wanted: Wanted, question: pl.Expr
) -> Iterator[tuple[File, Rows]]:
    """Give the rows that fit of each file, newest month first."""
    files = sorted(
        manifest.files, key=lambda one: (one.partition[-7:], one.partition, -one.number), reverse=True
    )
    partition, dead = "", pl.DataFrame()
    for file in files:
        if not _may_fit(file, wanted.received):
            continue
        if file.partition != partition:
            partition, dead = file.partition, dead_rows(folder, manifest, [file.partition])
        columns = question.meta.root_names() or ["weight"]
        facts = read_groups(facts_path(folder, file), list(dict.fromkeys(columns)), 0, file.rows)
        fits = facts.with_columns(question.fill_null(value=False).alias("_fits"))["_fits"].to_numpy()
        yield file, np.flatnonzero(fits & live_mask(dead, file.number, file.rows))


def _may_fit(file: File, received: tuple[date, date] | None) -> bool:
    month = file.partition[-7:]
    return received is None or f"{received[0]:%Y-%m}" <= month <= f"{received[1]:%Y-%m}"
