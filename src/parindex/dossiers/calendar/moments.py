"""Moments and days as whole numbers that index the clock's tables, and back."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

FIRST_DAY: Final = date(1990, 1, 1)
LAST_DAY: Final = date(2100, 12, 31)
"""The days of the tables: all that files of dossiers may have."""
DAYS: Final = (LAST_DAY - FIRST_DAY).days + 1
MINUTES_PER_DAY: Final = 1440
DAY_MS: Final = 86_400_000
NEVER: Final = -(1 << 62)
"""Stands for no moment among milliseconds since 1970; before every moment there is."""
NO_DAY: Final = -(1 << 31)
"""Stands for no day among days since 1970."""
_MS_PER_MINUTE: Final = 60_000
_FIRST: Final = (FIRST_DAY - date(1970, 1, 1)).days
_FIRST_MINUTE: Final = _FIRST * MINUTES_PER_DAY
_LIMIT: Final = np.uint64(DAYS * MINUTES_PER_DAY)
_DAY_LIMIT: Final = np.uint32(DAYS)

Whole = NDArray[np.int32]
Milliseconds = NDArray[np.int64]
Flags = NDArray[np.bool_]
Column = pl.Series | NDArray[Any]
"""A column of moments or days: a Polars series, or an array of ``datetime64`` (``NaT`` is null)."""


def minutes_of(moments: Column) -> tuple[Whole, Flags]:
    """Give moments as minutes since the first day (seconds are dropped), and which of them are known.

    A null and a moment outside 1990–2100 are not known; they stand as 0.
    """
    return minutes_in(milliseconds_of(_series(moments)))


def minutes_in(milliseconds: Milliseconds) -> tuple[Whole, Flags]:
    """Do as :func:`minutes_of` with milliseconds since 1970."""
    minutes = milliseconds // _MS_PER_MINUTE
    minutes -= _FIRST_MINUTE
    known = minutes.view(np.uint64) < _LIMIT
    if not known.all():
        minutes[~known] = 0
    return minutes.astype(np.int32), known


def milliseconds_of(moments: pl.Series) -> Milliseconds:
    """Give moments as milliseconds since 1970 (``NEVER`` where there is none); not to be written to."""
    numbers = moments.cast(pl.Datetime("ms")).to_physical()
    return (numbers.fill_null(NEVER) if numbers.null_count() else numbers).to_numpy()


def milliseconds_from(minutes: NDArray[Any], known: Flags) -> Milliseconds:
    """Give minutes since the first day as milliseconds since 1970 (``NEVER`` where not known)."""
    return np.where(known, (minutes.astype(np.int64) + _FIRST_MINUTE) * _MS_PER_MINUTE, NEVER)


def day_of(milliseconds: Milliseconds) -> Whole:
    """Give the days of milliseconds since 1970, as days since 1970 (``NO_DAY`` where there is none)."""
    days = (milliseconds // DAY_MS).astype(np.int32)
    days[milliseconds == NEVER] = NO_DAY
    return days


def days_in(days: Whole) -> tuple[Whole, Flags]:
    """Give days since 1970 as numbers since the first day, and which of them the tables know."""
    numbers = days - np.int32(_FIRST)
    known = numbers.view(np.uint32) < _DAY_LIMIT
    numbers[~known] = 0
    return numbers, known


def as_moments(milliseconds: Milliseconds) -> pl.Series:
    """Give milliseconds since 1970 as moments, null where there is none."""
    return _without(milliseconds, NEVER).cast(pl.Datetime("ms"))


def as_dates(days: Whole) -> pl.Series:
    """Give days since 1970 as dates, null where there is none."""
    return _without(days, NO_DAY).cast(pl.Date)


def _without(values: NDArray[Any], none: int) -> pl.Series:
    return masked(values, values != none)


def days_of(days: Column) -> tuple[Whole, Flags]:
    """Give days (or the days of moments) as numbers since the first day, and which of them are known."""
    numbers = _series(days).cast(pl.Date).to_physical()
    known = numbers.is_not_null().to_numpy()
    counted = numbers.fill_null(0).to_numpy() - np.int32(_FIRST)
    known = known & (counted.view(np.uint32) < _DAY_LIMIT)
    return np.where(known, counted, 0).astype(np.int32), known


def moments_from(minutes: NDArray[Any], known: Flags) -> pl.Series:
    """Give minutes since the first day as moments (``Datetime("ms")``)."""
    milliseconds = (minutes.astype(np.int64) + _FIRST_MINUTE) * _MS_PER_MINUTE
    return masked(milliseconds, known).cast(pl.Datetime("ms"))


def dates_from(days: NDArray[Any], known: Flags) -> pl.Series:
    """Give numbers of days since the first day as dates."""
    return masked((days + _FIRST).astype(np.int32), known).cast(pl.Date)


def masked(values: NDArray[Any], known: Flags) -> pl.Series:
    """Give values as a series with null where they are not known."""
    column = pl.Series(values)
    if known.all():
        return column
    return column.zip_with(pl.Series(known), pl.Series([None], dtype=column.dtype))


def _series(column: Column) -> pl.Series:
    return column if isinstance(column, pl.Series) else pl.Series(column)
