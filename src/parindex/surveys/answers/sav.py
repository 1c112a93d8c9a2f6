"""SPSS files: read as a grid, written with value labels."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl

from parindex.errors import Place
from parindex.frameworks.reasons import reason_of_system
from parindex.reading.findings import stop
from parindex.reading.grid import Column, Grid, Header, text_column
from parindex.surveys.answers.kinds import UNREADABLE_SAV

_MAGIC: Final = (b"$FL2", b"$FL3")


def is_sav(path: Path) -> bool:
    """Tell whether a file is one of SPSS, by how it begins."""
    try:
        with path.open("rb") as file:
            return file.read(4) in _MAGIC
    except OSError:
        return False


def read_sav(path: Path) -> Grid:
    """Give the table of an SPSS file; rows are numbered from 1, the header is no row.

    Raises :class:`ProblemsFound` for a broken file.
    """
    import pyreadstat  # noqa: PLC0415  # an extra; files of other kinds are read without it

    place = Place(file=str(path))
    try:
        frame, _ = pyreadstat.read_sav(path, output_format="polars")
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError) as error:
        raise stop(UNREADABLE_SAV, place, reason=str(error)) from None
    except OSError as error:
        raise stop(UNREADABLE_SAV, place, reason=reason_of_system(error)) from None
    rows = pl.Series(values=pl.int_range(1, frame.height + 1, dtype=pl.UInt32, eager=True))
    columns = tuple(_column(series) for series in frame.get_columns())
    return Grid(place, columns, rows, tuple(Header(name) for name in frame.columns))


def _column(cells: pl.Series) -> Column:
    if cells.dtype.is_numeric():
        return Column(number=cells.cast(pl.Float64).fill_nan(None))
    return text_column(cells.cast(pl.String))


def write_sav(
    path: Path,
    frame: pl.DataFrame,
    labels: Mapping[str, str],
    values: Mapping[str, Mapping[int, str]],
    title: str,
) -> None:
    """Write a table with labels of columns and of values; names of columns must be those SPSS allows."""
    import pyreadstat  # noqa: PLC0415  # see read_sav

    options: dict[str, Any] = {
        "file_label": title.encode()[:60].decode(errors="ignore"),
        "column_labels": {name: text.encode()[:250].decode(errors="ignore") for name, text in labels.items()},
        "variable_value_labels": {
            name: {float(code): text[:120] for code, text in one.items()} for name, one in values.items()
        },
    }
    pyreadstat.write_sav(frame, path, **options)
