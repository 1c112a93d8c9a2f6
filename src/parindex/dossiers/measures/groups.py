"""Groups of units: any grouping, also units merged since. A group's count is the sum of its units' counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

UNIT, GROUP = "unit_id", "group_id"


def grouped(counts: pl.DataFrame, groups: Mapping[str, str], keys: Sequence[str] = ()) -> pl.DataFrame:
    """Add up counts of units (``unit_id`` and integer columns) to groups; a unit in none stands for itself.

    ``keys`` are further columns that stay (``procedure``).

    >>> counts = pl.DataFrame({"unit_id": ["a", "b", "c"], "received": [1, 2, 4]})
    >>> grouped(counts, {"a": "ab", "b": "ab"}).rows()
    [('ab', 3), ('c', 4)]
    """
    named = counts.with_columns(pl.col(UNIT).replace(dict(groups)).alias(UNIT))
    totals = pl.exclude(UNIT, *keys).sum()
    return named.group_by(UNIT, *keys, maintain_order=True).agg(totals)
