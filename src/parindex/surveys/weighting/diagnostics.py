"""How unequal weights are, and what that costs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Diagnostics:
    """Numbers about the weights above 0: how many, their sum, spread, and what unequal weights cost.

    ``cv`` is the standard deviation (with n below the line) over the mean. ``deff`` is Kish's 1 + cv²: by so
    much the variance grows when weights have nothing to do with the answers. ``effective_count`` is the
    number of equal weights that would serve as well, ``count / deff``.
    """

    count: int
    zeros: int
    total: float
    smallest: float
    largest: float
    mean: float
    cv: float
    deff: float
    effective_count: float

    def as_data(self) -> dict[str, Any]:
        """Give the numbers as plain data."""
        return asdict(self)


def diagnose(weights: Floats) -> Diagnostics:
    """Give the diagnostics of weights; rows of weight 0 are counted apart (Kish 1965, 11.7).

    >>> found = diagnose(np.array([1.0, 1.0, 4.0, 0.0]))
    >>> found.count, found.total, round(found.cv**2, 9), found.deff, found.effective_count
    (3, 6.0, 0.5, 1.5, 2.0)
    """
    used = weights[weights > 0]
    if not used.size:
        return Diagnostics(0, int(weights.size), 0.0, 0.0, 0.0, 0.0, float("nan"), float("nan"), 0.0)
    total, count = float(used.sum()), int(used.size)
    deff = count * float((used**2).sum()) / total**2
    return Diagnostics(
        count=count,
        zeros=int(weights.size) - count,
        total=total,
        smallest=float(used.min()),
        largest=float(used.max()),
        mean=total / count,
        cv=float(np.sqrt(max(deff - 1.0, 0.0))),
        deff=deff,
        effective_count=count / deff,
    )
