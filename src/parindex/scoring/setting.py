"""Points set by a person (điểm ấn định): who set them, and whether they or the inputs of the leaf decide.

The first source, in the order of the run, that says anything of a leaf decides: by what was filled in, or by
set points. Where one source gives both, its set points are taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from parindex.exact import FloatArray, IntArray, Mask
from parindex.frameworks.outline import Outline
from parindex.scoring.inputs import NO_SOURCE, InputMatrix, SetPoints, Standings
from parindex.tables import MEASURED, MISSING, SOURCES

_NOBODY: Final = 255
_SELF: Final = SOURCES.index("self")


@dataclass(frozen=True)
class Cells:
    """Rows of the values table with the places they fall on."""

    row: IntArray
    unit: IntArray
    value: FloatArray
    standing: Standings
    source: Standings

    def only(self, mask: Mask) -> Cells:
        """Give some of the rows."""
        return Cells(
            self.row[mask], self.unit[mask], self.value[mask], self.standing[mask], self.source[mask]
        )


def with_set_points(outline: Outline, cells: Cells, matrix: InputMatrix, order: Sequence[str]) -> InputMatrix:
    """Give a matrix with set points beside its inputs; rows of ``cells`` count leaves from the last input on.

    A leaf of which the deciding source says by ``points`` that it does not apply, or is withheld, is so in
    all its inputs: ``matrix`` must be new, since that is written into it.
    """
    ranks = _ranks(order)
    cells = cells.only((cells.standing != MISSING) & (ranks[cells.source] < _NOBODY))
    place = cells.row - len(outline.inputs)
    first_row = _first_rows(outline)
    found: dict[int, SetPoints] = {}
    for number in np.unique(place).tolist():
        leaf = outline.leaves[number]
        mine = cells.only((place == number) & ((leaf.scored_by == "unit") | (cells.source != _SELF)))
        rows = slice(first_row[number], first_row[number + 1])
        decided = _decided(mine, rows, matrix, ranks)
        if decided.decides.any():
            found[leaf.number] = decided
    return replace(matrix, set_points=found)


def _ranks(order: Sequence[str]) -> npt.NDArray[np.uint8]:
    """Give the place of each source in the order, 0 the most trusted; no source is the last."""
    ranks = np.full(len(SOURCES) + 1, _NOBODY, dtype=np.uint8)
    for place, name in reversed(list(enumerate(order))):
        if name in SOURCES:
            ranks[SOURCES.index(name)] = place
    ranks[NO_SOURCE] = _NOBODY - 1
    return ranks


def _first_rows(outline: Outline) -> list[int]:
    """Give the first row of the inputs of each leaf, and one past the last."""
    counts = [len(leaf.node.inputs()) for leaf in outline.leaves]
    return [0, *np.cumsum(counts, dtype=np.int64).tolist()]


def _decided(cells: Cells, rows: slice, matrix: InputMatrix, ranks: npt.NDArray[np.uint8]) -> SetPoints:
    """Find for one leaf who sets points, and where no input comes from an earlier source."""
    size = len(matrix.unit_ids)
    points, source = np.zeros(size), np.full(size, NO_SOURCE, dtype=np.uint8)
    standing, rank = np.zeros(size, dtype=np.uint8), np.full(size, _NOBODY, dtype=np.uint8)
    for number in sorted(np.unique(cells.source).tolist(), key=lambda one: -int(ranks[one])):
        mine = cells.only(cells.source == number)
        points[mine.unit], standing[mine.unit] = mine.value, mine.standing
        source[mine.unit], rank[mine.unit] = number, ranks[number]
    is_filled = matrix.standing[rows] != MISSING
    filled = np.where(is_filled, ranks[matrix.source[rows]], _NOBODY).min(axis=0)
    decides = (rank < _NOBODY) & (rank <= filled)
    _leave_out(decides & (standing != MEASURED), rows, matrix, standing, source)
    decides &= standing == MEASURED
    return SetPoints(np.where(decides, points, 0.0), decides, source)


def _leave_out(units: Mask, rows: slice, matrix: InputMatrix, standing: Standings, source: Standings) -> None:
    matrix.values[rows, units] = 0.0
    matrix.standing[rows, units] = standing[units]
    matrix.source[rows, units] = source[units]
