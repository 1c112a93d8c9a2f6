"""Means of shares (of items, of factors): after calibration, in replicates, in comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from parindex.surveys.estimation.index import INDEX, IndexPlan
from parindex.surveys.estimation.linearised import Linear
from parindex.surveys.estimation.measures import Floats
from parindex.surveys.estimation.variance import Places


@dataclass(frozen=True)
class Mixed:
    """Means of parts (domains × figures); what a part adds to each is weights × ``per_weight``."""

    estimate: Floats
    weights: Floats
    per_weight: Floats

    def of(self, values: Floats, domains: Places) -> Floats:
        """Turn values of parts (rows × domains × parts) into values of figures (rows × domains × figures)."""
        return np.asarray((values @ self.weights) * self.per_weight[domains], dtype=np.float64)

    def as_linear(self) -> Linear:
        """Give the means as figures whose linearised values follow from no single sum."""
        unknown = np.full_like(self.estimate, np.nan)
        return Linear(self.estimate, unknown, unknown)


@dataclass(frozen=True)
class Mix:
    """Which measures are averaged (``parts``), with what weights (parts × figures), under what names."""

    parts: tuple[str, ...]
    weights: Floats
    figures: tuple[str, ...]

    def of(self, shares: Floats) -> Mixed:
        """Average shares (rows × parts); a part that nobody answered gives its weight to the others.

        >>> mix = Mix(("a", "b"), np.ones((2, 1)), ("index",))
        >>> mix.of(np.array([[0.5, 1.0], [0.5, np.nan]])).estimate.tolist()
        [[0.75], [0.5]]
        """
        is_there = ~np.isnan(shares)
        sizes = is_there @ self.weights
        per_weight = np.where(sizes > 0, 1 / np.where(sizes > 0, sizes, 1), 0)
        estimate = (np.where(is_there, shares, 0) @ self.weights) * per_weight
        return Mixed(np.where(sizes > 0, estimate, np.nan), self.weights, per_weight)

    def put_into(
        self, pooled: pl.DataFrame, means: pl.DataFrame, plan: IndexPlan, by: Sequence[str]
    ) -> pl.DataFrame:
        """Put the means in the place of the pooled figures of the same names, in the order of the plan."""
        kept = pooled.filter(~pl.col("measure").is_in(self.figures))
        order = pl.col("measure").replace_strict({name: at for at, name in enumerate(plan.figures)})
        both = pl.concat([means.select(kept.columns), kept]).sort(*by, order, nulls_last=True)
        return both.with_columns(aggregation=pl.lit(plan.aggregation))


def mix_of(plan: IndexPlan) -> Mix | None:
    """Give what an index averages; None where all answers are pooled.

    >>> from parindex.surveys.estimation.measures import Share
    >>> factors = (("A", (Share("a", "a"), Share("b", "b"))), ("B", (Share("c", "c"),)))
    >>> mix_of(IndexPlan(factors, "mean_of_items")).weights.tolist()
    [[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [1.0, 0.0, 1.0]]
    """
    codes = tuple(code for code, _ in plan.factors)
    match plan.aggregation:
        case "pooled":
            return None
        case "mean_of_factors":
            return Mix(codes, np.ones((len(codes), 1)), (INDEX,))
        case "mean_of_items":
            owner = np.repeat(np.arange(len(codes)), [len(shares) for _, shares in plan.factors])
            own = (owner[:, None] == np.arange(len(codes))).astype(np.float64)
            weights = np.concatenate([np.ones((owner.size, 1)), own], axis=1)
            return Mix(tuple(share.name for share in plan.items), weights, (INDEX, *codes))
