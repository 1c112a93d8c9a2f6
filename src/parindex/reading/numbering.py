"""Texts of a column as numbers, so that each different text is looked at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl


class Numbered(NamedTuple):
    """The different texts of a column in order of appearance, and for each row the number of its text."""

    texts: list[str]
    numbers: pl.Series

    def first_rows(self, rows: pl.Series, wanted: Sequence[int]) -> pl.DataFrame:
        """Give for some of the texts the first row that says it and how many do (``number, row, count``)."""
        frame = pl.DataFrame({"number": self.numbers, "row": rows})
        chosen = frame.filter(pl.col("number").is_in(list(wanted)))
        return chosen.group_by("number").agg(pl.col("row").min(), pl.len().alias("count")).sort("row")

    def mapped(self, meanings: Sequence[int | None]) -> pl.Series:
        """Give for each row what its text means, by the meanings of the different texts."""
        table = pl.Series(values=list(meanings), dtype=pl.UInt32)
        return table.gather(self.numbers)


def numbered(texts: pl.Series, different: pl.Series | None = None) -> Numbered:
    """Number the texts of a column in order of appearance (``different``, if known); null stays null."""
    if different is None:
        different = texts.drop_nulls().unique(maintain_order=True)
    return Numbered(different.to_list(), texts.cast(pl.Enum(different)).to_physical().cast(pl.UInt32))
