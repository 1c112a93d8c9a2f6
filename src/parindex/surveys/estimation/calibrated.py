"""Figures after post-stratification or raking, from the same small table.

The table is made with the weights before, and its domains hold the columns of the margins. All answers of a
cell then get the same factor, so weights, figures and their variance follow without reading answers again.
The variance is that of the residuals of the linearised values on the margins (Deville & Särndal 1992), as R's
``svyrecvar`` takes it after ``postStratify`` and ``calibrate``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from parindex.surveys.estimation.design import Lonely
from parindex.surveys.estimation.domains import Domains, domains_of
from parindex.surveys.estimation.index import IndexPlan
from parindex.surveys.estimation.linearised import Linear, Linearise, error_columns, ratio
from parindex.surveys.estimation.measures import Floats
from parindex.surveys.estimation.mixing import mix_of
from parindex.surveys.estimation.residuals import CalibratedStatistics, residuals_of
from parindex.surveys.estimation.statistics import WEIGHTS, N, SurveyStatistics
from parindex.surveys.estimation.variance import stages_of
from parindex.surveys.weighting.raking import rake
from parindex.surveys.weighting.weighted import Weighted


def calibrate(
    table: SurveyStatistics,
    margins: Sequence[pl.DataFrame],
    *,
    limits: tuple[float, float] = (0.0, math.inf),
) -> CalibratedStatistics:
    """Rake the weights of a table to margins (one margin: post-stratification).

    Each margin is a table with a column ``population``; its other columns are domains of the table. Refuses
    what :func:`~parindex.surveys.weighting.raking.rake` refuses. Equal to weighing answers first.

    >>> from parindex.surveys.estimation.design import SurveyDesign
    >>> from parindex.surveys.estimation.measures import Share
    >>> from parindex.surveys.estimation.statistics import statistics_of
    >>> answers = pl.DataFrame(
    ...     {"response_id": ["1", "2", "3", "4"], "gender": ["f", "f", "f", "m"], "q": [5, 5, 2, 2]}
    ... )
    >>> table = statistics_of(answers, SurveyDesign(), [Share("q", "q")], ["gender"])
    >>> people = pl.DataFrame({"gender": ["f", "m"], "population": [60, 40]})
    >>> calibrated_figures(calibrate(table, [people]), ratio)["estimate"].round(6).to_list()
    [0.4]
    """
    before = table.cells[WEIGHTS].to_numpy()
    weighted = rake(Weighted(before), table.cells, margins, limits=limits)
    factors = np.where(before > 0, weighted.weights / np.where(before > 0, before, 1), 0)
    sums = table.sums * factors[:, None]
    sums[N] = table.sums[N]
    cells = table.cells.with_columns(pl.Series(WEIGHTS, weighted.weights))
    return CalibratedStatistics(
        replace(table, cells=cells, sums=sums), factors, weighted.calibrations[-1], weighted, limits
    )


def calibrated_figures(
    calibrated: CalibratedStatistics,
    linearise: Linearise = ratio,
    by: Sequence[str] = (),
    lonely: Lonely = "fail",
) -> pl.DataFrame:
    """Give figures of each domain with their error after calibration; the columns are those of ``means``.

    ``linearise`` is ``ratio`` (shares, means, ratios) or ``total``. Raises :class:`ProblemsFound`
    (SV406-SV412).
    """
    domains = domains_of(calibrated.table, by)
    sums = domains.totals()
    linear = linearise(sums)
    variance = residuals_of(calibrated, linear, by, domains.keys).variance(lonely)
    return _with_error(domains, domains, linear, variance)


def calibrated_index(
    calibrated: CalibratedStatistics, plan: IndexPlan, by: Sequence[str] = (), lonely: Lonely = "fail"
) -> pl.DataFrame:
    """Give the index, its factors and "hài lòng toàn diện" after calibration; columns as ``index_of``."""
    pooled = calibrated_figures(calibrated.chosen(plan.figures), by=by, lonely=lonely)
    mix = mix_of(plan)
    if mix is None:
        return pooled.with_columns(aggregation=pl.lit(plan.aggregation))
    parts = calibrated.chosen(mix.parts)
    domains = domains_of(parts.table, by)
    linear = ratio(domains.totals())
    mixed = mix.of(linear.estimate)
    variance = residuals_of(parts, linear, by, domains.keys, mixed).variance(lonely)
    counted = domains_of(calibrated.chosen(mix.figures).table, by)
    means = _with_error(domains, counted, mixed.as_linear(), variance)
    return mix.put_into(pooled, means, plan, by)


def _with_error(domains: Domains, counted: Domains, linear: Linear, variance: Floats) -> pl.DataFrame:
    variance[np.isnan(linear.estimate)] = np.nan
    present = counted.table.sums[N] > 0
    df = counted.degrees_of_freedom(stages_of(counted.table)[0], present)
    columns = error_columns(counted.totals(), linear, variance, df)
    return domains.long(counted.table.names, columns)
