"""Replicate weights (trọng số lặp): the sample weighed anew many times, as if it had been drawn anew.

A replicate multiplies the weight of every answer of a first-stage unit by one factor. The spread of a figure
over the replicates, times a scale that belongs to the method, is its variance (Wolter 2007). Only factors by
unit are kept; figures come from sums by unit (``replicated``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import polars as pl

from parindex.errors import Place, Problem, ProblemsFound, raise_if_any
from parindex.surveys.estimation import comparing_kinds as kinds
from parindex.surveys.estimation.design import WEIGHT, SurveyDesign, with_design_weights
from parindex.surveys.estimation.hadamard import hadamard
from parindex.surveys.estimation.measures import Floats
from parindex.surveys.estimation.statistics import SurveyStatistics, stratum_of, unit_of
from parindex.surveys.estimation.variance import Places, Stage, stages_of

Kind = Literal["JK1", "JKn", "BRR", "Fay", "bootstrap"]
Single = Literal["fail", "certainty"]
Centre = Literal["mean", "estimate"]
STRATUM, UNIT = stratum_of(1), unit_of(1)
_NAMED: Final = 20


@dataclass(frozen=True)
class Replicates:
    """Factors by first-stage unit (rows, as in ``units``) and replicate (columns), and how to scale.

    The variance is ``scale`` × Σ ``scales`` × (figure of the replicate - centre)². A jackknife leaves
    ``factors`` out: replicate ``j`` leaves unit ``left_out[j]`` out, and those of its stratum stand in.
    """

    kind: Kind
    units: pl.DataFrame
    stratum_by_unit: Places
    scale: float
    scales: Floats
    factors: Floats | None = None
    left_out: Places | None = None

    @property
    def count(self) -> int:
        """How many replicates there are."""
        return int(self.scales.size)

    def dense(self) -> Replicates:
        """Give the same replicates with every factor written out (units × replicates)."""
        if self.left_out is None:
            return self
        sizes = np.bincount(self.stratum_by_unit)
        factors = np.ones((self.units.height, self.count))
        stratum = self.stratum_by_unit[self.left_out]
        up = (sizes / np.maximum(sizes - 1, 1))[stratum]
        same = self.stratum_by_unit[:, None] == stratum[None, :]
        factors = np.where(same, up[None, :], 1.0)
        factors[self.left_out, np.arange(self.count)] = 0.0
        return replace(self, factors=factors, left_out=None)

    def as_table(self) -> pl.DataFrame:
        """Give a row for each unit: its stratum, its code, and its factors ``r1``, ``r2`` …."""
        factors = self.dense().factors
        names = [f"r{number}" for number in range(1, self.count + 1)]
        return self.units.hstack(pl.DataFrame(factors, schema=names, orient="row"))


def jackknife(table: SurveyStatistics, single: Single = "fail") -> Replicates:
    """Leave out one first-stage unit at a time: JK1 without strata, JKn with (as in R's ``as.svrepdesign``).

    The others of its stratum get ``n/(n-1)``; the replicate counts ``(1-f)(n-1)/n``. Strata drawn as a whole
    give none. A stratum of one unit is refused (SV464), or gives none with ``single="certainty"``.

    >>> from parindex.surveys.estimation.measures import Share
    >>> from parindex.surveys.estimation.statistics import statistics_of
    >>> answers = pl.DataFrame({"village": ["a", "b", "c"], "q": [5, 2, 4]})
    >>> made = jackknife(statistics_of(answers, SurveyDesign(psu="village"), [Share("q", "q")]))
    >>> made.kind, made.as_table().row(0), made.scales.round(9).tolist()
    ('JK1', ('', 'a', 0.0, 1.5, 1.5), [0.666666667, 0.666666667, 0.666666667])
    """
    stage, units = _first_stage(table)
    _refuse_single(stage, single)
    kind: Kind = "JKn" if stage.drawn.size > 1 else "JK1"
    is_used = (stage.has_variance & (stage.drawn > 1))[stage.stratum_by_unit]
    left_out = np.flatnonzero(is_used)
    if not left_out.size:
        raise ProblemsFound([Problem(kinds.NO_REPLICATES, Place(), {"kind": kind})])
    size = stage.drawn[stage.stratum_by_unit[left_out]]
    scales = stage.left_out[left_out] * (size - 1) / size
    return Replicates(kind, units, stage.stratum_by_unit, 1.0, scales, left_out=left_out)


def balanced(table: SurveyStatistics, rho: float = 0.0) -> Replicates:
    """Take one of two units of each stratum, balanced over strata (BRR; Fay's method with ``rho``).

    A Hadamard matrix says which. The unit taken gets ``2 - rho``, the other ``rho``; the scale is
    ``1/(R(1-rho)²)`` (McCarthy 1969, Judkins 1990). A stratum with an even number of units is paired in the
    order of its unit codes. Other strata are refused (SV465). The finite population correction is not used,
    as in R.

    >>> from parindex.surveys.estimation.measures import Share
    >>> from parindex.surveys.estimation.statistics import statistics_of
    >>> answers = pl.DataFrame({"district": ["x", "x", "y", "y"], "village": list("abcd"), "q": [5, 2, 4, 4]})
    >>> design = SurveyDesign(strata="district", psu="village")
    >>> made = balanced(statistics_of(answers, design, [Share("q", "q")]), rho=0.5)
    >>> made.kind, made.scale, made.as_table().row(0)
    ('Fay', 1.0, ('x', 'a', 0.5, 1.5, 0.5, 1.5))
    """
    if not 0 <= rho < 1:
        raise ProblemsFound([Problem(kinds.WRONG_RHO, Place(), {"given": rho})])
    stage, units = _first_stage(table)
    _refuse_odd(stage)
    order = np.argsort(stage.stratum_by_unit, kind="stable")
    pair, is_second = np.empty(order.size, np.int64), np.empty(order.size, np.int64)
    pair[order], is_second[order] = np.divmod(np.arange(order.size), 2)
    signs = hadamard(order.size // 2 + 1)[1 + pair]
    taken = np.where(is_second[:, None] == 1, signs > 0, signs < 0)
    factors = np.where(taken, 2 - rho, rho)
    count = factors.shape[1]
    scale = 1 / (count * (1 - rho) ** 2)
    kind: Kind = "Fay" if rho else "BRR"
    return Replicates(kind, units, stage.stratum_by_unit, scale, np.ones(count), factors)


def bootstrap(
    table: SurveyStatistics, count: int, chance: np.random.Generator, single: Single = "fail"
) -> Replicates:
    """Draw ``n-1`` of the ``n`` units of each stratum with replacement, ``count`` times, and rescale.

    The factor of a unit drawn ``r`` times is ``1 - c + c·r·n/(n-1)`` with ``c = √(1-f)`` (Rao & Wu 1988;
    Rao, Wu & Yue 1992); the scale is ``1/(count-1)``. The factors take units × replicates × 8 bytes. A
    stratum of one unit is refused (SV464), or keeps its weight with ``single="certainty"``.

    >>> from parindex.surveys.estimation.measures import Share
    >>> from parindex.surveys.estimation.statistics import statistics_of
    >>> answers = pl.DataFrame({"village": ["a", "b", "c"], "q": [5, 2, 4]})
    >>> table = statistics_of(answers, SurveyDesign(psu="village"), [Share("q", "q")])
    >>> made = bootstrap(table, 200, np.random.default_rng(1))
    >>> sorted(set(made.factors.ravel().tolist())), made.factors.sum(axis=0).tolist() == [3.0] * 200
    ([0.0, 1.5, 3.0], True)
    """
    if count < 2:  # noqa: PLR2004  # one replicate has no spread
        raise ProblemsFound([Problem(kinds.TOO_FEW_REPLICATES, Place(), {"given": count})])
    stage, units = _first_stage(table)
    _refuse_single(stage, single)
    factors = np.ones((units.height, count))
    order = np.argsort(stage.stratum_by_unit, kind="stable")
    starts = np.cumsum(stage.drawn) - stage.drawn
    for size in np.unique(stage.drawn[(stage.drawn > 1) & stage.has_variance]):
        strata = np.flatnonzero((stage.drawn == size) & stage.has_variance)
        places = order[starts[strata][:, None] + np.arange(size)]
        times = _times_drawn(strata.size, int(size), count, chance)
        shrink = np.sqrt(stage.left_out[places])[:, :, None]
        made = times * (shrink * (size / (size - 1)))
        made += 1 - shrink
        factors[places] = made
    return Replicates("bootstrap", units, stage.stratum_by_unit, 1 / (count - 1), np.ones(count), factors)


def replicate_weights(answers: pl.DataFrame, design: SurveyDesign, replicates: Replicates) -> pl.DataFrame:
    """Give the weight of each answer in each replicate, columns ``r1``, ``r2`` …, for other programs.

    Columns of the answers' design stand before them. The file is large: answers × replicates numbers.
    """
    stratum = pl.col(design.strata[0]).cast(pl.String) if design.strata else pl.lit("")
    keyed = with_design_weights(answers, design).with_columns(
        stratum.alias(STRATUM), pl.col(design.psu[0]).cast(pl.String).alias(UNIT)
    )
    joined = keyed.join(replicates.as_table(), on=[STRATUM, UNIT], how="left", maintain_order="left")
    names = [f"r{number}" for number in range(1, replicates.count + 1)]
    weights = [(pl.col(name) * pl.col(WEIGHT)).alias(name) for name in names]
    return joined.select(*design.columns, WEIGHT, *weights)


def _first_stage(table: SurveyStatistics) -> tuple[Stage, pl.DataFrame]:
    """Give the first stage, and the stratum and code of each of its units."""
    rolled = table.rolled(())
    stage = stages_of(rolled)[0]
    if not rolled.cells.height:
        raise ProblemsFound([Problem(kinds.NO_REPLICATES, Place(), {"kind": "–"})])
    cell_of_unit = np.empty(stage.stratum_by_unit.size, np.int64)
    cell_of_unit[stage.unit_by_cell] = np.arange(stage.unit_by_cell.size)
    return stage, rolled.cells[cell_of_unit].select(STRATUM, UNIT)


def _refuse_single(stage: Stage, single: Single) -> None:
    found = np.flatnonzero(stage.is_lonely)
    if single == "fail" and found.size:
        _refuse(stage, found, kinds.SINGLE_UNIT)


def _refuse_odd(stage: Stage) -> None:
    found = np.flatnonzero(stage.drawn % 2)
    if found.size:
        _refuse(stage, found, kinds.ODD_UNITS)


def _refuse(stage: Stage, strata: Sequence[int] | Places, kind: kinds.ProblemKind) -> None:
    named = ", ".join(stage.name_of(int(stratum)) for stratum in strata[:_NAMED])
    more = " …" if len(strata) > _NAMED else ""
    raise_if_any([Problem(kind, Place(), {"count": len(strata), "strata": named + more})])


def _times_drawn(strata: int, size: int, count: int, chance: np.random.Generator) -> Places:
    """How often each unit of some strata of one size is drawn: strata × units × replicates."""
    drawn = chance.integers(size, size=(strata * count, size - 1))
    drawn += np.arange(0, strata * count * size, size)[:, None]
    times = np.bincount(drawn.ravel(), minlength=strata * count * size)
    return times.reshape(strata, count, size).transpose(0, 2, 1)
