"""How many people to ask: the official rule, and the size that a margin per unit needs.

The official rule looks at nothing but the population. The size by design looks at what decides a margin: the
design effect, the finite population, who does not answer. Both stand side by side in :func:`size_table`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, sqrt
from statistics import NormalDist
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from parindex.surveys.sampling.allocation import allocate

OFFICIAL_MARGIN: Final = Decimal("0.05")
"""What the guidance of 2014 takes for e."""
SIZES: Final = pl.Schema(
    {
        "unit_id": pl.String,
        "population": pl.Int64,
        "official_n": pl.Int64,
        "official_margin": pl.Float64,
        "share_n": pl.Int64,
        "share_margin": pl.Float64,
        "design_n": pl.Int64,
        "design_invited": pl.Int64,
        "design_margin": pl.Float64,
        "is_reachable": pl.Boolean,
        "planned_n": pl.Int64,
        "planned_margin": pl.Float64,
    }
)
"""One row per unit, then the total (``unit_id`` null).

``official_n`` is the official size of the unit taken alone, ``share_n`` its proportional share of the
official size of the whole; ``design_n`` the answers that the wanted margin needs, ``design_invited`` whom to
invite for them, ``is_reachable`` whether the unit has so many people. Each margin is the half width really
reached when so many are **invited** (answers = invited × response rate); null where nobody is.
"""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Assumptions:
    """What a size rests on: the wanted margin, and what is expected of the field.

    ``margin``, ``confidence``, ``proportion`` and ``response_rate`` are shares (0.05 is 5 %); ``deff`` is the
    design effect (1: simple random). Raises ``ValueError`` for what no survey can have.
    """

    margin: float = 0.05
    confidence: float = 0.95
    proportion: float = 0.5
    deff: float = 1.0
    response_rate: float = 1.0

    def __post_init__(self) -> None:
        """Refuse shares outside their range."""
        shares = (self.margin, self.confidence, self.proportion)
        if not all(0 < share < 1 for share in shares):
            raise ValueError("margin, confidence and proportion lie between 0 and 1")
        if not 0 < self.response_rate <= 1 or not self.deff > 0:
            raise ValueError("the response rate is above 0 and at most 1, the design effect above 0")

    @property
    def z(self) -> float:
        """The two-sided quantile of the normal distribution, 1.96 for 95 %."""
        return NormalDist().inv_cdf((1 + self.confidence) / 2)

    @property
    def spread(self) -> float:
        """The design effect times p(1 − p)."""
        return self.deff * self.proportion * (1 - self.proportion)


def official_size(population: int, margin: Decimal | str = OFFICIAL_MARGIN) -> int:
    """Give the official size n = N / (1 + N·e²), rounded up (guidance of 2014; Yamane 1967).

    Counted exactly. It is the margin of a simple random sample at p = 0.5 and z = 2, for the whole population
    alone: it says nothing about a unit in it. Raises ``ValueError`` for a negative population.

    >>> official_size(8180), official_size(62839), official_size(12)
    (382, 398, 12)
    """
    if population < 0:
        raise ValueError("a population is not negative")
    e = Fraction(str(margin))
    return ceil(Fraction(population) / (1 + population * e * e))


def design_size(population: int, wanted: Assumptions) -> int:
    """Give the answers that a margin needs in a population, rounded up.

    n = A·N / (e²(N − 1) + A) with A = z²·deff·p(1 − p): the variance of a proportion without replacement
    (Cochran 1977, 3.2 and 4.4; Särndal et al. 1992, 3.3), times the design effect. Never more than N.

    >>> design_size(8180, Assumptions()), design_size(8180, Assumptions(deff=2))
    (367, 703)
    """
    if population <= 1:
        return max(population, 0)
    a = wanted.z**2 * wanted.spread
    return min(ceil(a * population / (wanted.margin**2 * (population - 1) + a)), population)


def invited_for(answers: int, response_rate: float) -> int:
    """Give how many to invite so that so many answer: rounded up.

    >>> invited_for(367, 0.8), invited_for(10, 1)
    (459, 10)
    """
    return ceil(Fraction(answers) / Fraction(str(response_rate)))


def reached_margin(answers: float, population: int, wanted: Assumptions) -> float | None:
    """Give the half width that so many answers reach; None where there are none, 0 for everybody.

    z·√(deff·(1 − n/N)·N/(N − 1)·p(1 − p)/n), the reverse of :func:`design_size`.

    >>> round(reached_margin(382, 8180, Assumptions()), 4), round(reached_margin(24, 511, Assumptions()), 3)
    (0.049, 0.195)
    """
    if answers <= 0 or population <= 0:
        return None
    variance = float(_variances(np.array([float(answers)]), np.array([float(population)]), wanted)[0])
    return wanted.z * sqrt(variance)


def cluster_effect(per_cluster: float, within: float) -> float:
    """Give the design effect of so many answers per cluster: 1 + (m − 1)·ρ (Kish 1965, 5.4).

    ``within`` is the intra-class correlation ρ.

    >>> cluster_effect(10, 0.05)
    1.45
    """
    return 1 + (per_cluster - 1) * within


def weight_effect(weights: Sequence[float]) -> float:
    """Give the design effect of unequal weights: n·Σw² / (Σw)² (Kish 1992).

    >>> weight_effect([1, 1, 1]), weight_effect([1, 3])
    (1.0, 1.25)
    """
    taken = np.asarray(weights, np.float64)
    return float(len(taken) * (taken**2).sum() / taken.sum() ** 2)


def size_table(
    units: pl.DataFrame, wanted: Assumptions, official_margin: Decimal | str = OFFICIAL_MARGIN
) -> pl.DataFrame:
    """Set the official size beside the size by design, for each unit and in total.

    ``units`` has ``unit_id`` and ``population``, and ``planned_n`` where a size is to be judged. Gives the
    table :data:`SIZES`. The total margin is that of the stratified estimate: √(Σ (N_h/N)²·v_h).

    >>> size_table(pl.DataFrame({"unit_id": ["a", "b"], "population": [6000, 2180]}), Assumptions()).select(
    ...     "unit_id", "official_n", "share_n", "design_n").rows()
    [('a', 375, 280, 362), ('b', 338, 102, 327), (None, 382, 382, 689)]
    """
    populations = [int(one) for one in units["population"].to_list()]
    total = sum(populations)
    official = [official_size(one, official_margin) for one in populations]
    whole = min(official_size(total, official_margin), total)
    needed = [design_size(one, wanted) for one in populations]
    invited = [invited_for(one, wanted.response_rate) for one in needed]
    given = units["planned_n"].to_list() if "planned_n" in units.columns else [None] * units.height
    sizes = {
        "official": (official, whole),
        "share": (allocate(whole, populations), whole),
        "design": (needed, sum(needed)),
        "planned": (given, None if None in given else sum(given)),
    }
    columns: dict[str, list[Any]] = {
        "unit_id": [*units["unit_id"].to_list(), None],
        "population": [*populations, total],
    }
    for name, (per_unit, in_total) in sizes.items():
        asked = invited if name == "design" else per_unit
        columns[f"{name}_n"] = [*per_unit, in_total]
        columns[f"{name}_margin"] = _margins(asked, populations, wanted)
    # The official size of the whole is one simple random sample, not the sum of the units' own.
    columns["official_margin"][-1] = reached_margin(whole * wanted.response_rate, total, wanted)
    columns["design_invited"] = [*invited, sum(invited)]
    reachable = [one <= most for one, most in zip(invited, populations, strict=True)]
    columns["is_reachable"] = [*reachable, all(reachable)]
    return pl.DataFrame(columns, schema_overrides=dict(SIZES)).select(SIZES.names())


def _margins(
    invited: Sequence[int | None], populations: Sequence[int], wanted: Assumptions
) -> list[float | None]:
    """Give the margin of each unit, and last that of the stratified total."""
    if not populations:
        return [None]
    asked = np.array([np.nan if one is None else one for one in invited], np.float64)
    sizes = np.array(populations, np.float64)
    answers = np.minimum(asked, sizes) * wanted.response_rate
    variances = _variances(answers, sizes, wanted)
    shares = sizes / sizes.sum()
    whole = float((shares**2 * variances).sum())
    return [_half_width(float(one), wanted) for one in (*variances, whole)]


def _variances(answers: Floats, populations: Floats, wanted: Assumptions) -> Floats:
    """Give the variance of a proportion from so many answers; infinite where there are none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        finite = np.where(populations > 1, (populations - answers) / (populations - 1), 0.0)
        found = wanted.spread * np.maximum(finite, 0.0) / answers
    return np.asarray(np.where(answers > 0, found, np.inf), np.float64)


def _half_width(variance: float, wanted: Assumptions) -> float | None:
    return wanted.z * sqrt(variance) if np.isfinite(variance) else None
