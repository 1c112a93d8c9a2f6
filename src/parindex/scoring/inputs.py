"""The input matrix: one row per input of a leaf, one column per unit, filled from the ``values`` table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from parindex import exact
from parindex.exact import Exact, FloatArray, IntArray
from parindex.frameworks.outline import Outline
from parindex.frameworks.parts import InputSpec
from parindex.scoring.problems import ProblemList
from parindex.tables import MEASURED, MISSING, SOURCES, STANDINGS, VALUE, Source, StandingType

Standings = npt.NDArray[np.uint8]
_CODE: Final = re.compile(r"[0-9]+(\.[0-9]+)*(:\w+)?$")
"""A column of a wide table that is named like a criterion must be one."""

DEFAULT_ORDER: Final[tuple[Source, ...]] = (
    "published",
    "council",
    "appraisal2",
    "appraisal1",
    "survey",
    "dossier",
    "self",
)
"""Which source is taken where a leaf has several: the later decision before the earlier claim."""
NO_SOURCE: Final = len(SOURCES)


@dataclass(frozen=True)
class InputMatrix:
    """What is scored: ``values`` (0 where there is none), ``standing`` and ``source`` per input and unit."""

    unit_ids: tuple[str, ...]
    values: FloatArray
    standing: Standings
    source: Standings
    exact_rows: dict[int, Exact] = field(default_factory=dict, repr=False, compare=False)
    """Rows that were read as exact decimals already."""

    @cached_property
    def has_gaps(self) -> bool:
        """Tell whether any input of any unit is not measured."""
        return bool(self.standing.size and self.standing.max() != MEASURED)

    def exact_row(self, row: int) -> Exact:
        """Give one input over all units as exact decimals; each row is read once."""
        if row not in self.exact_rows:
            self.exact_rows[row] = exact.from_floats(self.values[row])
        return self.exact_rows[row]

    def made_ready(self) -> InputMatrix:
        """Read every row as exact decimals now, and not when it is first scored."""
        for row in range(len(self.values)):
            self.exact_row(row)
        return self

    def changed(self, row: int, unit: int, value: float | None, standing: int = MEASURED) -> InputMatrix:
        """Give a copy with one cell changed; None makes it missing."""
        values, standings = self.values.copy(), self.standing.copy()
        values[row, unit] = 0.0 if value is None else value
        standings[row, unit] = MISSING if value is None else standing
        kept = {number: column for number, column in self.exact_rows.items() if number != row}
        return replace(self, values=values, standing=standings, exact_rows=kept)


def input_rows(outline: Outline) -> dict[tuple[str, str], int]:
    """Give the matrix row of each (criterion, input)."""
    return {(leaf.code, spec.name): row for row, (leaf, spec) in enumerate(outline.inputs)}


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
    problems.missing_columns(values, [_wide_name(leaf.code, spec) for leaf, spec in outline.inputs])
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
    names = {_wide_name(leaf.code, spec) for leaf, spec in outline.inputs}
    columns = [name for name in values.columns if name in names or _CODE.match(name)]
    long = values.unpivot(on=columns, index="unit_id", variable_name="column", value_name="value")
    parts = pl.col("column").str.split_exact(":", 1)
    return long.with_columns(
        parts.struct[0].alias("criterion_id"), parts.struct[1].fill_null(VALUE).alias("input")
    )


def _wide_name(code: str, spec: InputSpec) -> str:
    return code if spec.name == VALUE else f"{code}:{spec.name}"


@dataclass(frozen=True)
class _Cells:
    """Rows of the values table with the places they fall on."""

    row: IntArray
    unit: IntArray
    value: FloatArray
    standing: Standings
    source: Standings


def _codes(column: pl.Series, known: Sequence[str]) -> IntArray:
    """Give the number of each text in a list, -1 where it is not in it (used for locating only)."""
    numbers = column.cast(pl.String).cast(pl.Enum(list(known)), strict=False).to_physical().cast(pl.Int64)
    return np.asarray(numbers.fill_null(-1).to_numpy())


def _located(outline: Outline, long: pl.DataFrame, units: tuple[str, ...], problems: ProblemList) -> _Cells:
    unit = _codes(long["unit_id"], units)
    problems.unknown("SC501", long["unit_id"], unit < 0, units)
    row = _row_numbers(outline, long, problems)
    value = long["value"].cast(pl.Float64, strict=False).to_numpy()
    standing = _standing(long, value)
    source = _source(long, problems)
    problems.not_numbers(long, ~(np.abs(value) < 1e15) & (standing == MEASURED))  # noqa: PLR2004  # 15 digits
    _refuse_twice(outline, long, row, unit, source, problems)
    return _Cells(row, unit, value, standing, source)


def _row_numbers(outline: Outline, long: pl.DataFrame, problems: ProblemList) -> IntArray:
    leaf_codes = [leaf.code for leaf in outline.leaves]
    leaf = _codes(long["criterion_id"], leaf_codes)
    problems.unknown("SC502", long["criterion_id"], leaf < 0, leaf_codes)
    names = sorted({spec.name for _, spec in outline.inputs})
    table = np.full((len(leaf_codes) + 1, len(names) + 1), -1, dtype=np.int64)
    for (code, name), number in input_rows(outline).items():
        table[leaf_codes.index(code), names.index(name)] = number
    given = long["input"].fill_null(VALUE) if "input" in long.columns else None
    name_number = _codes(given, names) if given is not None else np.full(len(long), _index(names, VALUE))
    row: IntArray = table[leaf, name_number]
    problems.unknown_input(long, (row < 0) & (leaf >= 0), outline)
    return row


def _index(names: list[str], name: str) -> int:
    return names.index(name) if name in names else -1


def _standing(long: pl.DataFrame, value: FloatArray) -> Standings:
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
    size = unit.max() + 1
    cell = (source.astype(np.int64) * (len(outline.inputs) + 1) + row) * size + unit
    seen = np.zeros((NO_SOURCE + 1) * (len(outline.inputs) + 1) * size + 1, dtype=bool)
    seen[cell[is_cell]] = True
    if np.count_nonzero(seen) < np.count_nonzero(is_cell):
        problems.given_twice(long, np.where(is_cell, cell, -1 - np.arange(len(cell))))


def _filled(outline: Outline, cells: _Cells, units: tuple[str, ...], order: Sequence[str]) -> InputMatrix:
    shape = (len(outline.inputs), len(units))
    values = np.zeros(shape)
    standing = np.full(shape, MISSING, dtype=np.uint8)
    source = np.full(shape, NO_SOURCE, dtype=np.uint8)
    is_unit_scored = np.array([leaf.scored_by == "unit" for leaf, _ in outline.inputs])
    for number, chosen in _by_rising_rank(cells, order, is_unit_scored):
        row, unit = cells.row[chosen], cells.unit[chosen]
        values[row, unit] = cells.value[chosen]
        standing[row, unit] = cells.standing[chosen]
        source[row, unit] = number
    values[standing != MEASURED] = 0.0
    return InputMatrix(units, values, standing, source)


def _by_rising_rank(
    cells: _Cells, order: Sequence[str], is_unit_scored: npt.NDArray[np.bool_]
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


def standing_names(standing: Standings) -> pl.Series:
    """Give standings as the words of the tables."""
    return (
        pl.Series(values=standing.ravel())
        .cast(pl.UInt8)
        .replace_strict(dict(enumerate(STANDINGS)), return_dtype=StandingType)
    )
