"""The input matrix: one row per input of a leaf, one column per unit, filled from the ``values`` table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from parindex import exact
from parindex.exact import Exact, FloatArray, Mask
from parindex.frameworks.outline import Outline
from parindex.tables import MEASURED, MISSING, SOURCES, STANDINGS, Source, StandingType

Standings = npt.NDArray[np.uint8]

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
class SetPoints:
    """Points of one leaf that somebody set: 0 where nobody did, ``decides`` where they are taken."""

    points: FloatArray
    decides: Mask
    source: Standings

    @cached_property
    def exact_points(self) -> Exact:
        """The points as exact decimals; read once."""
        return exact.from_floats(self.points)

    def changed(self, unit: int, points: float | None) -> SetPoints:
        """Give a copy with the points of one unit changed; None leaves them to the rule."""
        numbers, decides = self.points.copy(), self.decides.copy()
        numbers[unit] = 0.0 if points is None else points
        decides[unit] = points is not None
        return replace(self, points=numbers, decides=decides)


@dataclass(frozen=True)
class InputMatrix:
    """What is scored: ``values`` (0 where there is none), ``standing`` and ``source`` per input and unit."""

    unit_ids: tuple[str, ...]
    values: FloatArray
    standing: Standings
    source: Standings
    exact_rows: dict[int, Exact] = field(default_factory=dict, repr=False, compare=False)
    """Rows that were read as exact decimals already."""
    set_points: Mapping[int, SetPoints] = field(default_factory=dict)
    """By number of a leaf's node: points that somebody set in place of its rule."""

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

    def with_points(self, leaf: int, unit: int, points: float | None) -> InputMatrix:
        """Give a copy with the points of a leaf set for one unit; None leaves them to the rule."""
        size = len(self.unit_ids)
        nothing = SetPoints(np.zeros(size), np.zeros(size, bool), np.full(size, NO_SOURCE, np.uint8))
        changed = self.set_points.get(leaf, nothing).changed(unit, points)
        return replace(self, set_points={**self.set_points, leaf: changed})


def input_rows(outline: Outline) -> dict[tuple[str, str], int]:
    """Give the matrix row of each (criterion, input)."""
    return {(leaf.code, spec.name): row for row, (leaf, spec) in enumerate(outline.inputs)}


def standing_names(standing: Standings) -> pl.Series:
    """Give standings as the words of the tables."""
    return (
        pl.Series(values=standing.ravel())
        .cast(pl.UInt8)
        .replace_strict(dict(enumerate(STANDINGS)), return_dtype=StandingType)
    )
