"""Means, shares, ratios and totals of any domain, with their variance by Taylor linearisation.

A figure is a smooth function of totals; its variance is that of the total of its linearised values
(Särndal et al. 1992, chapter 5; Woodruff 1971), which needs no more than the sums of each cell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
import polars as pl

from parindex.surveys.estimation.design import Lonely
from parindex.surveys.estimation.domains import Domains, domains_of
from parindex.surveys.estimation.measures import Floats
from parindex.surveys.estimation.statistics import XX, XY, YY, N, SurveyStatistics, W, X, Y
from parindex.surveys.estimation.variance import Stage, stages_of, variance_of

FIGURE: Final = "measure"
_NOISE: Final = 1e-12
"""A spread of less than this part of the squares it is left of is what binary numbers lost: none."""
_ENTRIES = 4_000_000
"""How many linearised values are held at once."""


@dataclass(frozen=True)
class Linear:
    """Figures of domains (domains × figures) and how they follow from people.

    ``top`` and ``bottom`` (domains × figures) give the linearised value of a person: ``top·y + bottom·x``.
    """

    estimate: Floats
    top: Floats
    bottom: Floats
    is_ratio: bool = True


Linearise: TypeAlias = Callable[[Floats], Linear]
"""From totals by sum, domain and figure to figures."""


def means(table: SurveyStatistics, by: Sequence[str] = (), lonely: Lonely = "fail") -> pl.DataFrame:
    """Give each measure's ratio of totals (a share, a mean, a ratio) in each domain, with its error.

    A row for each domain of ``by`` and measure: the columns of ``by``, ``measure``, ``n`` (people who
    answered), ``weight`` (their Σw), ``estimate``, ``se``, ``df``, ``deff``, ``deff_replace``, ``cv``. What
    does not exist is null: the estimate of nobody, ``deff`` where weights do not add up to more than ``n`` or
    all answered alike, ``se`` of a ratio that comes from one unit only. ``df`` counts units less strata among
    those who answered, as R's ``degf`` of a domain does; ``deff`` compares with a simple random sample of
    ``n`` without, ``deff_replace`` with replacement (``deff=TRUE``, ``"replace"`` in R).
    Raises :class:`ProblemsFound` (SV406-SV412).

    >>> from parindex.surveys.estimation.design import SurveyDesign
    >>> from parindex.surveys.estimation.measures import Share
    >>> from parindex.surveys.estimation.statistics import statistics_of
    >>> answers = pl.DataFrame({"village": ["a", "a", "b", "b"], "w": [10.0] * 4, "q": [5, 2, 4, 4]})
    >>> table = statistics_of(answers, SurveyDesign(weights="w", psu="village"), [Share("q", "q")])
    >>> means(table).select("n", "estimate", "se", "df").rows()
    [(4, 0.75, 0.25, 1)]
    """
    return _figures(table, by, lonely, ratio)


def totals(table: SurveyStatistics, by: Sequence[str] = (), lonely: Lonely = "fail") -> pl.DataFrame:
    """Give each measure's weighted total Σw·y in each domain: people counted, or the sum of a number.

    The columns are those of :func:`means`. Raises :class:`ProblemsFound` (SV406-SV412).
    """
    return _figures(table, by, lonely, total)


def ratio(sums: Floats) -> Linear:
    """Give Σw·y over Σw·x; what nobody answered is NaN, and its linearised values are 0."""
    x, y = sums[X], sums[Y]
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate, top = y / x, 1 / x
    is_none = (x == 0) | (sums[N] == 0)
    estimate[is_none], top[is_none] = np.nan, 0
    return Linear(estimate, top, np.where(is_none, 0, -estimate * top))


def total(sums: Floats) -> Linear:
    """Give Σw·y of each domain and figure."""
    ones = np.ones_like(sums[Y])
    return Linear(np.where(sums[N] > 0, sums[Y], np.nan), ones, np.zeros_like(ones), is_ratio=False)


def _figures(
    table: SurveyStatistics, by: Sequence[str], lonely: Lonely, linearise: Linearise
) -> pl.DataFrame:
    domains = domains_of(table, by)
    stages = stages_of(domains.table)
    width = max(1, _ENTRIES // max(1, domains.table.cells.height))
    places = range(0, len(table.measures), width)
    with np.errstate(over="ignore", invalid="ignore"):
        parts = [_block(domains, stages, slice(at, at + width), lonely, linearise) for at in places]
    return domains.long(
        table.names, {name: np.concatenate([part[name] for part in parts], axis=1) for name in parts[0]}
    )


def _block(
    domains: Domains, stages: Sequence[Stage], block: slice, lonely: Lonely, linearise: Linearise
) -> dict[str, Floats]:
    """Give the columns of some measures: a matrix domains × measures for each."""
    part = replace(domains, table=replace(domains.table, sums=domains.table.sums[:, :, block]))
    sums = part.totals()
    linear = linearise(sums)
    present = part.table.sums[N] > 0
    influence = influence_of(part, linear)
    variance = variance_of(stages, influence, part.domain_by_cell, part.count, lonely, present)
    variance[np.isnan(linear.estimate)] = np.nan
    if linear.is_ratio:
        variance[part.has_no_error(stages[0], present)] = np.nan
    return error_columns(sums, linear, variance, part.degrees_of_freedom(stages[0], present))


def influence_of(domains: Domains, linear: Linear) -> Floats:
    """Give the linearised values, added up in each cell: cells × figures; 0 in a cell of no domain."""
    place = np.maximum(domains.domain_by_cell, 0)
    sums = domains.table.sums
    if not domains.count:
        return np.zeros_like(sums[Y])
    values: Floats = linear.top[place] * sums[Y] + linear.bottom[place] * sums[X]
    values[domains.domain_by_cell < 0] = 0
    return values


def error_columns(sums: Floats, linear: Linear, variance: Floats, df: Floats) -> dict[str, Floats]:
    """Give what is said of a figure, each a matrix domains × figures; NaN where it does not exist."""
    n, weight = sums[N], sums[W]
    se = np.sqrt(variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        with_replacement = _simple_variance(sums, linear)
        without = with_replacement * np.where(weight > n, (weight - n) / weight, np.nan)
        return {
            "n": n,
            "weight": weight,
            "estimate": linear.estimate,
            "se": se,
            "df": df,
            "deff": _over(variance, without),
            "deff_replace": _over(variance, with_replacement),
            "cv": _over(se, np.abs(linear.estimate)),
        }


def _simple_variance(sums: Floats, linear: Linear) -> Floats:
    """Give the variance of the figure had its ``n`` people been drawn at random with replacement."""
    n, weight = sums[N], sums[W]
    top, bottom = linear.top, linear.bottom
    own, both, other = top**2 * sums[YY], 2 * top * bottom * sums[XY], bottom**2 * sums[XX]
    mean = (top * sums[Y] + bottom * sums[X]) / weight
    spread = (own + both + other) / weight - mean**2
    is_noise = spread <= _NOISE * (own + np.abs(both) + other) / weight
    variance: Floats = np.where(is_noise, 0, spread) * n / (n - 1) * weight**2 / n
    return variance


def _over(top: Floats, bottom: Floats) -> Floats:
    return np.where(bottom > 0, top / bottom, np.nan)
