"""The frozen tables of a run, read where one needs them."""

from __future__ import annotations

from io import BytesIO

import polars as pl

from parweb.results.models import Run, RunTable


def table_of(run: Run, name: str, *where: pl.Expr) -> pl.DataFrame | None:
    """Give a table of a run, or the rows of it that meet the conditions; None where it has no such table."""
    content = RunTable.objects.filter(run=run, name=name).values_list("content", flat=True).first()
    if content is None:
        return None
    return pl.scan_parquet(BytesIO(bytes(content))).filter(*where).collect()


def rows_of_unit(run: Run, name: str, order: int) -> pl.DataFrame:
    """Give the rows of one unit (by its place in the official order) of a table that has a ``number``."""
    found = table_of(run, name, pl.col("number") == order)
    return pl.DataFrame() if found is None else found


def bundle_of(run: Run) -> tuple[bytes, str] | None:
    """Give the bundle of a run and its SHA-256."""
    row = RunTable.objects.filter(run=run, name="bundle").values_list("content", "sha256").first()
    return (bytes(row[0]), row[1]) if row else None


def bundle_digest(run: Run) -> str:
    """Give the SHA-256 of a run's bundle."""
    return RunTable.objects.filter(run=run, name="bundle").values_list("sha256", flat=True).first() or ""
