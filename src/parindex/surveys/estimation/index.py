"""The index of satisfaction (chỉ số hài lòng) and its factors, in the three aggregations that are in use.

``pooled``: all satisfied answers over all answers. ``mean_of_items``: the mean of the items' shares.
``mean_of_factors``: the mean of the factors' shares, each factor pooled. They differ where items have unequal
numbers of answers, so the aggregation is printed with the figure. No answer and "no opinion" count nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from parindex.surveys.estimation.design import Lonely
from parindex.surveys.estimation.domains import Domains, domains_of
from parindex.surveys.estimation.linearised import Linear, error_columns, means, ratio
from parindex.surveys.estimation.measures import AllCounted, Floats, Measure, Pooled, Share
from parindex.surveys.estimation.statistics import N, SurveyStatistics, X, Y
from parindex.surveys.estimation.variance import stages_of, variance_of
from parindex.surveys.instruments.model import Column, Instrument
from parindex.surveys.instruments.parts import Aggregation

INDEX: Final = "index"
ALL_SATISFIED: Final = "all_satisfied"
"""Hài lòng toàn diện: the share of people whose every answer is satisfied."""


@dataclass(frozen=True)
class IndexPlan:
    """What an index is made of: the items of each factor by its code, and how they are put together."""

    factors: tuple[tuple[str, tuple[Share, ...]], ...]
    aggregation: Aggregation = "pooled"

    @property
    def items(self) -> tuple[Share, ...]:
        """Every item, factor by factor."""
        return tuple(share for _, shares in self.factors for share in shares)

    @property
    def figures(self) -> tuple[str, ...]:
        """The names of the figures: the index, the factors, all satisfied."""
        return (INDEX, *(code for code, _ in self.factors), ALL_SATISFIED)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What :func:`statistics_of` must be asked for: the items, the factors, the index, all satisfied."""
        pooled = (Pooled(code, shares) for code, shares in self.factors)
        return (*self.items, *pooled, Pooled(INDEX, self.items), AllCounted(ALL_SATISFIED, self.items))


def plan_of(instrument: Instrument) -> IndexPlan:
    """Give the plan of an instrument's index, as its rule says.

    Raises ValueError for an instrument without an index.

    >>> from parindex.surveys.instruments.registry import load_instrument
    >>> plan = plan_of(load_instrument("sipas-population@2026"))
    >>> len(plan.items), len(plan.factors), plan.aggregation, plan.items[0].counted
    (39, 9, 'pooled', (4, 5))
    """
    rule = instrument.index
    if rule is None or not instrument.factors:
        raise ValueError(f"{instrument.ref} has no index")
    columns = instrument.column_by_id
    factors = (
        (factor.code, tuple(_share(columns[item], rule.satisfied) for item in factor.items))
        for factor in instrument.factors
    )
    return IndexPlan(tuple(factors), rule.aggregation)


def _share(column: Column, satisfied: Sequence[int]) -> Share:
    asked = tuple(option.code for option in column.options if option.code not in column.no_opinion)
    return Share(column.id, column.id, tuple(code for code in satisfied if code in asked), asked)


def index_of(
    table: SurveyStatistics, plan: IndexPlan, by: Sequence[str] = (), lonely: Lonely = "fail"
) -> pl.DataFrame:
    """Give the index, its factors and "hài lòng toàn diện" of each domain, with their errors.

    ``table`` was made with ``plan.measures``. The columns are those of :func:`means`, and ``aggregation``. An
    item (or factor) that nobody of the domain answered is left out of a mean of items (of factors). ``n``
    counts people with at least one answer. ``deff`` of a mean of items or of factors is null here: it asks
    for each person's value. Raises :class:`ProblemsFound` (SV406-SV412).

    >>> from parindex.surveys.estimation.design import SurveyDesign
    >>> from parindex.surveys.estimation.statistics import statistics_of
    >>> answers = pl.DataFrame({"response_id": ["1", "2"], "a": [5, 2], "b": [4, None], "c": [5, 5]})
    >>> for aggregation in ("pooled", "mean_of_items", "mean_of_factors"):
    ...     factors = (("A", (Share("a", "a"), Share("b", "b"))), ("B", (Share("c", "c"),)))
    ...     plan = IndexPlan(factors, aggregation)
    ...     figures = index_of(statistics_of(answers, SurveyDesign(), plan.measures), plan)
    ...     print(figures["estimate"].round(4).to_list())
    [0.8, 0.6667, 1.0, 0.5]
    [0.8333, 0.75, 1.0, 0.5]
    [0.8333, 0.6667, 1.0, 0.5]
    """
    plain = means(table.chosen(plan.figures), by, lonely)
    if plan.aggregation != "pooled":
        parts, weights = _mean(plan)
        figures = plan.figures[: weights.shape[1]]
        combined = mean_of_shares(table, parts, weights, figures, by, lonely)
        plain = pl.concat([combined, plain.filter(~pl.col("measure").is_in(figures))])
        order = pl.col("measure").replace_strict({name: at for at, name in enumerate(plan.figures)})
        plain = plain.sort(*by, order, nulls_last=True)
    return plain.with_columns(aggregation=pl.lit(plan.aggregation))


def _mean(plan: IndexPlan) -> tuple[tuple[str, ...], Floats]:
    """Give the shares that are averaged, and their weights in each figure: shares × figures."""
    codes = tuple(code for code, _ in plan.factors)
    if plan.aggregation == "mean_of_factors":
        return codes, np.ones((len(codes), 1))
    weights = np.zeros((len(plan.items), 1 + len(codes)))
    weights[:, 0] = 1
    owner = [place for place, (_, shares) in enumerate(plan.factors) for _ in shares]
    weights[np.arange(len(owner)), 1 + np.array(owner)] = 1
    return tuple(share.name for share in plan.items), weights


def mean_of_shares(
    table: SurveyStatistics,
    parts: Sequence[str],
    weights: Floats,
    figures: Sequence[str],
    by: Sequence[str] = (),
    lonely: Lonely = "fail",
) -> pl.DataFrame:
    """Give weighted means of the shares ``parts``; ``weights`` has the shape parts × figures.

    Each of ``figures`` is also a measure of the table, which tells who answered at all. A part that nobody of
    a domain answered gives its weight to the others. The columns are those of :func:`means`.
    """
    domains = domains_of(table, by)
    stages = stages_of(domains.table)
    part = replace(domains, table=domains.table.chosen(parts))
    counted = replace(domains, table=domains.table.chosen(figures))
    estimate, influence = _combined(part, weights)
    present = counted.table.sums[N] > 0
    variance = variance_of(stages, influence, domains.domain_by_cell, domains.count, lonely, present)
    variance[np.isnan(estimate) | counted.has_no_error(stages[0], present)] = np.nan
    unknown = np.full_like(estimate, np.nan)
    df = counted.degrees_of_freedom(stages[0], present)
    columns = error_columns(counted.totals(), Linear(estimate, unknown, unknown), variance, df)
    return domains.long(figures, columns)


def _combined(domains: Domains, weights: Floats) -> tuple[Floats, Floats]:
    """Give the means (domains × figures) and their linearised values by cell (cells × figures)."""
    linear = ratio(domains.totals())
    is_there = ~np.isnan(linear.estimate)
    with np.errstate(divide="ignore", invalid="ignore"):
        per_weight = 1 / (is_there @ weights)
        estimate = (np.where(is_there, linear.estimate, 0) @ weights) * per_weight
    estimate[~np.isfinite(per_weight)] = np.nan
    per_weight[~np.isfinite(per_weight)] = 0
    place = np.maximum(domains.domain_by_cell, 0)
    sums = domains.table.sums
    influence = np.zeros((place.size, weights.shape[1]))
    if not domains.count:
        return estimate, influence
    for at, row in enumerate(weights):
        values = linear.top[place, at] * sums[Y, :, at] + linear.bottom[place, at] * sums[X, :, at]
        influence += values[:, None] * row
    influence *= per_weight[place] * (domains.domain_by_cell >= 0)[:, None]
    return estimate, influence
