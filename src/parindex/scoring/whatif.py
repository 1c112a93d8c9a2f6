"""What if: change some inputs, score the leaves they touch again, add up, keep everything else."""

from __future__ import annotations

from collections.abc import Mapping

from parindex.scoring.aggregation import add_up, empty_sums
from parindex.scoring.bounds import refuse_impossible
from parindex.scoring.inputs import InputMatrix, input_rows
from parindex.scoring.leaves import plans_of, score_leaf
from parindex.scoring.pipeline import leagues_where_needed
from parindex.scoring.rescaling import close_total
from parindex.scoring.scorecard import Scorecard
from parindex.tables import POINTS, VALUE

Cell = tuple[str, str, str] | tuple[str, str]
"""A unit, a criterion, and the input where the leaf has several."""


def what_if(card: Scorecard, changes: Mapping[Cell, float | None]) -> Scorecard:
    """Give the scorecard as it would be with some values changed (None: missing).

    Equal to scoring the changed table anew; only the leaves that are touched are scored again, for the whole
    league, since a leaf may be relative to the others. The input ``points`` sets points in place of the rule
    (None: the rule decides again); a leaf whose points are set keeps them when its inputs change. Raises
    KeyError for an unknown unit or input, and :class:`parindex.errors.ProblemsFound` for a number that
    cannot be.
    """
    rows = input_rows(card.outline)
    matrix, touched = card.inputs, set[str]()
    for (unit_id, criterion_id, *name), value in changes.items():
        key, unit = (criterion_id, name[0] if name else VALUE), card.unit_number(unit_id)
        if key in rows or key[1] != POINTS:
            matrix = matrix.changed(rows[key], unit, value)
        else:
            leaf = card.outline.by_code(criterion_id)
            matrix = matrix.with_points(leaf.number, unit, value)
        touched.add(criterion_id)
    refuse_impossible(card.outline, matrix, touched)
    return _scored_again(card, matrix, touched)


def _scored_again(card: Scorecard, matrix: InputMatrix, touched: set[str]) -> Scorecard:
    """Score the touched leaves, take the points of the others from the card, add up."""
    plans = plans_of(card.outline)
    league = leagues_where_needed([plan for plan in plans if plan.leaf.code in touched], card.units)
    sums = empty_sums(card.outline, len(league))
    marks = list(card.marks)
    for number, plan in enumerate(plans):
        row = plan.leaf.number
        if plan.leaf.code in touched:
            points, marks[number] = score_leaf(plan, matrix, league)
            sums.put(row, points)
        else:
            sums.put(row, card.sums.row(row))
    add_up(card.outline, marks, sums)
    lines = close_total(card.outline, sums)
    return Scorecard(card.outline, card.units, matrix, tuple(marks), sums, lines, card.sources)
