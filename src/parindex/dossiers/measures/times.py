"""How long dossiers take: means, and percentiles from a histogram that adds up.

A percentile is given as the upper edge of its bin, so it is at most one :data:`RESOLUTION` too long. The bins
of two batches, units or months add up; exact distinct values would have to be kept for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import polars as pl

from parindex.dossiers.facts import State
from parindex.dossiers.measures.flows import prepared, touched
from parindex.dossiers.measures.periods import Period

if TYPE_CHECKING:
    from ibis.expr.types import Table

RESOLUTION: Final = 15
"""Working minutes of a bin: 1/32 of a working day."""
BIN, DOSSIERS = "bin", "dossiers"


def histogram(facts: Table, period: Period, by: Sequence[str] = ("procedure",)) -> Table:
    """Give the expression of dossiers per group and bin of working minutes, of those done in a period."""
    rows = prepared(touched(facts, period.start, period.end))
    is_done = (rows.ended_on >= period.start) & (rows.ended_on <= period.end)
    done = rows.filter(is_done & (rows.state == int(State.DONE)) & rows.minutes.notnull())
    bins = done.mutate(**{BIN: ((done.minutes + (RESOLUTION - 1)) / RESOLUTION).floor().cast("int32")})
    return bins.group_by([*by, BIN]).aggregate(**{DOSSIERS: bins.weight.cast("int32").sum().cast("int64")})


def percentiles(
    bins: pl.DataFrame, shares: Sequence[float] = (0.5, 0.9), by: Sequence[str] = ("procedure",)
) -> pl.DataFrame:
    """Give percentiles in working minutes (``p50``, ``p90``) of each group of a histogram, and its dossiers.

    The percentile of a share is the edge below which at least that share of the dossiers lies.

    >>> bins = pl.DataFrame({"procedure": [1, 1], "bin": [2, 40], "dossiers": [9, 1]})
    >>> percentiles(bins).row(0)
    (1, 10, 30, 30)
    """
    live = bins.group_by(*by, BIN).agg(pl.col(DOSSIERS).sum()).filter(pl.col(DOSSIERS) > 0)
    ordered = live.sort(*by, BIN).with_columns(
        upto=pl.col(DOSSIERS).cum_sum().over(by), of=pl.col(DOSSIERS).sum().over(by)
    )
    edges = [
        (pl.col(BIN).filter(pl.col("upto") >= share * pl.col("of")).min() * RESOLUTION).alias(
            f"p{share * 100:g}"
        )
        for share in shares
    ]
    return ordered.group_by(by, maintain_order=True).agg(pl.col(DOSSIERS).sum(), *edges)
