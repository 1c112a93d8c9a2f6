"""Opening a count to its dossiers: the same tests as of the aggregation, as a question to the store."""

from __future__ import annotations

from typing import Any

import polars as pl

from parindex.dossiers.facts import State
from parindex.dossiers.measures.catalogue import COUNTS
from parindex.dossiers.measures.columns import Rows, Words
from parindex.dossiers.measures.counting import test_of
from parindex.dossiers.measures.periods import Period


def is_member(name: str, period: Period) -> pl.Expr:
    """Tell, over columns of facts, whether a row is in a count of a period; never null.

    >>> from parindex.dossiers.measures.periods import month
    >>> is_member("received_online", month(2026, 9)).meta.root_names().count("channel") > 0
    True
    """
    rows: Any = Rows()
    chosen, taken_off = Words(pl.lit(value=False)), Words(pl.lit(value=False))
    for sign, when, part in COUNTS[name].parts():
        test: Any = test_of(rows, period, when, part)
        if sign > 0:
            chosen |= test.fill_null(False)  # noqa: FBT003  # the word of Ibis
        else:
            taken_off |= test.fill_null(False)  # noqa: FBT003  # see above
    return (pl.col("state") != State.NOT_COUNTED) & chosen.column & ~taken_off.column
