"""Differences between units, between years, and of a unit from everybody: their error and p-values.

The variance of a difference is that of the difference of linearised values, so domains that share units or
margins are compared with their covariance. p-values are two-sided by Student's t with the degrees of freedom
of the two domains together, and are adjusted for how many differences of a measure were looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from parindex.errors import Place, Problem, ProblemsFound
from parindex.surveys.estimation import comparing_kinds as kinds
from parindex.surveys.estimation.adjusting import Adjust, benjamini_hochberg, holm
from parindex.surveys.estimation.design import Lonely
from parindex.surveys.estimation.domains import domains_of
from parindex.surveys.estimation.index import IndexPlan
from parindex.surveys.estimation.linearised import Linearise, ratio
from parindex.surveys.estimation.measures import Floats
from parindex.surveys.estimation.mixing import Mixed, mix_of
from parindex.surveys.estimation.residuals import (
    CalibratedStatistics,
    Residuals,
    Table,
    plain,
    residuals_of,
)
from parindex.surveys.estimation.statistics import N, SurveyStatistics
from parindex.surveys.estimation.tails import t_tails
from parindex.surveys.estimation.variance import Flags, Places, stages_of

Against = Literal["each_other", "everybody"]
_LEFT, _RIGHT = "_a", "_b"


def differences(
    table: Table,
    by: Sequence[str],
    *,
    within: Sequence[str] = (),
    linearise: Linearise = ratio,
    lonely: Lonely = "fail",
) -> pl.DataFrame:
    """Compare every two domains of ``by`` that agree on the columns ``within``, measure by measure.

    A row for each pair and measure: the columns of ``by`` with ``_a`` and ``_b``, ``measure``,
    ``estimate_a``, ``estimate_b``, ``difference`` (a - b), ``se``, ``df``, ``t``, ``p``, ``p_holm`` (Holm
    1979: the chance of one false difference or more), ``p_bh`` (Benjamini & Hochberg 1995: the share of false
    ones). Each measure is a family of its own. Years side by side: ``by=["unit_id", "year"]``,
    ``within=["unit_id"]``. Raises :class:`ProblemsFound` (SV470 where there is no pair, SV406-SV412).

    >>> from parindex.surveys.estimation.design import SurveyDesign
    >>> from parindex.surveys.estimation.measures import Share
    >>> from parindex.surveys.estimation.statistics import statistics_of
    >>> answers = pl.DataFrame(
    ...     {"response_id": list("123456"), "unit": list("aaabbb"), "q": [5, 2, 4, 2, 1, 5]}
    ... )
    >>> table = statistics_of(answers, SurveyDesign(strata="unit"), [Share("q", "q")], ["unit"])
    >>> found = differences(table, ["unit"])
    >>> found.select("unit_a", "unit_b", pl.col("difference", "se", "p").round(4), "df").rows()
    [('a', 'b', 0.3333, 0.4714, 0.5185, 4)]
    """
    asked = _asked(table, by, linearise)
    return _long(asked, _pairs(asked.keys, within), lonely)


def differences_from_everybody(
    table: Table, by: Sequence[str], *, linearise: Linearise = ratio, lonely: Lonely = "fail"
) -> pl.DataFrame:
    """Compare every domain of ``by`` with everybody, the domain's own people included.

    The columns are those of :func:`differences`; ``estimate_b`` is of everybody.
    """
    return _long_of_all(_asked(table, by, linearise), _asked(table, (), linearise), lonely)


def index_differences(
    table: Table,
    plan: IndexPlan,
    by: Sequence[str],
    *,
    within: Sequence[str] = (),
    against: Against = "each_other",
    lonely: Lonely = "fail",
) -> pl.DataFrame:
    """Compare the index, its factors and "hài lòng toàn diện" of domains; columns as ``differences``."""
    mix = mix_of(plan)
    chosen = [name for name in plan.figures if mix is None or name not in mix.figures]
    asked: list[tuple[Table, Table | None]] = [(table.chosen(chosen), None)]
    asked += [] if mix is None else [(table.chosen(mix.parts), table.chosen(mix.figures))]
    found = []
    for part, counted in asked:
        own = _asked(part, by, ratio, plan if counted is not None else None, counted)
        if against == "everybody":
            whole = _asked(part, (), ratio, plan if counted is not None else None, counted)
            found.append(_long_of_all(own, whole, lonely))
        else:
            found.append(_long(own, _pairs(own.keys, within), lonely))
    order = pl.col("measure").replace_strict({name: at for at, name in enumerate(plan.figures)})
    keys = [name + side for side in (_LEFT, _RIGHT) for name in by if name + side in found[0].columns]
    return pl.concat(found).sort(*keys, order)


@dataclass(frozen=True)
class _Asked:
    """Domains with their figures, what the variance is taken of, and where their people are.

    ``present`` (cells × figures) tells the cells with people in the figure; units and strata are of the first
    stage.
    """

    keys: pl.DataFrame
    names: tuple[str, ...]
    estimate: Floats
    residuals: Residuals
    domain_by_cell: Places
    present: Flags
    unit_by_cell: Places
    stratum_by_unit: Places
    is_calibrated: bool


def _asked(
    table: Table,
    by: Sequence[str],
    linearise: Linearise,
    plan: IndexPlan | None = None,
    counted: Table | None = None,
) -> _Asked:
    domains = domains_of(plain(table), by)
    linear = linearise(domains.totals())
    mix = mix_of(plan) if plan is not None else None
    mixed: Mixed | None = mix.of(linear.estimate) if mix is not None else None
    own: SurveyStatistics = domains_of(plain(counted), by).table if counted is not None else domains.table
    stage = stages_of(domains.table)[0]
    return _Asked(
        domains.keys,
        own.names,
        linear.estimate if mixed is None else mixed.estimate,
        residuals_of(table, linear, by, domains.keys, mixed),
        domains.domain_by_cell,
        own.sums[N] > 0,
        stage.unit_by_cell,
        stage.stratum_by_unit,
        isinstance(table, CalibratedStatistics),
    )


def _pairs(keys: pl.DataFrame, within: Sequence[str]) -> tuple[Places, Places]:
    """Give the places of the first and the second domain of every pair."""
    numbered = keys.with_row_index("_at")
    both = (
        numbered.join(numbered, on=list(within), suffix=_RIGHT)
        if within
        else numbered.join(numbered, how="cross", suffix=_RIGHT)
    )
    pairs = both.filter(pl.col("_at") < pl.col("_at" + _RIGHT)).sort("_at", "_at" + _RIGHT)
    if not pairs.height:
        raise ProblemsFound([Problem(kinds.NO_PAIR, Place(), {"columns": ", ".join(keys.columns)})])
    return pairs["_at"].to_numpy().astype(np.int64), pairs["_at" + _RIGHT].to_numpy().astype(np.int64)


def _long(asked: _Asked, pairs: tuple[Places, Places], lonely: Lonely) -> pl.DataFrame:
    left, right = pairs
    own = asked.residuals.variance(lonely)
    where = [_Presence.of(asked, figure) for figure in range(len(asked.names))]
    variance, df = np.empty((2, left.size, len(asked.names)))
    for rows in _runs(left):
        a, others = int(left[rows[0]]), right[rows]
        shared = np.logical_or.reduce([present.shares_strata(a, others) for present in where])
        is_apart = ~shared & (not asked.is_calibrated) & (lonely != "average")
        variance[rows[is_apart]] = own[a] + own[others[is_apart]]
        variance[rows[~is_apart]] = _together(asked.residuals, a, others[~is_apart], lonely)
        df[rows] = np.stack([present.df(a, others) for present in where], axis=1)
    keys = [
        *(asked.keys[left][name].alias(name + _LEFT) for name in asked.keys.columns),
        *(asked.keys[right][name].alias(name + _RIGHT) for name in asked.keys.columns),
    ]
    return _figures(keys, asked.names, (asked.estimate[left], asked.estimate[right]), variance, df)


def _runs(left: Places) -> Iterator[Places]:
    """Give the rows of each first domain; pairs are sorted by it."""
    starts = np.flatnonzero(np.diff(left, prepend=-1))
    yield from np.split(np.arange(left.size), starts[1:])


def _together(residuals: Residuals, a: int, others: Places, lonely: Lonely) -> Floats:
    """Give the variance of the difference of domain ``a`` from each of the others: others × figures."""
    if not others.size:
        return np.zeros((0, residuals.figures))
    own = residuals.of(np.array([a]))
    return np.concatenate(
        [residuals.variance_of(own - residuals.of(block), lonely) for block in residuals.blocks(others)]
    )


def _long_of_all(asked: _Asked, whole: _Asked, lonely: Lonely) -> pl.DataFrame:
    everybody = whole.residuals.of(np.array([0]))
    places = np.arange(asked.residuals.domains)
    parts = [
        asked.residuals.variance_of(asked.residuals.of(block) - everybody, lonely)
        for block in asked.residuals.blocks(places)
    ]
    variance = np.concatenate(parts) if parts else np.zeros((0, len(asked.names)))
    where = [_Presence.of(whole, figure) for figure in range(len(asked.names))]
    own = np.array([float(present.df(0, np.array([0]))[0]) for present in where])
    df = np.repeat(own[None, :], places.size, axis=0)
    keys = [asked.keys[name].alias(name + _LEFT) for name in asked.keys.columns]
    estimates = (asked.estimate, np.repeat(whole.estimate, places.size, axis=0))
    return _figures(keys, asked.names, estimates, variance, df)


@dataclass(frozen=True)
class _Presence:
    """Which units and strata of the first stage have people of a figure: domains × units, × strata."""

    units: Flags
    strata: Flags

    @classmethod
    def of(cls, asked: _Asked, figure: int) -> _Presence:
        is_in = (asked.domain_by_cell >= 0) & asked.present[:, figure]
        domain, unit = asked.domain_by_cell[is_in], asked.unit_by_cell[is_in]
        units = np.zeros((asked.estimate.shape[0], asked.stratum_by_unit.size), bool)
        strata = np.zeros((asked.estimate.shape[0], int(asked.stratum_by_unit.max(initial=-1)) + 1), bool)
        units[domain, unit] = True
        strata[domain, asked.stratum_by_unit[unit]] = True
        return cls(units, strata)

    def shares_strata(self, a: int, others: Places) -> Flags:
        shared: Flags = (self.strata[others] & self.strata[a]).any(axis=1)
        return shared

    def df(self, a: int, others: Places) -> Floats:
        """Units less strata of both domains together."""
        units = (self.units[others] | self.units[a]).sum(axis=1)
        df: Floats = (units - (self.strata[others] | self.strata[a]).sum(axis=1)).astype(np.float64)
        return df


def _figures(
    keys: Sequence[pl.Series],
    names: Sequence[str],
    estimates: tuple[Floats, Floats],
    variance: Floats,
    df: Floats,
) -> pl.DataFrame:
    """Lay pairs × measures down as a table, with tests."""
    difference = estimates[0] - estimates[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        se = np.sqrt(np.where(np.isnan(difference), np.nan, variance))
        t = np.where(se > 0, difference / se, np.nan)
    p = t_tails(t, df)
    columns = {
        "estimate_a": estimates[0], "estimate_b": estimates[1], "difference": difference, "se": se, "df": df,
        "t": t, "p": p, "p_holm": _by_measure(holm, p), "p_bh": _by_measure(benjamini_hochberg, p),
    }  # fmt: skip
    pair = np.repeat(np.arange(difference.shape[0]), len(names))
    measure = pl.Series("measure", [*names] * difference.shape[0], dtype=pl.String)
    figures = [pl.Series(name, matrix.ravel()).fill_nan(None) for name, matrix in columns.items()]
    return pl.DataFrame([*(key[pair] for key in keys), measure, *figures]).cast({"df": pl.Int64})


def _by_measure(adjust: Adjust, p: Floats) -> Floats:
    return np.stack([adjust(column) for column in p.T], axis=1)
