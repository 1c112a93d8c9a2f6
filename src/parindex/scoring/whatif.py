"""What if: change some inputs, score the leaves they touch again, add up, keep everything else."""

from __future__ import annotations

from collections.abc import Mapping

from parindex.scoring.inputs import input_rows
from parindex.scoring.leaves import score_leaf
from parindex.scoring.pipeline import close, league_numbers, rows_of_leaves
from parindex.scoring.scorecard import Scorecard
from parindex.tables import VALUE

Cell = tuple[str, str, str] | tuple[str, str]
"""A unit, a criterion, and the input where the leaf has several."""


def what_if(card: Scorecard, changes: Mapping[Cell, float | None]) -> Scorecard:
    """Give the scorecard as it would be with some values changed (None: missing).

    Equal to scoring the changed table anew; only the leaves that are touched are scored again, for the whole
    league, since a leaf may be relative to the others. Raises KeyError for an unknown unit or input.
    """
    rows = input_rows(card.outline)
    matrix, touched = card.inputs, set[str]()
    for (unit_id, criterion_id, *name), value in changes.items():
        row = rows[criterion_id, name[0] if name else VALUE]
        matrix = matrix.changed(row, card.unit_number(unit_id), value)
        touched.add(criterion_id)
    league, slices = league_numbers(card.units), rows_of_leaves(card.outline)
    marks = tuple(
        score_leaf(leaf, slices[leaf.code], matrix, league) if leaf.code in touched else mark
        for leaf, mark in zip(card.outline.leaves, card.marks, strict=True)
    )
    return close(card.outline, matrix, card.units, marks, card.sources)
