"""What a rule is given and what it gives back: columns over the units, never one unit at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from parindex.exact import Exact, IntArray, Mask

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
