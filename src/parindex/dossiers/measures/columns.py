"""The tests of ``flows`` over columns of Polars: written once, in the words of Ibis, and answered here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

_ENDS = ("ended_on", "ended766_on")


class Rows:
    """Columns of facts as :func:`parindex.dossiers.measures.flows.prepared` gives them."""

    def __getitem__(self, name: str) -> Words:
        """Give a column; an end before the receipt is the day of the receipt."""
        column = pl.col(name)
        if name in _ENDS:
            column = pl.when(column < pl.col("received_on")).then("received_on").otherwise(column)
        return Words(column)

    __getattr__ = __getitem__


@dataclass(frozen=True, eq=False)
class Words:  # noqa: PLW1641  # a column is no key
    """A column of Polars that answers to the words the tests use."""

    column: pl.Expr

    def __and__(self, other: Words) -> Words:
        return Words(self.column & other.column)

    def __or__(self, other: Words) -> Words:
        return Words(self.column | other.column)

    def __invert__(self) -> Words:
        return Words(~self.column)

    def __eq__(self, other: object) -> Words:  # type: ignore[override]  # as columns do
        return Words(self.column.eq(other))

    def __lt__(self, other: Any) -> Words:
        return Words(self.column < other)

    def __le__(self, other: Any) -> Words:
        return Words(self.column <= other)

    def __gt__(self, other: Any) -> Words:
        return Words(self.column > other)

    def __ge__(self, other: Any) -> Words:
        return Words(self.column >= other)

    def isnull(self) -> Words:
        """Tell where there is nothing."""
        return Words(self.column.is_null())

    def notnull(self) -> Words:
        """Tell where there is something."""
        return Words(self.column.is_not_null())

    def isin(self, values: list[int]) -> Words:
        """Tell where one of some values is."""
        return Words(self.column.is_in(values))

    def fill_null(self, value: Any) -> Words:
        """Put a value where there is none."""
        return Words(self.column.fill_null(value))
