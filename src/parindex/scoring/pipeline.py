"""From values to points. Read this first: the path of a value is the order of the calls in :func:`score`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from parindex.exact import IntArray
from parindex.frameworks.loading import Loaded, edition_of
from parindex.frameworks.model import Edition
from parindex.frameworks.outline import Outline, outline
from parindex.memory import keep_freed_columns
from parindex.scoring.aggregation import Sums, add_up, empty_sums
from parindex.scoring.assembling import assemble
from parindex.scoring.bounds import refuse_impossible, refuse_not_applicable
from parindex.scoring.inputs import DEFAULT_ORDER, InputMatrix
from parindex.scoring.leaves import LeafMarks, LeafPlan, plans_of, score_leaf
from parindex.scoring.rescaling import close_total
from parindex.scoring.scorecard import Scorecard
from parindex.tables import VALUES


def score(
    edition: Edition | Loaded,
    values: pl.DataFrame,
    units: pl.DataFrame | None = None,
    *,
    sources: Sequence[str] = DEFAULT_ORDER,
) -> Scorecard:
    """Score units by an edition.

    ``values`` is the long table of :data:`parindex.tables.VALUES` (``input``, ``standing`` and ``source`` may
    be left out), or a wide one: ``unit_id`` and a column per leaf (``3.2``, or ``3.2:numerator`` where a leaf
    has several inputs). The input ``points`` of any leaf is points that somebody set: they are taken in place
    of the rule where no earlier source says anything of the leaf. ``units`` gives the official order, names,
    leagues and peer groups; without it the units are those of ``values`` and make one league. ``sources`` is
    the order in which sources are believed.

    Raises :class:`parindex.errors.ProblemsFound` with every problem of the table.

    >>> from parindex.frameworks.registry import find
    >>> values = pl.DataFrame({"unit_id": ["a"], "TĐ": [51.75], "XHH": [32.83]})
    >>> card = score(find("district-binh-duong@2017"), values)
    >>> card.scores.filter(criterion_id="total")["points"].to_list()
    [84.58]
    """
    laid_out = outline(edition_of(edition))
    unit_ids = None if units is None else units["unit_id"].to_list()
    matrix = assemble(laid_out, values, unit_ids, sources)
    refuse_impossible(laid_out, matrix)
    register = _register(units, matrix)
    return score_matrix(laid_out, matrix, register, tuple(sources))


def score_matrix(
    laid_out: Outline, matrix: InputMatrix, units: pl.DataFrame, sources: tuple[str, ...] = DEFAULT_ORDER
) -> Scorecard:
    """Score a ready input matrix: leaves, sums, total. No table is read or written here."""
    keep_freed_columns()
    refuse_not_applicable(laid_out, matrix)
    sums = empty_sums(laid_out, len(matrix.unit_ids))
    marks = _score_leaves(plans_of(laid_out), matrix, units, sums)
    add_up(laid_out, marks, sums)
    lines = close_total(laid_out, sums)
    return Scorecard(laid_out, units, matrix, marks, sums, lines, sources)


def _score_leaves(
    plans: Sequence[LeafPlan], matrix: InputMatrix, units: pl.DataFrame, sums: Sums
) -> tuple[LeafMarks, ...]:
    league = leagues_where_needed(plans, units)
    marks: list[LeafMarks] = []
    for plan in plans:
        points, mark = score_leaf(plan, matrix, league)
        sums.put(plan.leaf.number, points)
        marks.append(mark)
    return tuple(marks)


def leagues_where_needed(plans: Sequence[LeafPlan], units: pl.DataFrame) -> IntArray:
    """Number the leagues where a leaf looks at them; otherwise everybody is in league 0."""
    if any(plan.is_relative for plan in plans):
        return league_numbers(units)
    return np.zeros(len(units), dtype=np.int64)


def league_numbers(units: pl.DataFrame) -> IntArray:
    """Number the leagues of the units from 0; no league is a league of its own."""
    names = units["league"].fill_null("")
    return np.asarray((names.rank("dense") - 1).cast(pl.Int64).to_numpy())


def _register(units: pl.DataFrame | None, matrix: InputMatrix) -> pl.DataFrame:
    if units is None:
        units = pl.DataFrame({"unit_id": pl.Series(matrix.unit_ids, dtype=pl.String)})
    if "name" not in units.columns:
        units = units.with_columns(pl.col("unit_id").alias("name"))
    if "league" not in units.columns:
        units = units.with_columns(pl.lit(None, dtype=pl.String).alias("league"))
    return units


def empty_values() -> pl.DataFrame:
    """Give a ``values`` table without rows."""
    return pl.DataFrame(schema=VALUES)
