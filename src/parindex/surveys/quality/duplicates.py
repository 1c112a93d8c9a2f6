"""Answers that are there twice: by code, invitation or person, or by the same or nearly the same content."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from parindex.surveys.quality.flags import flags_of, no_flags

_BLOCK = 1024
"""Rows compared with all others at once: 1,024 × 4,096 comparisons of 4 bytes are 16 MB."""
_ALL = 100  # percent
_CHECK_OF = {"response_id": "same_id", "token": "same_token", "person_id": "same_person"}


def repeated(answers: pl.DataFrame) -> pl.DataFrame:
    """Flag answers that share their id, their invitation (``token``) or their person (``person_id``).

    Columns that are not there are not looked at. Every one of the copies is flagged; ``figure`` counts them.
    """
    found = [no_flags()]
    for column, check in _CHECK_OF.items():
        if column in answers.columns:
            counted = answers.filter(pl.col(column).is_not_null()).with_columns(n=pl.len().over(column))
            response, many = pl.col("response_id"), pl.col("n")
            found.append(flags_of(counted.filter(many > 1), check, response_id=response, figure=many))
    return pl.concat(found)


def identical(answers: pl.DataFrame, items: Sequence[str], *, fewest: int = 10) -> pl.DataFrame:
    """Flag answers that equal an earlier one in every item, where at least ``fewest`` are answered.

    Answers that say the same everywhere (straight lines) are left to their own check: two of them are equal
    by nature. ``about`` is the first answer with that content.
    """
    told = answers.with_columns(_answered=_count(items)).filter(pl.col("_answered") >= fewest)
    told = told.filter(pl.concat_list(items).list.drop_nulls().list.n_unique() > 1)
    first = told.with_columns(_first=pl.col("response_id").first().over(list(items)))
    again = first.filter(pl.col("_first") != pl.col("response_id"))
    return flags_of(again, "identical", response_id=pl.col("response_id"), about=pl.col("_first"))


def near_identical(
    answers: pl.DataFrame,
    items: Sequence[str],
    *,
    within: str = "unit_id",
    share: float = 0.95,
    fewest: int = 10,
) -> pl.DataFrame:
    """Flag answers that agree with another of the same group in at least ``share`` of what both answered.

    Source of the method: Kuriakose & Robbins 2016 (percent match), limited to groups (``within``: unit or
    interviewer), for copies are made by the same hands. ``figure`` and ``limit`` are percent. Identical ones
    and straight lines have checks of their own and are left out here.
    """
    found = [no_flags()]
    for group in answers.partition_by(within, maintain_order=True):
        matrix = _codes(group, items)
        matrix[_is_straight(matrix)] = -1
        nearest, match = _nearest(matrix, fewest)
        names = group["response_id"].to_numpy()
        pairs = pl.DataFrame(
            {"response_id": names, "about": names[nearest], "figure": match * _ALL},
            schema={"response_id": pl.String, "about": pl.String, "figure": pl.Float64},
        )
        near = pairs.filter((pl.col("figure") >= share * _ALL) & (pl.col("figure") < _ALL))
        columns = {name: pl.col(name) for name in pairs.columns}
        found.append(flags_of(near, "near_identical", limit=pl.lit(share * _ALL), **columns))
    return pl.concat(found)


def _count(items: Sequence[str]) -> pl.Expr:
    return pl.sum_horizontal(pl.col(item).is_not_null() for item in items)


def _codes(answers: pl.DataFrame, items: Sequence[str]) -> np.ndarray:
    """Give the codes of items by answer and item as Int32; -1 inside this kernel only stands for nothing."""
    kept = answers.select(
        pl.col(item).cast(pl.Int32).rank("dense").cast(pl.Int32).fill_null(-1) for item in items
    )
    return kept.to_numpy(writable=True)


def _is_straight(matrix: np.ndarray) -> np.ndarray:
    """Tell which rows give one code in all they answer."""
    least = np.where(matrix < 0, np.iinfo(np.int32).max, matrix).min(axis=1, initial=np.iinfo(np.int32).max)
    is_straight: np.ndarray = matrix.max(axis=1, initial=-1) <= least
    return is_straight


def _nearest(matrix: np.ndarray, fewest: int) -> tuple[np.ndarray, np.ndarray]:
    """Give for each row the row that agrees with it most, and the share agreed (0: none is comparable)."""
    rows = len(matrix)
    nearest, match = np.arange(rows), np.zeros(rows)
    answered = (matrix >= 0).astype(np.float32)
    one_hot = np.concatenate(
        [(matrix == code).astype(np.float32) for code in range(1, matrix.max(initial=0) + 1)] or [answered],
        axis=1,
    )
    for start in range(0, rows, _BLOCK):
        block = slice(start, start + _BLOCK)
        both = (answered[block] @ answered.T).astype(np.float64)
        agree = np.where(both >= fewest, one_hot[block] @ one_hot.T / np.maximum(both, 1), 0)
        agree[np.arange(len(agree)), np.arange(start, start + len(agree))] = 0
        nearest[block], match[block] = agree.argmax(axis=1), agree.max(axis=1, initial=0)
    return nearest, match
