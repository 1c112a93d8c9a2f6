"""Domains (nhóm, đơn vị, lĩnh vực): parts of the population that a figure is given for.

A domain keeps every stratum and unit of the whole design; people outside count as 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from parindex.surveys.estimation.measures import Floats
from parindex.surveys.estimation.statistics import SurveyStatistics
from parindex.surveys.estimation.variance import Flags, Places, Stage

COUNTS = ("n", "df")
_TWO = 2


@dataclass(frozen=True)
class Domains:
    """A table rolled to some domains, and the domain of each of its cells (-1: a key is missing)."""

    table: SurveyStatistics
    keys: pl.DataFrame
    domain_by_cell: Places

    @property
    def count(self) -> int:
        """How many domains there are; without keys, one: everybody."""
        return self.keys.height if self.keys.width else 1

    def totals(self) -> Floats:
        """Give the sums of each domain: sums × domains × measures."""
        if not self.keys.width:
            whole: Floats = self.table.sums.sum(axis=1, keepdims=True)
            return whole
        is_in = np.flatnonzero(self.domain_by_cell >= 0)
        sums = np.zeros((self.table.sums.shape[0], self.count, self.table.sums.shape[2]))
        if is_in.size:
            domain = self.domain_by_cell[is_in]
            starts = np.flatnonzero(np.diff(domain, prepend=-1))
            cells = self.table.sums if is_in.size == self.domain_by_cell.size else self.table.sums[:, is_in]
            sums[:, domain[starts]] = np.add.reduceat(cells, starts, axis=1)
        return sums

    def degrees_of_freedom(self, first: Stage, present: Flags) -> Floats:
        """Give units less strata of the first stage that have people in the figure: domains × figures."""
        stratum_by_cell = first.stratum_by_unit[first.unit_by_cell]
        return self.units(first, present) - self._distinct(stratum_by_cell, first.drawn.size, present)

    def units(self, first: Stage, present: Flags) -> Floats:
        """Give how many units of the first stage have people in the figure: domains × figures."""
        return self._distinct(first.unit_by_cell, first.stratum_by_unit.size, present)

    def has_no_error(self, first: Stage, present: Flags) -> Flags:
        """Tell where a ratio lies in one unit of a design of one stage, whose spread cannot be known.

        The linearised values of one unit add up to 0, which is no variance; R gives 0 but for binary noise.
        """
        if self.table.design.stages > 1:
            return np.zeros((self.count, present.shape[1]), bool)
        flags: Flags = self.units(first, present) < _TWO
        return flags

    def _distinct(self, place_by_cell: Places, size: int, present: Flags) -> Floats:
        """Count the places that have people, by domain and figure."""
        counts = np.zeros((self.count, present.shape[1]))
        is_in = np.flatnonzero(self.domain_by_cell >= 0)
        if not is_in.size:
            return counts
        key = self.domain_by_cell[is_in] * size + place_by_cell[is_in]
        order = np.argsort(key, kind="stable")
        starts = np.flatnonzero(np.diff(key[order], prepend=-1))
        has = np.logical_or.reduceat(present[is_in[order]], starts, axis=0)
        domain = key[order][starts] // size
        first = np.flatnonzero(np.diff(domain, prepend=-1))
        counts[domain[first]] = np.add.reduceat(has.astype(np.float64), first, axis=0)
        return counts

    def long(self, names: Sequence[str], columns: Mapping[str, Floats]) -> pl.DataFrame:
        """Lay matrices domains × figures down as a table; what is no finite number is null."""
        place = np.repeat(np.arange(self.count), len(names))
        keys = self.keys[place].get_columns() if self.keys.width else []
        measure = pl.Series("measure", [*names] * self.count, dtype=pl.String)
        figures = [
            pl.Series(name, np.where(np.isfinite(matrix), matrix, np.nan).ravel()).fill_nan(None)
            for name, matrix in columns.items()
        ]
        return pl.DataFrame([*keys, measure, *figures]).cast(
            {name: pl.Int64 for name in COUNTS if name in columns}
        )


def domains_of(table: SurveyStatistics, by: Sequence[str] = ()) -> Domains:
    """Give the domains of a table by some of its domain columns, sorted; SV412 for a column it does not have.

    >>> from parindex.surveys.estimation.design import SurveyDesign
    >>> from parindex.surveys.estimation.measures import Share
    >>> from parindex.surveys.estimation.statistics import statistics_of
    >>> answers = pl.DataFrame({"response_id": ["1", "2", "3"], "unit": ["a", "b", None], "q": [5, 2, 4]})
    >>> table = statistics_of(answers, SurveyDesign(), [Share("q", "q")], ["unit"])
    >>> domains_of(table, ["unit"]).domain_by_cell.tolist()
    [0, 1, -1]
    """
    by = tuple(dict.fromkeys(by))
    rolled = table if by == table.domains else table.rolled(by)
    if not by:
        return Domains(rolled, pl.DataFrame(), np.zeros(rolled.cells.height, np.int64))
    keys = rolled.cells.select(by)
    is_missing = keys.select(pl.any_horizontal(pl.all().is_null())).to_series().to_numpy()
    is_new = keys.with_row_index("_row").select(pl.struct(by) != pl.struct(by).shift()).to_series()
    starts = is_new.fill_null(value=True).to_numpy() & ~is_missing
    domain = np.where(is_missing, -1, np.cumsum(starts) - 1)
    return Domains(rolled, keys.filter(pl.Series(starts)), domain)
