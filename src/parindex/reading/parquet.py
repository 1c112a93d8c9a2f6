"""Parquet files as grids: the header is the file's own, numbers are numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from parindex.errors import Place
from parindex.language import N_
from parindex.reading.findings import stop
from parindex.reading.grid import Column, Grid, Header, text_column
from parindex.reading.kinds import TOO_LARGE, UNREADABLE
from parindex.reading.limits import MOST_PARQUET_CELLS

_DAY: Final = "%d/%m/%Y"


def read_parquet(path: Path, place: Place) -> Grid:
    """Give the table of a Parquet file; rows are numbered from 1, the header is no row.

    Raises :class:`ProblemsFound`: a broken file, too many cells, a column that holds lists or bytes.
    """
    try:
        lazy = pl.scan_parquet(path)
        names = lazy.collect_schema().names()
        height = int(lazy.select(pl.len()).collect().item())
        _refuse_large(height * max(len(names), 1), place)
        frame = lazy.collect()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        raise stop(UNREADABLE, place, reason=N_("tệp Parquet bị hỏng")) from None
    columns = tuple(_column(series, place) for series in frame.get_columns())
    rows = pl.Series(values=pl.int_range(1, height + 1, dtype=pl.UInt32, eager=True))
    return Grid(place, columns, rows, tuple(Header(name.strip()) for name in names))


def _refuse_large(cells: int, place: Place) -> None:
    if cells > MOST_PARQUET_CELLS:
        raise stop(TOO_LARGE, place, what=N_("số ô"), given=cells, most=MOST_PARQUET_CELLS)


def _column(cells: pl.Series, place: Place) -> Column:
    if cells.dtype.is_numeric():
        return Column(number=cells.cast(pl.Float64))
    if cells.dtype in (pl.Date, pl.Datetime):
        return Column(cells.dt.strftime(_DAY))
    if cells.dtype == pl.Boolean:
        return Column(cells.cast(pl.String).str.to_uppercase())
    if cells.dtype in (pl.String, pl.Categorical, pl.Enum):
        return text_column(cells.cast(pl.String))
    if cells.dtype == pl.Null:
        return Column()
    reason = N_("một cột không chứa số hay chữ")
    raise stop(UNREADABLE, Place(file=place.file, column=cells.name), reason=reason)
