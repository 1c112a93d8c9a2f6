"""Figures after post-stratification or raking, from the same small table.

The table is made with the weights before, and its domains hold the columns of the margins. All answers of a
cell then get the same factor, so weights, figures and their variance follow without reading answers again.
The variance is that of the residuals of the linearised values on the margins (Deville & Särndal 1992), as R's
``svyrecvar`` takes it after ``postStratify`` and ``calibrate``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from parindex.surveys.estimation.design import Lonely
from parindex.surveys.estimation.domains import domains_of
from parindex.surveys.estimation.linearised import Linear, Linearise, error_columns, ratio
from parindex.surveys.estimation.measures import Floats
from parindex.surveys.estimation.statistics import WEIGHTS, N, SurveyStatistics, X, Y
from parindex.surveys.estimation.variance import Places, Stage, stages_of, variance_of
from parindex.surveys.weighting.calibration import Calibration, solve
from parindex.surveys.weighting.raking import rake
from parindex.surveys.weighting.weighted import Weighted

_ENTRIES = 4_000_000
"""How many residuals are held at once."""


@dataclass(frozen=True)
class CalibratedStatistics:
    """A table whose weights meet margins, the factor of each cell, and what the residuals need.

    ``weighted`` is the step over the cells of the table, with its record for the method card.
    """

    table: SurveyStatistics
    factors: Floats
    calibration: Calibration
    weighted: Weighted
    limits: tuple[float, float]


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
    left = residuals_of(calibrated, linear, by, domains.keys)
    variance = left.variance(lonely)
    variance[np.isnan(linear.estimate)] = np.nan
    present = domains.table.sums[N] > 0
    df = domains.degrees_of_freedom(stages_of(domains.table)[0], present)
    return domains.long(calibrated.table.names, error_columns(sums, linear, variance, df))


@dataclass(frozen=True)
class Residuals:
    """Linearised values less what the margins explain, ready to be added up by unit of the design.

    ``values`` (cells × figures) are of the cells' own domain; ``explained`` has the shape (margin cells,
    domains, figures), ``held`` (design rows × margin cells) the weights it is taken off with.
    """

    stages: tuple[Stage, ...]
    values: Floats
    domain_by_cell: Places
    row_by_cell: Places
    held: Floats
    explained: Floats

    def of(self, domains: slice) -> Floats:
        """Give design rows × domains × figures for some of the domains."""
        wanted = np.arange(self.explained.shape[1])[domains]
        place = np.full(self.explained.shape[1] + 1, -1)
        place[wanted] = np.arange(wanted.size)
        local = place[self.domain_by_cell]
        is_in = local >= 0
        left = -np.tensordot(self.held, self.explained[:, domains], axes=1)
        np.add.at(left, (self.row_by_cell[is_in], local[is_in]), self.values[is_in])
        return left

    def variance(self, lonely: Lonely) -> Floats:
        """Give the variance of each figure: domains × figures."""
        domains, figures = self.explained.shape[1:]
        width = max(1, _ENTRIES // max(1, self.held.shape[0] * figures))
        everybody = np.zeros(self.held.shape[0], np.int64)
        parts = [
            variance_of(
                self.stages, self.of(slice(at, at + width)).reshape(everybody.size, -1), everybody, 1, lonely
            ).reshape(-1, figures)
            for at in range(0, domains, width)
        ]
        return np.concatenate(parts) if parts else np.zeros((0, figures))


def residuals_of(
    calibrated: CalibratedStatistics, linear: Linear, by: Sequence[str], keys: pl.DataFrame
) -> Residuals:
    """Give what the margins leave of the linearised values of domains (``keys`` as in ``domains_of``)."""
    table = calibrated.table
    domain = places_of(table.cells, keys) if by else np.zeros(table.cells.height, np.int64)
    values = linear.top[domain] * table.sums[Y] + linear.bottom[domain] * table.sums[X]
    values[domain < 0] = 0
    rolled = table.rolled(())
    row = places_of(table.cells, rolled.cells.select(rolled.keys))
    explained = _explained(calibrated, values, domain, linear.top.shape[0])
    held = _held(calibrated, row, rolled.cells.height)
    return Residuals(stages_of(rolled), values, domain, row, held, explained)


def places_of(cells: pl.DataFrame, keys: pl.DataFrame) -> Places:
    """Give the row of ``keys`` that each cell has; -1 for a cell without one.

    >>> places_of(pl.DataFrame({"unit": ["b", "x", "a"]}), pl.DataFrame({"unit": ["a", "b"]})).tolist()
    [1, -1, 0]
    """
    numbered = keys.with_columns(pl.int_range(pl.len()).alias("_place"))
    joined = cells.select(keys.columns).join(numbered, on=keys.columns, how="left", maintain_order="left")
    return joined["_place"].fill_null(-1).to_numpy().astype(np.int64)


def _explained(calibrated: CalibratedStatistics, values: Floats, domain: Places, domains: int) -> Floats:
    """Give the coefficients of margin cells by least squares with the weights before."""
    factors = calibrated.factors
    before = values / np.where(factors > 0, factors, 1)[:, None]
    is_in = domain >= 0
    figures = values.shape[1]
    blocks = []
    for codes, size in zip(calibrated.calibration.codes, calibrated.calibration.sizes, strict=True):
        key = codes[is_in] * domains + domain[is_in]
        columns = [np.bincount(key, column, size * domains) for column in before[is_in].T]
        blocks.append(np.array(columns, dtype=np.float64).reshape(figures, size, domains).transpose(1, 2, 0))
    right = np.concatenate(blocks)
    solved = solve(calibrated.calibration.cross(), right.reshape(len(right), -1))
    return solved.reshape(right.shape)


def _held(calibrated: CalibratedStatistics, row: Places, rows: int) -> Floats:
    """Sum the weights after calibration by design row and margin cell."""
    weights = calibrated.table.cells[WEIGHTS].to_numpy()
    blocks = [
        np.bincount(row * size + codes, weights, rows * size).reshape(rows, size)
        for codes, size in zip(calibrated.calibration.codes, calibrated.calibration.sizes, strict=True)
    ]
    return np.concatenate(blocks, axis=1).astype(np.float64)
