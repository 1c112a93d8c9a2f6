"""Running statistics of a campaign as bytes: the library's sums by cell, and which answers are in them."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parindex.surveys.answers.table import STRATUM
from parindex.surveys.estimation.statistics import WEIGHTS, N, SurveyStatistics, statistics_of, stratum_of
from parindex.surveys.instruments.digest import digest
from parweb.surveys.collected import DOMAINS, Ground

FORMAT = 1


@dataclass(frozen=True)
class Running:
    """Sums of answers, and the numbers of the answers that were read for them, sorted."""

    table: SurveyStatistics
    ids: NDArray[np.int64]
    placed: int
    """How many of them have a place in the sample."""

    @property
    def unplaced(self) -> int:
        """How many were read and stand for nobody."""
        return int(self.ids.size) - self.placed


def counted_from(ground: Ground, answers: pl.DataFrame, ids: list[int]) -> Running:
    """Count answers (of :func:`parweb.surveys.collected.collected`); ``ids`` has the unplaced too."""
    table = statistics_of(answers, ground.design, ground.plan.measures, DOMAINS)
    return Running(table, np.sort(np.array(ids, np.int64)), answers.height)


def added(one: Running, other: Running) -> Running:
    """Add answers that are not in yet."""
    ids = np.union1d(one.ids, other.ids)
    return Running(one.table + other.table, ids, one.placed + other.placed)


def adjusted(table: SurveyStatistics, ground: Ground) -> SurveyStatistics:
    """Let those who answered stand for everybody of their stratum who is of the population.

    Every sum but the count is linear in the weight, and the factor is one for each stratum; so it is applied
    to the sums, and the answers need not be read (weighting class adjustment with strata as classes).
    """
    names = table.cells[stratum_of(1)]
    answered = dict(table.cells.group_by(names.alias(STRATUM)).agg(pl.col(WEIGHTS).sum()).iter_rows())
    factors = {name: factor(ground.strata[name].in_scope, weight) for name, weight in answered.items()}
    by_cell = np.array([factors[name] for name in names], np.float64)
    sums = table.sums * by_cell[None, :, None]
    sums[N] = table.sums[N]
    cells = table.cells.with_columns(pl.Series(WEIGHTS, table.cells[WEIGHTS].to_numpy() * by_cell))
    return replace(table, cells=cells, sums=sums)


def factor(in_scope: float, answered: float) -> float:
    """Give by how much the weights of a stratum grow; 1 where nobody in scope is left to stand for."""
    return in_scope / answered if in_scope > 0 and answered > 0 else 1.0


def as_bytes(running: Running, ground: Ground) -> bytes:
    """Write running statistics: arrays and a Parquet table in one archive, without code."""
    cells, target = io.BytesIO(), io.BytesIO()
    running.table.cells.write_parquet(cells)
    np.savez_compressed(
        target,
        mark=np.array(mark_of(ground)),
        ids=running.ids,
        placed=np.array(running.placed),
        sums=running.table.sums,
        cells=np.frombuffer(cells.getvalue(), np.uint8),
    )
    return target.getvalue()


def from_bytes(content: bytes, ground: Ground) -> Running | None:
    """Read running statistics back; None where they are of another form, design or engine."""
    with np.load(io.BytesIO(content), allow_pickle=False) as kept:
        if str(kept["mark"]) != mark_of(ground):
            return None
        cells = pl.read_parquet(io.BytesIO(kept["cells"].tobytes()))
        table = SurveyStatistics(ground.design, ground.plan.measures, DOMAINS, cells, kept["sums"])
        return Running(table, kept["ids"], int(kept["placed"]))


def mark_of(ground: Ground) -> str:
    """Say what sums were made with; other sums do not add up with them."""
    strata = (sorted(ground.strata.items()), sorted(ground.populations.items()))
    told = repr(
        (FORMAT, digest(ground.form), ground.design.columns, [name for name, _ in strata[0]], strata[1])
    )
    return hashlib.sha256(told.encode()).hexdigest()
