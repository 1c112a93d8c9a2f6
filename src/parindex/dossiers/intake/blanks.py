"""What files write where there is no value: words, signs, and the first or last day that a program knows."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from parindex.reading.grid import BLANKS
from parindex.text import fold, fold_expr

_SIGNS: Final = ("-", "--", "---", "–", "—", "/", ".", "..", "...", "…")
_WORDS: Final = (
    "null",
    "none",
    "nil",
    "nan",
    "nat",
    "n/a",
    "na",
    "(null)",
    "(trống)",
    "trống",
    "không có",
    "chưa có",
)
NO_ID: Final = frozenset(fold(word) for word in (*_SIGNS, *_WORDS) if word != "na")
"""Folded texts that are never the code of anything."""
SHORT: Final = 6
"""The longest of them that are plain ASCII."""
_NOTHING: Final = frozenset((*NO_ID, "na", "khong", "chua", "0", "(khong co)", "(chua co)", "__/__/____"))
_NO_DAY: Final = (
    r"^(?:0{1,2}[/.-]0{1,2}[/.-]0{4}|0{4}[/.-]0{1,2}[/.-]0{1,2}"
    r"|0?1[/.-]0?1[/.-](?:0001|1|1753|1900|1970)|(?:0001|1753|1900|1970)[/.-]0?1[/.-]0?1"
    r"|31[/.-]12[/.-]9999|9999[/.-]12[/.-]31)(?:[ T].*)?$"
)
NO_DAYS: Final = np.array(
    [
        np.datetime64(day, "D").astype(np.int64)
        for day in ("0001-01-01", "1753-01-01", "1899-12-30", "1900-01-01", "1970-01-01", "9999-12-31")
    ]
)
"""Days since 1970 that programs keep where they have no day."""


def say_nothing(texts: pl.Series, *, is_day: bool = False) -> pl.Series:
    """Tell which texts say that there is no value; ``is_day``: also by a day that is none.

    >>> say_nothing(pl.Series(["NULL", "01/01/0001", "5"]), is_day=True).to_list()
    [True, True, False]
    """
    plain = pl.first().str.strip_chars(BLANKS)
    is_nothing = fold_expr(plain).is_in(sorted(_NOTHING))
    if is_day:
        is_nothing |= plain.str.contains(_NO_DAY)
    return texts.to_frame().select(is_nothing.fill_null(value=False)).to_series()


def without_no_ids(texts: pl.Series) -> pl.Series:
    """Take away texts that are no id but say that there is none."""
    lengths = texts.str.len_chars()
    few = (lengths <= max(map(len, NO_ID))).fill_null(value=False)
    if not few.any():
        return texts
    is_none = pl.when(fold_expr(pl.first()).is_in(sorted(NO_ID))).then(None).otherwise(pl.first())
    return texts.to_frame().select(is_none).to_series()
