"""One pass over answers to a small table from which every figure and its variance follows.

A cell is a domain × stratum × unit (of each stage that matters); for every measure it holds seven sums over
the people who answered it: ``n``, Σw, Σw·x, Σw·y, Σw·x², Σw·xy, Σw·y². Sums add up: tables of batches are
added, and new answers are taken in without reading the old ones again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parindex.errors import Place, Problem, ProblemsFound
from parindex.surveys.estimation import kinds
from parindex.surveys.estimation.design import WEIGHT, SurveyDesign, with_design_weights
from parindex.surveys.estimation.measures import (
    AllCounted,
    Floats,
    Marks,
    Mean,
    Measure,
    Pooled,
    Ratio,
    Share,
    columns_of,
)

N, W, X, Y, XX, XY, YY = range(7)
SUMS = 7
"""Places on the first axis of :attr:`SurveyStatistics.sums`."""
ROWS, WEIGHTS = "rows", "weights"
_MARKS, _COUNTED = 3, 2


def stratum_of(stage: int) -> str:
    """Name the column of cells that holds the stratum of a stage (from 1)."""
    return f"stage{stage}_stratum"


def unit_of(stage: int) -> str:
    """Name the column of cells that holds the unit of a stage (from 1)."""
    return f"stage{stage}_unit"


def population_of(stage: int) -> str:
    """Name the column of cells that holds the population (or share drawn) of a stage (from 1)."""
    return f"stage{stage}_population"


@dataclass(frozen=True)
class SurveyStatistics:
    """Sums by cell. ``a + b`` is the table of the answers of both.

    ``cells`` has a row for each cell: a column for each of ``domains``, ``stage1_stratum``, ``stage1_unit``,
    ``stage1_population`` (where the design has ``fpc``) and so on for later stages, ``rows`` (people,
    whatever they answered) and ``weights`` (their Σw). ``sums`` has the shape (7, cells, measures) in the
    order of :data:`N` … :data:`YY`.
    """

    design: SurveyDesign
    measures: tuple[Measure, ...]
    domains: tuple[str, ...]
    cells: pl.DataFrame
    sums: Floats

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the measures, in their order."""
        return tuple(measure.name for measure in self.measures)

    @property
    def keys(self) -> list[str]:
        """The columns of ``cells`` that tell one cell from another."""
        return [name for name in self.cells.columns if name not in {ROWS, WEIGHTS}]

    def __add__(self, other: SurveyStatistics) -> SurveyStatistics:
        """Add the sums of other answers; both tables ask the same of the same design."""
        same = (self.design, self.measures, self.domains) == (other.design, other.measures, other.domains)
        if not same:
            raise ValueError("tables of different designs, measures or domains do not add up")
        sums = np.concatenate([self.sums, other.sums], axis=1)
        return _added_up(replace(self, cells=pl.concat([self.cells, other.cells]), sums=sums), self.keys)

    def rolled(self, domains: Sequence[str]) -> SurveyStatistics:
        """Give the table of fewer domains; cells that fall together are added up.

        Raises :class:`ProblemsFound` (SV412) for a domain that the table does not have.
        """
        for name in domains:
            if name not in self.domains:
                details = {"given": name, "known": ", ".join(self.domains)}
                raise ProblemsFound([Problem(kinds.NO_MEASURE, Place(), details)])
        keys = [*domains, *self.keys[len(self.domains) :]]
        return _added_up(replace(self, domains=tuple(domains)), keys)

    def chosen(self, names: Sequence[str]) -> SurveyStatistics:
        """Give the table of some measures only, in the order asked. Raises SV412 for one it does not have."""
        places = [self.place_of(name) for name in names]
        measures = tuple(self.measures[place] for place in places)
        return replace(self, measures=measures, sums=self.sums[:, :, places])

    def place_of(self, name: str) -> int:
        """Give the place of a measure on the last axis of ``sums``. Raises SV412 where there is none."""
        if name not in self.names:
            details = {"given": name, "known": ", ".join(self.names)}
            raise ProblemsFound([Problem(kinds.NO_MEASURE, Place(), details)])
        return self.names.index(name)


def _added_up(table: SurveyStatistics, keys: list[str]) -> SurveyStatistics:
    """Add up the cells that have the same keys, and put them in the order of the keys."""
    cells, order, starts = _grouped(table.cells, keys)
    sums = table.sums[:, order, :]
    totals = table.cells.select(ROWS, WEIGHTS)[order]
    if cells.height < table.cells.height:
        sums = np.add.reduceat(sums, starts, axis=1)
        totals = pl.DataFrame(
            {name: np.add.reduceat(totals[name].to_numpy(), starts) for name in totals.columns}
        )
    return replace(table, cells=pl.concat([cells, totals], how="horizontal"), sums=sums)


def statistics_of(
    answers: pl.DataFrame,
    design: SurveyDesign,
    measures: Sequence[Measure],
    domains: Sequence[str] = (),
) -> SurveyStatistics:
    """Read answers once to the table of their sums.

    Every row stays a member of its stratum and unit whatever it answered, so that any domain is a subset of
    the design and not of the data (Särndal et al. 1992, section 5.8). A row of weight 0 counts in no ``n``.
    Raises :class:`ProblemsFound` with all that is wrong with the columns of the design (SV401-SV405).

    >>> answers = pl.DataFrame({"village": ["a", "a", "b"], "w": [10.0, 10, 30], "q": [5, 2, 4]})
    >>> table = statistics_of(answers, SurveyDesign(weights="w", psu="village"), [Share("q", "q")])
    >>> table.sums[Y, :, 0].tolist(), table.sums[X, :, 0].tolist()
    ([10.0, 30.0], [20.0, 30.0])
    """
    _raise_without_columns(answers, [*columns_of(measures), *domains])
    weighed = with_design_weights(answers, design)
    found, order, starts = _grouped(weighed.select(_key_columns(design, domains)))
    sizes = np.diff(np.append(starts, answers.height))
    cells, was, _ = _grouped(found.cast(dict.fromkeys(_ids(design), pl.String)))
    cell_of = np.empty_like(was)
    cell_of[was] = np.arange(was.size)
    cell_by_row = np.empty(answers.height, np.int64)
    cell_by_row[order] = np.repeat(cell_of, sizes)
    pass_ = _Pass(cell_by_row, cells.height, weighed[WEIGHT].to_numpy())
    sums = np.empty((SUMS, len(measures), cells.height))
    for place, measure in enumerate(measures):
        sums[:, place] = pass_.sums_of(measure, answers)
    counted = cells.with_columns(
        pl.Series(ROWS, sizes[was].astype(np.int64)), pl.Series(WEIGHTS, pass_.weight)
    )
    return SurveyStatistics(
        design, tuple(measures), tuple(domains), counted, np.ascontiguousarray(sums.transpose(0, 2, 1))
    )


def _raise_without_columns(answers: pl.DataFrame, names: Sequence[str]) -> None:
    known = ", ".join(answers.columns[:20])
    lacking = [name for name in dict.fromkeys(names) if name not in answers.columns]
    if lacking:
        details = [{"column": name, "known": known} for name in lacking]
        raise ProblemsFound(
            Problem(kinds.NO_COLUMN, Place(column=name), particulars)
            for name, particulars in zip(lacking, details, strict=True)
        )


def _ids(design: SurveyDesign) -> list[str]:
    stages = range(1, design.stages + 1)
    return [name(stage) for stage in stages for name in (stratum_of, unit_of)]


def _key_columns(design: SurveyDesign, domains: Sequence[str]) -> list[pl.Expr]:
    keys = [pl.col(name) for name in domains]
    for stage in range(1, design.stages + 1):
        has_stratum, has_population = len(design.strata) >= stage, len(design.fpc) >= stage
        stratum = pl.col(design.strata[stage - 1]) if has_stratum else pl.lit("")
        keys.append(stratum.alias(stratum_of(stage)))
        keys.append(pl.col(design.psu[stage - 1]).alias(unit_of(stage)))
        if has_population:
            population = pl.col(design.fpc[stage - 1]).cast(pl.Float64)
            keys.append(population.alias(population_of(stage)))
    return keys


def _grouped(
    frame: pl.DataFrame, keys: Sequence[str] | None = None
) -> tuple[pl.DataFrame, NDArray[np.int64], NDArray[np.int64]]:
    """Give the distinct keys sorted, the rows in the order of their keys, and where each key starts."""
    by = list(keys or frame.columns)
    row = pl.int_range(pl.len(), dtype=pl.Int64).alias("_row")
    found = frame.select(*by, row).group_by(by).agg("_row").sort(by, nulls_last=True)
    sizes = found["_row"].list.len().to_numpy().astype(np.int64)
    order = found["_row"].explode(empty_as_null=False).to_numpy()
    return found.drop("_row"), order, np.cumsum(sizes) - sizes


@dataclass(frozen=True)
class _Pass:
    """The cells and weights of rows, and how sums over a cell are made."""

    cell_by_row: NDArray[np.int64]
    cells: int
    weights: Floats

    def total(self, numbers: Floats) -> Floats:
        return np.bincount(self.cell_by_row, numbers, self.cells).astype(np.float64, copy=False)

    def sums_of(self, measure: Measure, answers: pl.DataFrame) -> Floats:
        match measure:
            case Share() | AllCounted():
                return self._of_marks(measure.marks(answers))
            case Mean() | Ratio() | Pooled():
                return self._of_pairs(*measure.pairs(answers))

    @cached_property
    def first_mark(self) -> NDArray[np.int64]:
        """Where the marks of each row's cell begin; a row without weight goes to a cell of its own."""
        return np.where(self.weights > 0, self.cell_by_row, self.cells) * _MARKS

    @cached_property
    def people(self) -> Floats:
        """How many rows with a weight each cell has."""
        return self.total((self.weights > 0).astype(np.float64))

    @cached_property
    def weight(self) -> Floats:
        """Σw of each cell."""
        return self.total(self.weights)

    def _of_marks(self, marks: Marks) -> Floats:
        """Count marks by cell: x² is x and xy, y² are y where both are 0 or 1."""
        if marks.all():
            y = self.total(self.weights * (marks == _COUNTED))
            return np.stack([self.people, self.weight, self.weight, y, self.weight, y, y])
        places, size = self.first_mark + marks, (self.cells + 1) * _MARKS
        counts = np.bincount(places, minlength=size).reshape(-1, _MARKS)[: self.cells]
        weight = np.bincount(places, self.weights, size).reshape(-1, _MARKS)[: self.cells]
        x, y = weight[:, 1] + weight[:, 2], weight[:, 2]
        return np.stack([counts[:, 1] + counts[:, 2], x, x, y, x, y, y])

    def _of_pairs(self, has_any: Floats, x: Floats, y: Floats) -> Floats:
        w, wx, wy = self.weights * has_any, self.weights * x, self.weights * y
        n = has_any * (self.weights > 0)
        return np.stack([self.total(each) for each in (n, w, wx, wy, wx * x, wx * y, wy * y)])
