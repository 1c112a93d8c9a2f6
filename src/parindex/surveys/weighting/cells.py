"""Cells: the groups that answers and population fall into by the values of some columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from parindex.errors import Place, Problem, raise_if_any
from parindex.surveys.weighting.calibration import Codes
from parindex.surveys.weighting.diagnostics import Floats
from parindex.surveys.weighting.kinds import (
    CELL_TWICE,
    EMPTY_CELL,
    NO_COLUMN,
    NOT_IN_POPULATION,
    NOT_IN_SAMPLE,
    WRONG_POPULATION,
)
from parindex.surveys.weighting.weighted import rows_named

POPULATION: Final = "population"
"""The column of a population table that holds the number of people; its other columns name the cell."""
_CELL: Final = "__cell"


@dataclass(frozen=True)
class Cells:
    """A cell for each row (0 to ``len(keys) - 1``), and the values that name each cell, in their order."""

    columns: tuple[str, ...]
    codes: Codes
    keys: tuple[tuple[str, ...], ...]

    def label(self, cell: int) -> str:
        """Name a cell as people read it, ``gioi_tinh=nữ, tuoi=18-29``."""
        return label_of(self.columns, self.keys[cell])

    def totals(self, weights: Floats) -> Floats:
        """Sum the weights of each cell."""
        return np.bincount(self.codes, weights, len(self.keys)).astype(np.float64)

    def as_table(self) -> pl.DataFrame:
        """Give one row for each cell with the values that name it."""
        names = {name: [key[at] for key in self.keys] for at, name in enumerate(self.columns)}
        return pl.DataFrame(names, schema=dict.fromkeys(self.columns, pl.String))


def label_of(columns: Sequence[str], key: Sequence[str]) -> str:
    """Name a cell by its columns and values."""
    return ", ".join(f"{column}={value}" for column, value in zip(columns, key, strict=False))


def labels(columns: Sequence[str], keys: Iterable[Sequence[str]]) -> str:
    """Name several cells in one text."""
    return "; ".join(label_of(columns, key) for key in keys)


def cells_of(table: pl.DataFrame, columns: Sequence[str], used: npt.NDArray[np.bool_]) -> Cells:
    """Put each row into the cell of its values; rows that are not used fall into the first cell.

    Refuses columns that are not there and, in used rows, empty values.
    """
    require(table, columns)
    named = table.select(pl.col(column).cast(pl.String) for column in columns)
    _refuse_empty(named, used)
    kept = named.filter(pl.Series(used))
    distinct = kept.unique().sort(list(columns))
    numbered = distinct.with_columns(pl.int_range(pl.len()).alias(_CELL))
    joined = kept.join(numbered, on=list(columns), how="left", maintain_order="left")
    codes = np.zeros(table.height, dtype=np.int64)
    codes[used] = joined.get_column(_CELL).to_numpy()
    return Cells(tuple(columns), codes, tuple(distinct.iter_rows()))


def require(table: pl.DataFrame, columns: Sequence[str]) -> None:
    """Refuse columns that the table does not have, all at once."""
    known = ", ".join(table.columns)
    raise_if_any(
        Problem(NO_COLUMN, Place(column=column), {"column": column, "known": known})
        for column in columns
        if column not in table.columns
    )


def _refuse_empty(named: pl.DataFrame, used: npt.NDArray[np.bool_]) -> None:
    found = ((name, named.get_column(name).is_null().to_numpy() & used) for name in named.columns)
    raise_if_any(
        Problem(EMPTY_CELL, Place(column=name), rows_named(empty)) for name, empty in found if empty.any()
    )


def population_by_cell(cells: Cells, population: pl.DataFrame) -> tuple[Floats, list[Problem]]:
    """Give the people of each cell, and every reason why a population table does not fit the answers."""
    require(population, [*cells.columns, POPULATION])
    keys = list(population.select(pl.col(name).cast(pl.String) for name in cells.columns).iter_rows())
    people = dict(zip(keys, population.get_column(POPULATION).cast(pl.Float64), strict=True))
    wrong: dict[Any, list[tuple[str, ...]]] = {
        CELL_TWICE: sorted({key for key in keys if keys.count(key) > 1}) if len(people) < len(keys) else [],
        WRONG_POPULATION: [key for key, count in people.items() if not _is_count(count)],
        NOT_IN_POPULATION: [key for key in cells.keys if key not in people],
        NOT_IN_SAMPLE: [key for key in people if key not in set(cells.keys)],
    }
    problems = [
        Problem(kind, Place(column=", ".join(cells.columns)), {"cells": labels(cells.columns, found)})
        for kind, found in wrong.items()
        if found
    ]
    return np.array([people.get(key) or np.nan for key in cells.keys], dtype=np.float64), problems


def _is_count(count: float | None) -> bool:
    return count is not None and 0 < count < float("inf")
