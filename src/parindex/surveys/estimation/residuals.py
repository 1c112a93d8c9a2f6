"""Linearised values by row of the design, less what calibration explains: what a variance is taken of.

A row is a stratum × unit (of each stage). Values of several domains stand side by side, so the variance of a
difference of two is that of the difference of their columns, whatever units they share.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from parindex.surveys.estimation.design import Lonely
from parindex.surveys.estimation.linearised import Linear
from parindex.surveys.estimation.measures import Floats
from parindex.surveys.estimation.mixing import Mixed
from parindex.surveys.estimation.statistics import WEIGHTS, SurveyStatistics, X, Y
from parindex.surveys.estimation.variance import Places, Stage, stages_of, variance_of
from parindex.surveys.weighting.calibration import Calibration, solve
from parindex.surveys.weighting.weighted import Weighted

_ENTRIES = 4_000_000
"""How many values are held at once."""
_TIMES = 30
"""Up to so many times the cells of the table, what one margin takes off is listed and not laid out."""


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

    def chosen(self, names: Sequence[str]) -> CalibratedStatistics:
        """Give the table of some measures only, in the order asked."""
        return replace(self, table=self.table.chosen(names))


Table = SurveyStatistics | CalibratedStatistics


def plain(table: Table) -> SurveyStatistics:
    """Give the table itself, with the weights that figures are made with."""
    return table.table if isinstance(table, CalibratedStatistics) else table


@dataclass(frozen=True)
class Residuals:
    """Linearised values less what the margins explain, ready to be added up by unit of the design.

    ``values`` (cells × parts) are of the cells' own domain; ``explained`` has the shape (margin cells,
    domains, parts), ``held`` (design rows × margin cells) the weights it is taken off with. With ``mixed``,
    figures are means of the parts; otherwise each part is a figure.
    """

    stages: tuple[Stage, ...]
    values: Floats
    domain_by_cell: Places
    row_by_cell: Places
    held: Floats
    explained: Floats
    mixed: Mixed | None = None

    @property
    def domains(self) -> int:
        """How many domains there are."""
        return int(self.explained.shape[1])

    @property
    def figures(self) -> int:
        """How many figures each domain has."""
        return int(self.explained.shape[2] if self.mixed is None else self.mixed.weights.shape[1])

    def of(self, domains: Places) -> Floats:
        """Give the values of some domains: design rows × domains × figures."""
        place = np.full(self.domains + 1, -1)
        place[domains] = np.arange(domains.size)
        local = place[self.domain_by_cell]
        is_in = local >= 0
        left = -np.tensordot(self.held, self.explained[:, domains], axes=1)
        np.add.at(left, (self.row_by_cell[is_in], local[is_in]), self.values[is_in])
        return left if self.mixed is None else self.mixed.of(left, domains)

    def blocks(self, domains: Places) -> Iterator[Places]:
        """Cut domains into blocks whose values are held at once."""
        parts = self.explained.shape[2]
        width = max(1, _ENTRIES // max(1, self.held.shape[0] * parts))
        for at in range(0, domains.size, width):
            yield domains[at : at + width]

    def variance_of(self, values: Floats, lonely: Lonely) -> Floats:
        """Give the variance of the sum over design rows of each column (rows × …): the shape without rows."""
        everybody = np.zeros(values.shape[0], np.int64)
        flat = variance_of(self.stages, values.reshape(everybody.size, -1), everybody, 1, lonely)
        return flat.reshape(values.shape[1:])

    def variance(self, lonely: Lonely) -> Floats:
        """Give the variance of each figure: domains × figures."""
        if not self.held.shape[1] and self.mixed is None:
            stages = [
                replace(stage, unit_by_cell=stage.unit_by_cell[self.row_by_cell]) for stage in self.stages
            ]
            return variance_of(stages, self.values, self.domain_by_cell, self.domains, lonely)
        parts = [self.variance_of(self.of(block), lonely) for block in self.blocks(np.arange(self.domains))]
        return np.concatenate(parts) if parts else np.zeros((0, self.figures))


def residuals_of(
    table: Table, linear: Linear, by: Sequence[str], keys: pl.DataFrame, mixed: Mixed | None = None
) -> Residuals:
    """Give what the margins leave of the linearised values of domains (``keys`` as in ``domains_of``)."""
    own = plain(table)
    domain = places_of(own.cells, keys) if by else np.zeros(own.cells.height, np.int64)
    values = np.zeros_like(own.sums[Y])
    if linear.top.shape[0]:
        values = linear.top[domain] * own.sums[Y] + linear.bottom[domain] * own.sums[X]
        values[domain < 0] = 0
    rolled = own.rolled(())
    row = places_of(own.cells, rolled.cells.select(rolled.keys))
    explained, held = np.zeros((0, *linear.top.shape)), np.zeros((rolled.cells.height, 0))
    if isinstance(table, CalibratedStatistics):
        if (taken := _taken_off(table, values, domain, linear.top.shape[0])) is not None:
            values, domain = np.concatenate([values, taken[0]]), np.concatenate([domain, taken[1]])
            row = np.concatenate([row, row[taken[2]]])
        else:
            explained = _explained(table, values, domain, linear.top.shape[0])
            held = _held(table, row, rolled.cells.height)
    return Residuals(stages_of(rolled), values, domain, row, held, explained, mixed)


def _taken_off(
    calibrated: CalibratedStatistics, values: Floats, domain: Places, domains: int
) -> tuple[Floats, Places, Places] | None:
    """Give what one margin takes off, as further values with their domain and cell; None if too many.

    A domain has few of the cells of a margin by unit, so this is short where whole matrices would be huge.
    """
    if len(calibrated.calibration.codes) > 1:
        return None
    [codes], weights = calibrated.calibration.codes, calibrated.table.cells[WEIGHTS].to_numpy()
    is_in = domain >= 0
    pairs, pair_by_cell = np.unique(codes[is_in] * domains + domain[is_in], return_inverse=True)
    pair_code, pair_domain = np.divmod(pairs, domains)
    counts = np.bincount(codes)
    sizes = counts[pair_code]
    if sizes.sum() > _TIMES * codes.size:
        return None
    factors = np.where(calibrated.factors > 0, calibrated.factors, 1.0)
    before = (values / factors[:, None])[is_in]
    right = np.array([np.bincount(pair_by_cell, column, pairs.size) for column in before.T])
    totals = np.bincount(codes, weights / factors)
    explained = (right / np.where(totals > 0, totals, 1.0)[pair_code]).T
    pair = np.repeat(np.arange(pairs.size), sizes)
    within = np.arange(pair.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    starts = np.cumsum(counts) - counts
    cell = np.argsort(codes, kind="stable")[starts[pair_code][pair] + within]
    return -weights[cell][:, None] * explained[pair], pair_domain[pair], cell


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
