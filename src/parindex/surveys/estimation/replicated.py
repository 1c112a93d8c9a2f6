"""Figures and their error from replicate weights: sums by unit times factors, one product for each domain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from parindex.errors import Place, Problem, ProblemsFound
from parindex.surveys.estimation import comparing_kinds as kinds
from parindex.surveys.estimation.domains import Domains, domains_of
from parindex.surveys.estimation.index import IndexPlan
from parindex.surveys.estimation.linearised import Linear, Linearise, ratio
from parindex.surveys.estimation.measures import Floats
from parindex.surveys.estimation.mixing import mix_of
from parindex.surveys.estimation.replicates import STRATUM, UNIT, Centre, Replicates
from parindex.surveys.estimation.residuals import CalibratedStatistics, Table, places_of, plain
from parindex.surveys.estimation.statistics import SUMS, WEIGHTS, N, SurveyStatistics, W, X, Y
from parindex.surveys.estimation.variance import Places, Stage, stages_of
from parindex.surveys.weighting.dual import Margins, solve_dual

_ROUNDS = 100


@dataclass(frozen=True)
class Replicated:
    """Figures of one domain in replicates (rows); a row may stand for several replicates that are alike.

    ``counts`` is how many replicates of scale above 0 a row stands for, ``scales`` the sum of their scales.
    """

    figures: Floats
    counts: Floats
    scales: Floats

    def variance(self, scale: float, estimate: Floats, centre: Centre) -> Floats:
        """Give the variance of each figure; replicates without a figure are left out, as in R."""
        is_there = ~np.isnan(self.figures)
        figures = np.where(is_there, self.figures, 0)
        counts = self.counts[:, None] * is_there
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = (counts * figures).sum(axis=0) / counts.sum(axis=0)
        around = mean if centre == "mean" else estimate
        squares = np.where(is_there, (figures - around) ** 2, 0)
        variance = scale * (self.scales[:, None] * squares).sum(axis=0)
        return np.where(counts.sum(axis=0) > 0, variance, np.nan)


def replicate_figures(
    table: Table,
    replicates: Replicates,
    linearise: Linearise = ratio,
    by: Sequence[str] = (),
    centre: Centre = "mean",
) -> pl.DataFrame:
    """Give figures of each domain with the error that replicates show.

    A row for each domain of ``by`` and measure: ``n``, ``weight``, ``estimate``, ``se``, ``df``, ``cv`` (as
    ``means``), and ``left_out``: how many replicates had no figure. ``centre`` is the mean of the replicates
    or the estimate (R's ``mse=TRUE``). A calibrated table is calibrated anew in each replicate. Refuses
    replicates made for other units (SV469).

    >>> from parindex.surveys.estimation.design import SurveyDesign
    >>> from parindex.surveys.estimation.measures import Share
    >>> from parindex.surveys.estimation.replicates import jackknife
    >>> from parindex.surveys.estimation.statistics import statistics_of
    >>> answers = pl.DataFrame({"village": ["a", "a", "b", "b"], "q": [5, 2, 4, 4]})
    >>> table = statistics_of(answers, SurveyDesign(psu="village"), [Share("q", "q")])
    >>> replicate_figures(table, jackknife(table)).select("estimate", "se").rows()
    [(0.75, 0.25)]
    """
    domains = domains_of(plain(table), by)
    linear = linearise(domains.totals())
    runs = replicate_runs(table, replicates, linearise, by)
    return _with_error(domains, linear, list(runs), replicates.scale, centre)


def replicate_index(
    table: Table,
    replicates: Replicates,
    plan: IndexPlan,
    by: Sequence[str] = (),
    centre: Centre = "mean",
) -> pl.DataFrame:
    """Give the index, its factors and "hài lòng toàn diện" with the error that replicates show.

    The table was made with ``plan.measures``; the columns are those of :func:`replicate_figures`, and
    ``aggregation``.
    """
    pooled = replicate_figures(table.chosen(plan.figures), replicates, ratio, by, centre)
    mix = mix_of(plan)
    if mix is None:
        return pooled.with_columns(aggregation=pl.lit(plan.aggregation))

    def averaged(sums: Floats) -> Linear:
        return mix.of(ratio(sums).estimate).as_linear()

    parts = table.chosen(mix.parts)
    linear = averaged(domains_of(plain(parts), by).totals())
    runs = replicate_runs(parts, replicates, averaged, by)
    counted = domains_of(plain(table).chosen(mix.figures), by)
    means = _with_error(counted, linear, list(runs), replicates.scale, centre)
    return mix.put_into(pooled, means, plan, by)


def _with_error(
    domains: Domains, linear: Linear, runs: Sequence[Replicated], scale: float, centre: Centre
) -> pl.DataFrame:
    variance = np.array(
        [run.variance(scale, linear.estimate[at], centre) for at, run in enumerate(runs)]
    ).reshape(linear.estimate.shape)
    left_out = np.array([(np.isnan(run.figures) * run.counts[:, None]).sum(axis=0) for run in runs])
    variance[np.isnan(linear.estimate)] = np.nan
    sums, se = domains.totals(), np.sqrt(variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        cv = np.where(linear.estimate == 0, np.nan, se / np.abs(linear.estimate))
    df = domains.degrees_of_freedom(stages_of(domains.table)[0], domains.table.sums[N] > 0)
    columns = {"n": sums[N], "weight": sums[W], "estimate": linear.estimate, "se": se, "df": df, "cv": cv}
    return domains.long(domains.table.names, {**columns, "left_out": left_out.reshape(se.shape)})


def replicate_runs(
    table: Table,
    replicates: Replicates,
    linearise: Linearise = ratio,
    by: Sequence[str] = (),
) -> Iterator[Replicated]:
    """Give the figures of each domain in every replicate, domain after domain."""
    domains = domains_of(plain(table), by)
    stage = stages_of(domains.table)[0]
    _refuse_others(domains.table, stage, replicates)
    answered = domains.totals()[N]
    each = _calibrated_sums(table, replicates, by) if isinstance(table, CalibratedStatistics) else None
    for place, sums, counts, scales in each or _plain_sums(domains, stage, replicates):
        figures = linearise(_as_totals(sums, answered[place])).estimate
        yield Replicated(figures, counts, scales)


def _refuse_others(table: SurveyStatistics, stage: Stage, replicates: Replicates) -> None:
    units = table.cells.select(STRATUM, UNIT).unique().sort(STRATUM, UNIT)
    if stage.stratum_by_unit.size != replicates.units.height or not units.equals(replicates.units):
        raise ProblemsFound([Problem(kinds.OTHER_UNITS, Place())])


def _as_totals(sums: Floats, answered: Floats) -> Floats:
    """Lay Σw·x and Σw·y of replicates (replicates × 2 × measures) out as totals of that many domains."""
    totals = np.zeros((SUMS, sums.shape[0], sums.shape[2]))
    totals[N], totals[X], totals[Y] = answered, sums[:, 0], sums[:, 1]
    return totals


@dataclass(frozen=True)
class _Rows:
    """Σw·x and Σw·y of (group, unit), sorted by group: rows × (2·measures), and where each group starts."""

    sums: Floats
    unit: Places
    group: Places

    def of(self, group: int) -> tuple[Places, Floats]:
        first, last = np.searchsorted(self.group, [group, group + 1])
        return self.unit[first:last], self.sums[first:last]


def _rows(group_by_cell: Places, unit_by_cell: Places, units: int, sums: Floats) -> _Rows:
    """Add cells of the same group and first-stage unit up."""
    is_in = np.flatnonzero(group_by_cell >= 0)
    key = group_by_cell[is_in] * units + unit_by_cell[is_in]
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    group, unit = np.divmod(key[order][starts], units)
    added = np.add.reduceat(sums[is_in[order]], starts, axis=0) if starts.size else sums[:0]
    return _Rows(added, unit, group)


def _flat(table: SurveyStatistics) -> Floats:
    return np.concatenate([table.sums[X], table.sums[Y]], axis=1)


Sums = tuple[int, Floats, Floats, Floats]


def _plain_sums(domains: Domains, stage: Stage, replicates: Replicates) -> Iterator[Sums]:
    units = stage.stratum_by_unit.size
    rows = _rows(domains.domain_by_cell, stage.unit_by_cell, units, _flat(domains.table))
    counts = (replicates.scales > 0).astype(np.float64)
    for place in range(domains.count):
        unit, sums = rows.of(place)
        if replicates.left_out is not None:
            made, held, scales = _left_out(unit, sums, replicates)
        else:
            made, held, scales = _product(unit, sums, replicates), counts, replicates.scales
        yield place, made.reshape(made.shape[0], 2, -1), held, scales


def _product(unit: Places, sums: Floats, replicates: Replicates) -> Floats:
    """All replicates at once: factors (replicates × units) times sums (units × columns)."""
    assert replicates.factors is not None
    factors = replicates.factors
    return (factors if unit.size == factors.shape[0] else factors[unit]).T @ sums


def _left_out(unit: Places, sums: Floats, replicates: Replicates) -> tuple[Floats, Floats, Floats]:
    """Sums of a jackknife; all replicates of strata where the domain has nobody stand in one row."""
    strata, sizes = replicates.stratum_by_unit, np.bincount(replicates.stratum_by_unit)
    by_stratum = np.zeros((sizes.size, sums.shape[1]))
    np.add.at(by_stratum, strata[unit], sums)
    has_any = np.bincount(strata[unit], minlength=sizes.size) > 0
    left = replicates.left_out
    assert left is not None
    is_touched = has_any[strata[left]]
    touched = left[is_touched]
    up = (sizes[strata[touched]] / (sizes[strata[touched]] - 1))[:, None]
    place = np.full(strata.size, -1)
    place[unit] = np.arange(unit.size)
    own = np.where((place[touched] >= 0)[:, None], sums[place[touched]] if unit.size else 0.0, 0.0)
    total = sums.sum(axis=0)
    made = total + by_stratum[strata[touched]] * (up - 1) - own * up
    others = replicates.scales[~is_touched]
    counts = np.append(replicates.scales[is_touched] > 0, (others > 0).sum()).astype(np.float64)
    return np.vstack([made, total]), counts, np.append(replicates.scales[is_touched], others.sum())


def _calibrated_sums(
    calibrated: CalibratedStatistics, replicates: Replicates, by: Sequence[str]
) -> Iterator[Sums]:
    """Sums of each domain with weights that meet the margins anew in every replicate."""
    table, dense = calibrated.table, replicates.dense()
    keys = domains_of(table, by).keys
    domain = places_of(table.cells, keys) if by else np.zeros(table.cells.height, np.int64)
    unit = places_of(table.cells, replicates.units)
    codes = np.stack(calibrated.calibration.codes, axis=1)
    combinations, combination = np.unique(codes, axis=0, return_inverse=True)
    before = _over(table.cells[WEIGHTS].to_numpy(), calibrated.factors)[:, None]
    factors = _factors(calibrated, combinations, _rows(combination, unit, unit.max() + 1, before), dense)
    group = np.where(domain < 0, -1, domain * len(combinations) + combination)
    rows = _rows(group, unit, unit.max() + 1, _over(_flat(table), calibrated.factors[:, None]))
    counts = (replicates.scales > 0).astype(np.float64)
    for place in range(keys.height if by else 1):
        made = np.zeros((dense.count, rows.sums.shape[1]))
        for at in range(len(combinations)):
            units, sums = rows.of(place * len(combinations) + at)
            if units.size:
                made += factors[:, at : at + 1] * _product(units, sums, dense)
        yield place, made.reshape(dense.count, 2, -1), counts, replicates.scales


def _over(numbers: Floats, factors: Floats) -> Floats:
    return np.asarray(numbers / np.where(factors > 0, factors, 1.0), dtype=np.float64)


def _factors(
    calibrated: CalibratedStatistics, combinations: Places, rows: _Rows, replicates: Replicates
) -> Floats:
    """Give the factor of each combination of cells in each replicate; NaN where margins cannot be met."""
    sizes = calibrated.calibration.sizes
    weights = calibrated.table.cells[WEIGHTS].to_numpy()
    people = np.concatenate(
        [
            np.bincount(codes, weights, size)
            for codes, size in zip(calibrated.calibration.codes, sizes, strict=True)
        ]
    )
    held = np.concatenate([_product(*rows.of(at), replicates) for at in range(len(combinations))], axis=1)
    if len(sizes) == 1:
        return np.where(held > 0, people[combinations[:, 0]] / np.where(held > 0, held, 1), np.nan)
    return np.array([_raked(Margins(combinations, sizes, row), people, calibrated.limits) for row in held])


def _raked(margins: Margins, people: Floats, limits: tuple[float, float]) -> Floats:
    if (margins.totals(margins.weights) <= 0).any():
        return np.full(margins.weights.size, np.nan)
    solution = solve_dual(margins, people, limits, _ROUNDS)
    return solution.factors if solution.is_met else np.full(margins.weights.size, np.nan)
