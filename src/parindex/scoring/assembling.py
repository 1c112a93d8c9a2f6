"""From the ``values`` table to the input matrix: where each number belongs, and which source is believed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from parindex.exact import IntArray
from parindex.frameworks.outline import Outline
from parindex.frameworks.parts import InputSpec
from parindex.frameworks.set_points import set_points_rows
from parindex.scoring.inputs import NO_SOURCE, InputMatrix, Standings, input_rows
from parindex.scoring.problems import ProblemList
from parindex.scoring.setting import Cells, with_set_points
from parindex.tables import MEASURED, MISSING, POINTS, SOURCES, VALUE, StandingType

_CODE: Final = re.compile(r"[0-9]+(\.[0-9]+)*(:\w+)?$")
"""A column of a wide table that is named like a criterion must be one."""


def assemble(
    outline: Outline,
    values: pl.DataFrame,
    unit_ids: Sequence[str] | None,
    sources: Sequence[str],
) -> InputMatrix:
    """Fill the matrix from a long ``values`` table, or a wide one (a column ``unit_id`` and one per leaf).

    Where several sources speak of one input, the first in ``sources`` that has it is taken. Raises
    :class:`ProblemsFound`: unknown units, criteria, inputs, sources; a cell given twice by one source; a
    number that is not finite or not below 1e15.
    """
    problems = ProblemList()
    problems.missing_columns(values, _wide_names(outline))
    problems.raise_if_any()
    long = _long(outline, values)
    problems.not_numeric(long)
    problems.raise_if_any()
    units = tuple(unit_ids) if unit_ids is not None else _units_in(long)
    cells = _located(outline, long, units, problems)
    problems.raise_if_any()
    return _filled(outline, cells, units, sources)


def _units_in(long: pl.DataFrame) -> tuple[str, ...]:
    return tuple(long["unit_id"].unique(maintain_order=True).to_list())


def _long(outline: Outline, values: pl.DataFrame) -> pl.DataFrame:
    if "criterion_id" in values.columns:
        return values
    names = set(_wide_names(outline))
    columns = [name for name in values.columns if name in names or _CODE.match(name)]
    long = values.unpivot(on=columns, index="unit_id", variable_name="column", value_name="value")
    parts = pl.col("column").str.split_exact(":", 1)
    return long.with_columns(
        parts.struct[0].alias("criterion_id"), parts.struct[1].fill_null(VALUE).alias("input")
    )


def _wide_names(outline: Outline) -> list[str]:
    """Give the columns that a wide table may have: those of the inputs, then those of set points."""
    names = [_wide_name(leaf.code, spec) for leaf, spec in outline.inputs]
    return [*names, *(f"{code}:{POINTS}" for code in set_points_rows(outline))]


def _wide_name(code: str, spec: InputSpec) -> str:
    return code if spec.name == VALUE else f"{code}:{spec.name}"


def _codes(column: pl.Series, known: Sequence[str]) -> IntArray:
    """Give the number of each text in a list, -1 where it is not in it (used for locating only)."""
    numbers = column.cast(pl.String).cast(pl.Enum(list(known)), strict=False).to_physical().cast(pl.Int64)
    return np.asarray(numbers.fill_null(-1).to_numpy())


def _located(outline: Outline, long: pl.DataFrame, units: tuple[str, ...], problems: ProblemList) -> Cells:
    unit = _codes(long["unit_id"], units)
    problems.unknown("SC501", long["unit_id"], unit < 0, units)
    row = _row_numbers(outline, long, problems)
    value = long["value"].cast(pl.Float64, strict=False).to_numpy()
    standing = _standing(long, value)
    source = _source(long, problems)
    problems.not_numbers(long, ~(np.abs(value) < 1e15) & (standing == MEASURED))  # noqa: PLR2004  # 15 digits
    _refuse_twice(outline, long, row, unit, source, problems)
    return Cells(row, unit, value, standing, source)


def _row_numbers(outline: Outline, long: pl.DataFrame, problems: ProblemList) -> IntArray:
    leaf_codes = [leaf.code for leaf in outline.leaves]
    leaf = _codes(long["criterion_id"], leaf_codes)
    problems.unknown("SC502", long["criterion_id"], leaf < 0, leaf_codes)
    names = sorted({POINTS, *(spec.name for _, spec in outline.inputs)})
    table = np.full((len(leaf_codes) + 1, len(names) + 1), -1, dtype=np.int64)
    for (code, name), number in input_rows(outline).items():
        table[leaf_codes.index(code), names.index(name)] = number
    for code, number in set_points_rows(outline).items():
        table[leaf_codes.index(code), names.index(POINTS)] = len(outline.inputs) + number
    given = long["input"].fill_null(VALUE) if "input" in long.columns else None
    name_number = _codes(given, names) if given is not None else np.full(len(long), _index(names, VALUE))
    row: IntArray = table[leaf, name_number]
    problems.unknown_input(long, (row < 0) & (leaf >= 0), outline)
    return row


def _index(names: list[str], name: str) -> int:
    return names.index(name) if name in names else -1


def _standing(long: pl.DataFrame, value: npt.NDArray[np.float64]) -> Standings:
    has_value = np.where(np.isnan(value), MISSING, MEASURED).astype(np.uint8)
    if "standing" not in long.columns:
        return has_value
    given = long["standing"].cast(pl.String).cast(StandingType, strict=False).to_physical().cast(pl.Int16)
    number = given.fill_null(-1).to_numpy()
    return np.where((number < 0) | (number == MEASURED), has_value, number).astype(np.uint8)


def _source(long: pl.DataFrame, problems: ProblemList) -> Standings:
    if "source" not in long.columns or long["source"].null_count() == len(long):
        return np.full(len(long), NO_SOURCE, dtype=np.uint8)
    number = _codes(long["source"], SOURCES)
    problems.unknown("SC504", long["source"], (number < 0) & long["source"].is_not_null().to_numpy(), SOURCES)
    return np.where(number < 0, NO_SOURCE, number).astype(np.uint8)


def _refuse_twice(
    outline: Outline,
    long: pl.DataFrame,
    row: IntArray,
    unit: IntArray,
    source: Standings,
    problems: ProblemList,
) -> None:
    is_cell = (row >= 0) & (unit >= 0)
    if not is_cell.any():
        return
    size, rows = unit.max() + 1, max(len(outline.inputs), int(row.max())) + 1
    cell = (source.astype(np.int64) * rows + row) * size + unit
    seen = np.zeros((NO_SOURCE + 1) * rows * size + 1, dtype=bool)
    seen[cell[is_cell]] = True
    if np.count_nonzero(seen) < np.count_nonzero(is_cell):
        problems.given_twice(long, np.where(is_cell, cell, -1 - np.arange(len(cell))))


def _filled(outline: Outline, cells: Cells, units: tuple[str, ...], order: Sequence[str]) -> InputMatrix:
    shape = (len(outline.inputs), len(units))
    values = np.zeros(shape)
    standing = np.full(shape, MISSING, dtype=np.uint8)
    source = np.full(shape, NO_SOURCE, dtype=np.uint8)
    is_unit_scored = np.array([leaf.scored_by == "unit" for leaf, _ in outline.inputs])
    is_set = cells.row >= len(outline.inputs)
    set_cells = cells.only(is_set) if is_set.any() else None
    cells = cells if set_cells is None else cells.only(~is_set)
    for number, chosen in _by_rising_rank(cells, order, is_unit_scored):
        row, unit = cells.row[chosen], cells.unit[chosen]
        values[row, unit] = cells.value[chosen]
        standing[row, unit] = cells.standing[chosen]
        source[row, unit] = number
    values[standing != MEASURED] = 0.0
    matrix = InputMatrix(units, values, standing, source)
    return matrix if set_cells is None else with_set_points(outline, set_cells, matrix, order)


def _by_rising_rank(
    cells: Cells, order: Sequence[str], is_unit_scored: npt.NDArray[np.bool_]
) -> Iterator[tuple[int, slice | npt.NDArray[np.bool_]]]:
    """Give each source's cells, the least trusted first, so that the later ones overwrite it."""
    if (cells.source == NO_SOURCE).all():
        yield NO_SOURCE, slice(None)
        return
    for number in (NO_SOURCE, *(SOURCES.index(name) for name in reversed(order) if name in SOURCES)):
        mine = cells.source == number
        if number == SOURCES.index("self"):
            mine &= is_unit_scored[cells.row]
        says_something = mine & (cells.standing != MISSING)
        if says_something.any():
            yield number, says_something
