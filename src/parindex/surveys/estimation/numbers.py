"""Numbers in columns of people's answers: what is no number is named, and not a number is no answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from parindex.errors import Place, Problem
from parindex.surveys.estimation import kinds


def numbers_of(column: pl.Series) -> pl.Series:
    """Give the numbers of a column (float64): null for no answer, NaN, and what is no number.

    >>> numbers_of(pl.Series(["4", "none", None])).to_list()
    [4.0, None, None]
    """
    if column.dtype.is_integer():
        return column.cast(pl.Float64)
    if not (column.dtype.is_numeric() or column.dtype in (pl.Boolean, pl.String, pl.Null)):
        texts = column.cast(pl.String) if column.dtype in (pl.Categorical, pl.Enum) else None
        column = pl.Series([None] * len(column), dtype=pl.Float64) if texts is None else texts
    return column.cast(pl.Float64, strict=False).fill_nan(None)


def problems_of_numbers(answers: pl.DataFrame, columns: Sequence[str]) -> Iterator[Problem]:
    """Give a problem for each column with cells that are no finite number (SV413)."""
    for name in columns:
        given = answers[name]
        if given.dtype.is_integer() or given.dtype in (pl.Boolean, pl.Null):
            continue
        numbers = numbers_of(given)
        is_given = given.is_not_null() & given.is_not_nan() if given.dtype.is_float() else given.is_not_null()
        is_bad = is_given & (numbers.is_null() | numbers.is_infinite().fill_null(value=False))
        if is_bad.any():
            first = is_bad.arg_max() or 0
            details = {
                "column": name,
                "count": int(is_bad.sum()),
                "row": first + 1,
                "given": str(given[first]),
            }
            yield Problem(kinds.NOT_NUMBERS, Place(row=first + 1, column=name), details)
