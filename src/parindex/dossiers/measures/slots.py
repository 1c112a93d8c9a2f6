"""Half-month slots of whole columns of days, by one look into a table of days."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import polars as pl

NEVER: Final = 4095
"""The slot of no day, and of a day after :data:`_LAST`: after every other."""
_LAST: Final = "2170-01-01"
_SECOND_HALF, _MONTHS_TO_2000 = 14, 360


def _table() -> Any:
    days = np.arange("1970-01-01", _LAST, dtype="datetime64[D]")
    months = days.astype("datetime64[M]")
    half = (days - months.astype("datetime64[D]")).astype(np.int32) >= _SECOND_HALF
    slots = (months.astype(np.int32) - _MONTHS_TO_2000) * 2 + half
    return np.append(slots, NEVER).astype(np.int32)


TABLE: Final = _table()
"""The slot of each day since 1/1/1970; an earlier day counts as that one, the last place is no day."""


NO_DAY: Final = 1 << 30
"""A day that is not there, as a number: after every day of the table, so it counts as its last place."""


def slots_of(days: pl.Series, plus: int = 0) -> Any:
    """Give the slot of each day, ``plus`` days later; :data:`NEVER` where there is no day.

    >>> from datetime import date
    >>> slots_of(pl.Series([date(2000, 1, 14), date(2000, 2, 1), None])).tolist()
    [0, 2, 4095]
    """
    return np.take(TABLE[plus:], days.to_physical().fill_null(NO_DAY).to_numpy(), mode="clip")
