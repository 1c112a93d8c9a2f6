"""What a rule is given and what it gives back: columns over the units, never one unit at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from parindex.exact import Exact, IntArray, Mask, from_floats

Clauses = npt.NDArray[np.int8]

QUANTITY: Final = "quantity"
"""The name under which a rule finds the quantity it judges, already in percent."""


@dataclass(frozen=True)
class LeafInputs:
    """The inputs of one leaf over all units: exact columns by name, who has them, who is in which league.

    Where ``present`` is False the columns hold 0 and what the rule gives is not looked at.
    """

    max_points: Decimal
    columns: Mapping[str, Exact]
    present: Mask
    league: IntArray

    def __getitem__(self, name: str) -> Exact:
        """Give the column of one input."""
        return self.columns[name]

    @property
    def size(self) -> int:
        """The number of units."""
        return len(self.present)


def leaf_inputs(
    max_points: Decimal | int | str, league: Sequence[int] | None = None, **columns: Sequence[float | None]
) -> LeafInputs:
    """Make the inputs of a leaf by hand, a column for each name: to try one rule without an edition.

    None is a unit without a value. ``league`` numbers the leagues from 0; without it there is one.

    >>> leaf = leaf_inputs("1.5", quantity=[92.5, None])
    >>> leaf.size, leaf.present, leaf["quantity"].whole
    (2, array([ True, False]), array([9250,    0]))
    """
    given = {name: np.array(column, dtype=np.float64) for name, column in columns.items()}
    gaps = [np.isnan(column) for column in given.values()]
    present = ~np.logical_or.reduce(gaps)
    exact = {name: from_floats(np.nan_to_num(column)) for name, column in given.items()}
    leagues = np.zeros(len(present), dtype=np.int64) if league is None else np.array(league, dtype=np.int64)
    return LeafInputs(Decimal(max_points), exact, present, leagues)


class Marks(NamedTuple):
    """Points of a leaf over all units, the number of the clause that applied, and who it leaves without."""

    points: Exact
    clause: Clauses
    undefined: Mask | None = None


@dataclass(frozen=True)
class Clause:
    """A clause of a rule in words: a Vietnamese source text and the numbers and words that fill it."""

    text: str
    details: Mapping[str, Any] = field(default_factory=dict)


def clause_of(mask: Mask) -> Clauses:
    """Give clause 1 where the mask holds and clause 0 elsewhere."""
    return mask.view(np.int8)


def only_clause(size: int) -> Clauses:
    """Give clause 0 to everybody."""
    return np.zeros(size, dtype=np.int8)
