"""One pass over answers to a small table from which every figure and its variance follows.

A cell is a domain × stratum × unit (of each stage that matters); for every measure it holds seven sums over
the people who answered it: ``n``, Σw, Σw·x, Σw·y, Σw·x², Σw·xy, Σw·y². Sums add up: tables of batches are
added, and new answers are taken in without reading the old ones again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parindex.errors import Place, Problem, ProblemsFound, raise_if_any
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
from parindex.surveys.estimation.numbers import problems_of_numbers

N, W, X, Y, XX, XY, YY = range(7)
SUMS = 7
"""Places on the first axis of :attr:`SurveyStatistics.sums`."""
ROWS, WEIGHTS = "rows", "weights"
_TAKEN = frozenset(
    f"{ROWS} {WEIGHTS} _row _place _at _at_b measure n weight estimate se df deff deff_replace cv lower "
    "upper left_out aggregation n_effective label reasons difference t p p_holm p_bh".split()
)
"""What columns of cells and of figures are called: no domain may be."""
_COUNTED = 2
_FEW = 4
"""Cells that join others are few where they are less than one in so many."""
_MOST_COUNTED = 2**24
"""Numbers up to this are exact in 32 bits, which add up twice as fast."""
_LONG = 4
"""Runs are worth adding up as they come where they have so many rows on average."""
Places: TypeAlias = NDArray[np.int64]
Number = TypeVar("Number", bound=np.generic)


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

    @property
    def _counts_units(self) -> bool:
        """Whether weights were made from how many units the answers have: those of a part are too large."""
        design = self.design
        sizes = [population_of(stage + 1) for stage in range(len(design.fpc))]
        is_given = design.weights is not None or bool(design.probabilities)
        return not is_given and any(bool((self.cells[name] > 1).any()) for name in sizes)

    def __add__(self, other: SurveyStatistics) -> SurveyStatistics:
        """Add the sums of other answers; both tables ask the same of the same design.

        Refuses weights that follow from sizes of the population (SV415): they count the whole sample.
        """
        same = (self.design, self.measures, self.domains) == (other.design, other.measures, other.domains)
        if not same:
            raise ValueError("tables of different designs, measures or domains do not add up")
        if self._counts_units or other._counts_units:
            raise ProblemsFound([Problem(kinds.PART_OF_SAMPLE, Place())])
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
        domains = tuple(dict.fromkeys(domains))
        keys = [*domains, *self.keys[len(self.domains) :]]
        return _added_up(replace(self, domains=domains), keys)

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
    totals = table.cells.select(ROWS, WEIGHTS)[order]
    if cells.height < table.cells.height:
        totals = pl.DataFrame(
            {name: np.add.reduceat(totals[name].to_numpy(), starts) for name in totals.columns}
        )
    sums = _sums_of_groups(table.sums, order, starts)
    return replace(table, cells=pl.concat([cells, totals], how="horizontal"), sums=sums)


def _sums_of_groups(sums: Floats, order: Places, starts: Places) -> Floats:
    """Add up groups of cells; where few cells join others, those alone are touched twice."""
    is_first = np.zeros(order.size, bool)
    is_first[starts] = True
    joining = np.flatnonzero(~is_first)
    if joining.size * _FEW > order.size:
        return np.add.reduceat(np.take(sums, order, axis=1), starts, axis=1)
    added = np.take(sums, order[starts], axis=1)
    joined = np.take(sums, order[joining], axis=1).swapaxes(0, 1)
    np.add.at(added.swapaxes(0, 1), np.cumsum(is_first)[joining] - 1, joined)
    return added


def statistics_of(
    answers: pl.DataFrame,
    design: SurveyDesign,
    measures: Sequence[Measure],
    domains: Sequence[str] = (),
) -> SurveyStatistics:
    """Read answers once to the table of their sums.

    Every row stays a member of its stratum and unit whatever it answered, so that any domain is a subset of
    the design and not of the data (Särndal et al. 1992, section 5.8). A row of weight 0 counts in no ``n``.
    Raises :class:`ProblemsFound` with all that is wrong with the columns of the design (SV401-SV405, SV416),
    of the measures (SV413) and of the domains (SV414).

    >>> answers = pl.DataFrame({"village": ["a", "a", "b"], "w": [10.0, 10, 30], "q": [5, 2, 4]})
    >>> table = statistics_of(answers, SurveyDesign(weights="w", psu="village"), [Share("q", "q")])
    >>> table.sums[Y, :, 0].tolist(), table.sums[X, :, 0].tolist()
    ([10.0, 30.0], [20.0, 30.0])
    """
    domains = tuple(dict.fromkeys(domains))
    _raise_without_columns(answers, [*columns_of(measures), *domains])
    raise_if_any([*_problems_of_names(domains), *problems_of_numbers(answers, columns_of(measures))])
    weighed = with_design_weights(answers, design)
    keys, order, starts = _runs(_keys(weighed, design, domains))
    pass_ = _Pass(answers, weighed[WEIGHT].to_numpy(), order, starts, _joined_shares(measures))
    sums = np.empty((SUMS, len(measures), keys.height))
    for place, measure in enumerate(measures):
        sums[:, place] = pass_.sums_of(measure)
    cells = keys.cast(dict.fromkeys(_ids(design), pl.String)).with_columns(
        pl.Series(ROWS, pass_.sizes), pl.Series(WEIGHTS, pass_.weight)
    )
    by_cell = np.ascontiguousarray(sums.transpose(0, 2, 1))
    table = SurveyStatistics(design, tuple(measures), domains, cells, by_cell)
    return _added_up(table, table.keys)


def _raise_without_columns(answers: pl.DataFrame, names: Sequence[str]) -> None:
    known = ", ".join(answers.columns[:20])
    lacking = [name for name in dict.fromkeys(names) if name not in answers.columns]
    if lacking:
        details = [{"column": name, "known": known} for name in lacking]
        raise ProblemsFound(
            Problem(kinds.NO_COLUMN, Place(column=name), particulars)
            for name, particulars in zip(lacking, details, strict=True)
        )


def _problems_of_names(domains: Sequence[str]) -> Iterator[Problem]:
    """Refuse domains called as a column of the cells or of the figures is."""
    for name in domains:
        if name in _TAKEN or name.startswith("stage"):
            yield Problem(kinds.TAKEN_NAME, Place(column=name), {"given": name})


def _joined_shares(measures: Sequence[Measure]) -> frozenset[Share]:
    joint = (measure.shares for measure in measures if isinstance(measure, AllCounted | Pooled))
    return frozenset(share for shares in joint for share in shares)


def _ids(design: SurveyDesign) -> list[str]:
    stages = range(1, design.stages + 1)
    return [name(stage) for stage in stages for name in (stratum_of, unit_of)]


def _keys(answers: pl.DataFrame, design: SurveyDesign, domains: Sequence[str]) -> pl.DataFrame:
    """Give the columns that tell cells apart; a domain that is not a number is none."""
    keys = answers.select(_key_columns(design, domains))
    floats = [name for name in domains if keys[name].dtype.is_float()]
    return keys.with_columns(pl.col(floats).fill_nan(None)) if floats else keys


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


def _grouped(frame: pl.DataFrame, keys: Sequence[str] | None = None) -> tuple[pl.DataFrame, Places, Places]:
    """Give the distinct keys sorted, the rows in the order of their keys, and where each key starts."""
    by = list(keys or frame.columns)
    row = pl.int_range(pl.len(), dtype=pl.Int64).alias("_row")
    found = frame.select(*by, row).group_by(by).agg("_row").sort(by, nulls_last=True)
    sizes = found["_row"].list.len().to_numpy().astype(np.int64)
    order = found["_row"].explode(empty_as_null=False).to_numpy()
    return found.drop("_row"), order, np.cumsum(sizes) - sizes


def _runs(keys: pl.DataFrame) -> tuple[pl.DataFrame, Places | None, Places]:
    """Give runs of rows with the same keys: their keys, the order of rows (None: as they are), their starts.

    Answers mostly come unit by unit. Where they do not, rows are put in the order of their keys first.
    """
    if not keys.height:
        return keys, None, np.empty(0, np.int64)
    is_new = keys.select(pl.any_horizontal(pl.all().ne_missing(pl.all().shift()))).to_series()
    starts = np.flatnonzero(is_new.to_numpy() | (np.arange(keys.height) == 0))
    if starts.size * _LONG <= keys.height:
        return keys[starts], None, starts
    found, order, starts = _grouped(keys)
    return found, order, starts


@dataclass(frozen=True)
class _Pass:
    """Answers, their weights and the runs of rows that sums are made over."""

    answers: pl.DataFrame
    given_weights: Floats
    order: Places | None
    starts: Places
    joined: frozenset[Share]
    """Shares whose marks are asked for again: kept. Those of a million rows are a megabyte each."""

    @cached_property
    def weights(self) -> Floats:
        """The weights in the order of runs."""
        return self._ordered(self.given_weights)

    @cached_property
    def has_weight(self) -> Floats:
        """1 for each row with a weight."""
        return (self.weights > 0).astype(np.float64)

    @cached_property
    def sizes(self) -> Places:
        """How many rows each run has."""
        return np.diff(np.append(self.starts, self.answers.height)).astype(np.int64)

    @cached_property
    def people(self) -> Floats:
        """How many rows with a weight each run has."""
        return self.total(self.has_weight)

    @cached_property
    def weight(self) -> Floats:
        """Σw of each run."""
        return self.total(self.weights)

    @cached_property
    def _known(self) -> dict[Share, Marks]:
        return {}

    @cached_property
    def _room(self) -> Floats:
        return np.empty(self.weights.size)

    @cached_property
    def _small_room(self) -> NDArray[np.float32]:
        return np.empty(self.weights.size, np.float32)

    def total(self, numbers: Floats) -> Floats:
        """Add up numbers over each run."""
        if self.starts.size == numbers.size:
            return numbers.copy()
        return np.add.reduceat(numbers, self.starts)

    def sums_of(self, measure: Measure) -> Floats:
        """Give the sums of a measure: sums × runs."""
        match measure:
            case Share():
                return self._of_marks(self._marks_of(measure))
            case AllCounted():
                return self._of_marks(measure.joined([self._marks_of(share) for share in measure.shares]))
            case Pooled():
                return self._of_pairs(*measure.counts([self._marks_of(share) for share in measure.shares]))
            case Mean() | Ratio():
                return self._of_pairs(*(self._ordered(one) for one in measure.pairs(self.answers)))

    def _ordered(self, numbers: NDArray[Number]) -> NDArray[Number]:
        return numbers if self.order is None else numbers[self.order]

    def _marks_of(self, share: Share) -> Marks:
        if share in self._known:
            return self._known[share]
        marks = self._ordered(share.marks(self.answers))
        if share in self.joined:
            self._known[share] = marks
        return marks

    @cached_property
    def even(self) -> Floats | None:
        """The weight that all rows of a run share; None where some run has unequal ones."""
        if not self.starts.size or self.sizes.max() >= _MOST_COUNTED:
            return None
        most = np.maximum.reduceat(self.weights, self.starts)
        return most if np.array_equal(most, np.minimum.reduceat(self.weights, self.starts)) else None

    def _of_marks(self, marks: Marks) -> Floats:
        """Add marks up: x² is x and xy, y² are y where both are 0 or 1."""
        y = self._weight_of(marks == _COUNTED)
        if marks.all():
            return np.stack([self.people, self.weight, self.weight, y, self.weight, y, y])
        is_asked = marks > 0
        n, x = self.total(self.has_weight * is_asked), self._weight_of(is_asked)
        return np.stack([n, x, x, y, x, y, y])

    def _weight_of(self, flags: NDArray[np.bool_]) -> Floats:
        """Give Σw of the flagged rows of each run: a count times the weight where a run shares one."""
        if self.even is None:
            return self.total(np.multiply(self.weights, flags, out=self._room))
        np.copyto(self._small_room, flags)
        return self.even * np.add.reduceat(self._small_room, self.starts)

    def _of_pairs(self, has_any: Floats, x: Floats, y: Floats) -> Floats:
        n = has_any * self.has_weight
        with np.errstate(over="ignore", invalid="ignore"):
            w, wx, wy = self.weights * has_any, self.weights * x, self.weights * y
            return np.stack([self.total(each) for each in (n, w, wx, wy, wx * x, wx * y, wy * y)])
