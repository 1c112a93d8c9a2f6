"""Opening a count to its dossiers: the same tests as of the aggregation, as a question to the store.

The tests of ``flows`` are written once, in the words of Ibis; here columns of Polars answer to these words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from parindex.dossiers.facts import State
from parindex.dossiers.measures.catalogue import COUNTS
from parindex.dossiers.measures.counting import test_of
from parindex.dossiers.measures.periods import Period

_ENDS = ("ended_on", "ended766_on")


def is_member(name: str, period: Period) -> pl.Expr:
    """Tell, over columns of facts, whether a row is in a count of a period; never null.

    >>> from parindex.dossiers.measures.periods import month
    >>> is_member("received_online", month(2026, 9)).meta.root_names().count("channel") > 0
    True
    """
    rows: Any = _Rows()
    chosen, taken_off = _Words(pl.lit(value=False)), _Words(pl.lit(value=False))
    for sign, when, part in COUNTS[name].parts():
        test: Any = test_of(rows, period, when, part)
        if sign > 0:
            chosen |= test.fill_null(False)  # noqa: FBT003  # the word of Ibis
        else:
            taken_off |= test.fill_null(False)  # noqa: FBT003  # see above
    return (pl.col("state") != State.NOT_COUNTED) & chosen.column & ~taken_off.column


class _Rows:
    """Columns of facts as :func:`parindex.dossiers.measures.flows.prepared` gives them."""

    def __getitem__(self, name: str) -> _Words:
        column = pl.col(name)
        if name in _ENDS:
            column = pl.when(column < pl.col("received_on")).then("received_on").otherwise(column)
        return _Words(column)

    __getattr__ = __getitem__


@dataclass(frozen=True, eq=False)
class _Words:  # noqa: PLW1641  # a column is no key
    """A column of Polars that answers to the words the tests use."""

    column: pl.Expr

    def __and__(self, other: _Words) -> _Words:
        return _Words(self.column & other.column)

    def __or__(self, other: _Words) -> _Words:
        return _Words(self.column | other.column)

    def __invert__(self) -> _Words:
        return _Words(~self.column)

    def __eq__(self, other: object) -> _Words:  # type: ignore[override]  # as columns do
        return _Words(self.column.eq(other))

    def __lt__(self, other: Any) -> _Words:
        return _Words(self.column < other)

    def __le__(self, other: Any) -> _Words:
        return _Words(self.column <= other)

    def __gt__(self, other: Any) -> _Words:
        return _Words(self.column > other)

    def __ge__(self, other: Any) -> _Words:
        return _Words(self.column >= other)

    def isnull(self) -> _Words:
        """Tell where there is nothing."""
        return _Words(self.column.is_null())

    def notnull(self) -> _Words:
        """Tell where there is something."""
        return _Words(self.column.is_not_null())

    def isin(self, values: list[int]) -> _Words:
        """Tell where one of some values is."""
        return _Words(self.column.is_in(values))

    def fill_null(self, value: Any) -> _Words:
        """Put a value where there is none."""
        return _Words(self.column.fill_null(value))
