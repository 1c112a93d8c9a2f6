"""Intervals (khoảng tin cậy) of figures; near 0 and 1 the Wald interval is wrong, the others hold.

The effective sample size is the one that a simple random sample would need for the same variance:
``p(1-p)/se²``. Quantiles are those of Student's t with the degrees of freedom of the design.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parindex.surveys.estimation.measures import Floats
from parindex.surveys.estimation.quantiles import beta_quantile, t_quantile

Method = Literal["wald", "logit", "wilson", "korn_graubard"]
LEVEL: Final = 0.95


@dataclass(frozen=True)
class _Given:
    """Shares with what their intervals are made of, and the t quantile of their degrees of freedom."""

    share: Floats
    se: Floats
    n: Floats
    df: Floats
    level: float

    @property
    def t(self) -> Floats:
        return t_quantile(self.level, self.df)

    @property
    def is_edge(self) -> NDArray[np.bool_]:
        """Where all answered alike: with no variance to measure, ``n`` stands for the effective size."""
        return (self.share <= 0) | (self.share >= 1)

    @property
    def effective(self) -> Floats:
        return np.where(self.is_edge, self.n, self.share * (1 - self.share) / self.se**2)


Ends: TypeAlias = tuple[Floats, Floats]


def with_intervals(
    figures: pl.DataFrame, method: Method = "korn_graubard", level: float = LEVEL
) -> pl.DataFrame:
    """Give figures (of ``means``, ``totals``, ``index_of``) with the columns ``lower`` and ``upper``.

    ``wald``: estimate ± t·se, for any figure (R's ``confint``, ``svyciprop(method="mean")``).
    ``logit``: the Wald interval of the log-odds (``method="logit"``); none at 0 and 1.
    ``wilson``: Wilson's score interval on the effective sample size, with t.
    ``korn_graubard``: Clopper-Pearson on the effective sample size times (t(n-1)/t(df))²
    (Korn & Graubard 1998; ``method="beta"``). At 0 and 1 the last two take ``n`` as the effective size, so
    that one end is not the share itself. No interval (null) where there are no degrees of freedom, and for a
    figure outside 0 and 1 none but ``wald``.

    >>> rows = {"n": [400, 400], "df": [399, 399], "estimate": [0.5, 1.0], "se": [0.025, 0.0]}
    >>> figures = pl.DataFrame(rows)
    >>> with_intervals(figures, "wilson").select(pl.col("lower", "upper").round(4)).rows()
    [(0.4511, 0.5489), (0.9904, 1.0)]
    """
    share, se, n, df = (figures[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in _NEEDED)
    given = _Given(share, se, n, df, level)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ends = METHODS[method](given)
        is_share = (given.share >= 0) & (given.share <= 1)
        is_there = (given.df > 0) & ~np.isnan(given.se) & (is_share | (method == "wald"))
    lower, upper = (pl.Series(np.where(is_there, end, np.nan)).fill_nan(None) for end in ends)
    return figures.with_columns(lower=lower, upper=upper)


_NEEDED = ("estimate", "se", "n", "df")


def _wald(given: _Given) -> Ends:
    half = given.t * given.se
    return given.share - half, given.share + half


def _logit(given: _Given) -> Ends:
    odds = np.log(given.share / (1 - given.share))
    half = given.t * given.se / (given.share * (1 - given.share))
    lower, upper = (1 / (1 + np.exp(-end)) for end in (odds - half, odds + half))
    return np.where(given.is_edge, np.nan, lower), np.where(given.is_edge, np.nan, upper)


def _wilson(given: _Given) -> Ends:
    p, n, t = given.share, given.effective, given.t
    middle = (p + t**2 / (2 * n)) / (1 + t**2 / n)
    half = t * np.sqrt(p * (1 - p) / n + t**2 / (4 * n**2)) / (1 + t**2 / n)
    return np.where(p <= 0, 0, middle - half), np.where(p >= 1, 1, middle + half)


def _korn_graubard(given: _Given) -> Ends:
    n = given.effective * (t_quantile(given.level, given.n - 1) / given.t) ** 2
    tail, yes, no = (1 - given.level) / 2, n * given.share, n * (1 - given.share)
    lower = np.where(given.share <= 0, 0, beta_quantile(tail, yes, no + 1))
    return lower, np.where(given.share >= 1, 1, beta_quantile(1 - tail, yes + 1, no))


METHODS: Final[Mapping[Method, Callable[[_Given], Ends]]] = MappingProxyType(
    {"wald": _wald, "logit": _logit, "wilson": _wilson, "korn_graubard": _korn_graubard}
)
