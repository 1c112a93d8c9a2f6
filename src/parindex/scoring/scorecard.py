"""The result of scoring: every node of every unit, exact, and the tables that are made of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from parindex import exact
from parindex.exact import Exact, IntArray, Mask
from parindex.frameworks.model import Edition
from parindex.frameworks.outline import Outline
from parindex.language import Lang
from parindex.scoring.aggregation import Sums, has_points, standings_of
from parindex.scoring.explanations import explanation_table
from parindex.scoring.inputs import InputMatrix, Standings, standing_names
from parindex.scoring.leaves import LeafMarks
from parindex.scoring.rescaling import TotalLines, applicable_max, max_points
from parindex.tables import CHANNEL_PREFIX, SOURCES, STANDINGS, TOTAL, StandingType

_HUNDRED = exact.constant(100)


@dataclass(frozen=True)
class Scorecard:
    """Points of every node, channel and total of every unit, and how they came about.

    The tables are made when asked for; :meth:`points` gives the exact columns they are printed from.
    """

    outline: Outline
    units: pl.DataFrame
    """Units in official order: ``unit_id``, ``name``, ``league`` and peer groups."""
    inputs: InputMatrix
    marks: tuple[LeafMarks, ...]
    sums: Sums
    lines: TotalLines
    sources: tuple[str, ...]

    @property
    def edition(self) -> Edition:
        """The edition that was scored by."""
        return self.outline.edition

    @cached_property
    def standing(self) -> Standings:
        """Standing of every row and unit, as numbers of :data:`parindex.tables.STANDINGS`."""
        return standings_of(self.sums, self.outline, self.marks)

    @cached_property
    def has_points(self) -> Mask:
        """Where there are points (rows x units)."""
        return has_points(self.standing, self.outline)

    @cached_property
    def applicable(self) -> IntArray:
        """What could be earned, in units of 1e-9 (rows x units, or rows x 1 where nothing is excluded)."""
        return applicable_max(self.outline, self.sums)

    def points(self, criterion_id: str = TOTAL) -> Exact:
        """Give the exact points of a node over all units; look at :attr:`has_points` for who has any."""
        return self.sums.row(self.outline.row_number[criterion_id])

    def valid(self, criterion_id: str = TOTAL) -> Mask:
        """Tell which units have points on a node."""
        return np.asarray(self.has_points[self.outline.row_number[criterion_id]])

    def percent(self, criterion_id: str = TOTAL) -> Exact:
        """Give points in percent of what the unit could earn on that node (0 where that is nothing).

        Chỉ số (%) = điểm đạt / điểm tối đa × 100. For the total the denominator is everything; for a
        channel (``channel:appraisal``) it is that channel alone.
        """
        row = self.outline.row_number[criterion_id]
        over = np.broadcast_to(self.applicable[row], self.sums.whole[row].shape)
        is_nothing = over == 0
        percent = exact.times_over(self.points(criterion_id), _HUNDRED, Exact(np.where(is_nothing, 1, over)))
        return exact.where(is_nothing, exact.constant(0), percent) if is_nothing.any() else percent

    @cached_property
    def scores(self) -> pl.DataFrame:
        """The ``scores`` table: a row per unit and node, units in official order, nodes as printed."""
        shape = self.sums.whole.shape
        points = exact.to_floats(Exact(self.sums.whole, self.sums.part))
        missing = self.sums.missing_leaves
        return pl.DataFrame(
            {
                "unit_id": self._unit_column(),
                "criterion_id": self._criterion_column(),
                "points": _column(np.where(self.has_points, points, np.nan)),
                "max_points": _column(self._maxima()),
                "standing": standing_names(self.standing.T),
                "missing_leaves": (np.zeros(shape) if missing is None else missing)
                .T.ravel()
                .astype(np.uint32),
            }
        )

    def _maxima(self) -> npt.NDArray[np.float64]:
        """Give what could be earned (rows x units), NaN where nothing of a node applies."""
        maxima = np.broadcast_to(self.applicable, self.sums.whole.shape) / 10.0**exact.PLACES
        if self.sums.excluded is None:
            return maxima
        printed = np.array([float(points) for points in max_points(self.outline)])[:, None]
        return np.where((maxima == 0) & (printed != 0), np.nan, maxima)

    def _unit_column(self) -> pl.Series:
        units = pl.Series(self.inputs.unit_ids, dtype=pl.String)
        return units.gather(np.repeat(np.arange(len(units)), len(self.outline.row_ids)))

    def _criterion_column(self) -> pl.Series:
        rows = pl.Series(self.outline.row_ids, dtype=pl.String)
        return rows.gather(np.tile(np.arange(len(rows)), len(self.inputs.unit_ids)))

    @property
    def explanations(self) -> pl.DataFrame:
        """The ``explanations`` table: a row per unit and leaf, with rule, inputs, clause, points, law."""
        return self.explanations_in("vi")

    def explanations_in(self, lang: Lang) -> pl.DataFrame:
        """Give the ``explanations`` table with its words in the language asked for."""
        return explanation_table(self.outline, self.inputs, self.marks, self.sums, lang)

    @cached_property
    def excluded(self) -> pl.DataFrame:
        """Leaves out of the denominator beside their unit: ``unit_id, criterion_id, max_points``."""
        rows = [
            (unit, leaf.code, float(leaf.node.max))
            for leaf, mark in zip(self.outline.leaves, self.marks, strict=True)
            if mark.excluded is not None
            for unit in self._names(mark.excluded)
        ]
        schema = {"unit_id": pl.String, "criterion_id": pl.String, "max_points": pl.Float64}
        return self._in_unit_order(pl.DataFrame(rows, schema=schema, orient="row"))

    @cached_property
    def missing(self) -> pl.DataFrame:
        """Leaves without a value: ``unit_id, criterion_id, standing`` (missing or withheld), ``policy``."""
        rows = [
            (unit, leaf.code, name, leaf.missing)
            for leaf, mark in zip(self.outline.leaves, self.marks, strict=True)
            if mark.standing is not None
            for number, name in enumerate(STANDINGS)
            if name in ("missing", "withheld")
            for unit in self._names(mark.standing == number)
        ]
        schema: dict[str, pl.DataType] = {
            "unit_id": pl.String(),
            "criterion_id": pl.String(),
            "standing": StandingType,
            "policy": pl.String(),
        }
        return self._in_unit_order(pl.DataFrame(rows, schema=schema, orient="row"))

    def _names(self, mask: npt.NDArray[np.bool_]) -> list[str]:
        return [self.inputs.unit_ids[number] for number in np.flatnonzero(mask)]

    def _in_unit_order(self, table: pl.DataFrame) -> pl.DataFrame:
        order = pl.DataFrame({"unit_id": self.inputs.unit_ids}).with_row_index("order")
        return (
            table.join(order, on="unit_id", how="left", maintain_order="left")
            .sort("order", maintain_order=True)
            .drop("order")
        )

    @cached_property
    def indices(self) -> pl.DataFrame:
        """Both denominators, named: the index over everything and over each base channel, in percent."""
        columns = {
            "unit_id": pl.Series(self.inputs.unit_ids, dtype=pl.String),
            "of_everything": self._percent_column(TOTAL),
        }
        for name, channel in self.outline.channels.items():
            if channel.kind == "base":
                columns[f"of_{name}"] = self._percent_column(CHANNEL_PREFIX + name)
        return pl.DataFrame(columns)

    def _percent_column(self, criterion_id: str) -> pl.Series:
        percent = exact.to_floats(self.percent(criterion_id))
        return pl.Series(np.where(self.valid(criterion_id), percent, np.nan)).fill_nan(None)

    def unit_number(self, unit_id: str) -> int:
        """Give the column of a unit; KeyError where it is not in the scorecard."""
        try:
            return self.inputs.unit_ids.index(unit_id)
        except ValueError:
            raise KeyError(unit_id) from None

    def source_of(self, input_row: int, unit: int) -> str | None:
        """Give the source that an input was taken from, None where the table named none."""
        return _source_name(int(self.inputs.source[input_row, unit]))

    def setter_of(self, leaf: int, unit: int) -> str | None:
        """Give the source that set the points of a leaf (by its node's number); None where it has no name."""
        return _source_name(int(self.inputs.set_points[leaf].source[unit]))


def _source_name(number: int) -> str | None:
    return SOURCES[number] if number < len(SOURCES) else None


def _column(table: npt.NDArray[np.float64]) -> pl.Series:
    """Lay a rows x units table out unit by unit, NaN as null."""
    return pl.Series(np.ascontiguousarray(table.T).ravel()).fill_nan(None)
