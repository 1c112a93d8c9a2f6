"""Points of one leaf over all units: read its inputs, judge its quantity, apply its rule and its policies."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import NamedTuple

import numpy as np

from parindex import exact
from parindex.exact import Exact, IntArray, Mask
from parindex.frameworks.outline import OutlineNode
from parindex.frameworks.parts import InputSpec
from parindex.frameworks.rules import AnyRule, Formula, Quantity, WhenZero
from parindex.scoring.inputs import InputMatrix, Standings
from parindex.scoring.marks import QUANTITY, Clauses, LeafInputs, Marks
from parindex.scoring.missing import standing_of_leaf, with_default
from parindex.scoring.quantities import judged
from parindex.tables import MEASURED, MISSING, NOT_APPLICABLE

UNDEFINED = -1
"""The clause of a leaf whose quantity is over nothing, or for which no clause applies."""


class LeafMarks(NamedTuple):
    """A leaf scored: points (0 where it has none), clause, standing (None: all measured), exclusions."""

    points: Exact
    clause: Clauses
    standing: Standings | None
    excluded: Mask | None


def rule_module(rule: AnyRule) -> ModuleType:
    """Give the module that scores a kind of rule."""
    return import_module(f"parindex.scoring.rules.{rule.kind}")


def score_leaf(leaf: OutlineNode, rows: slice, matrix: InputMatrix, league: IntArray) -> LeafMarks:
    """Score one leaf for all units."""
    rule = leaf.node.rule
    if rule is None:
        msg = f"leaf {leaf.code} has no rule"
        raise ValueError(msg)
    columns, standing = _columns(leaf.node.inputs(), rows, matrix)
    columns, undefined = _with_quantity(rule, columns)
    present = np.ones(len(league), dtype=bool) if standing is None else standing == MEASURED
    present = present if undefined is None else present & ~undefined
    inputs = LeafInputs(leaf.node.max, columns, present, league)
    marks: Marks = rule_module(rule).points(rule, inputs)
    undefined = _either(undefined, marks.undefined)
    if undefined is not None:
        marks, standing = _without_value(leaf, marks, undefined, standing)
    return _policies(leaf, marks, standing)


def _columns(
    specs: tuple[InputSpec, ...], rows: slice, matrix: InputMatrix
) -> tuple[dict[str, Exact], Standings | None]:
    columns: dict[str, Exact] = {}
    standings = matrix.standing[rows]
    for number, spec in enumerate(specs):
        values, standing = matrix.values[rows.start + number], standings[number]
        if spec.default is not None:
            values, standing = with_default(spec, values, standing)
            standings = np.vstack([standings[:number], standing[None], standings[number + 1 :]])
        columns[spec.name] = exact.from_floats(values)
    return columns, standing_of_leaf(standings)


def _with_quantity(rule: AnyRule, columns: dict[str, Exact]) -> tuple[dict[str, Exact], Mask | None]:
    spec = getattr(rule, "quantity", None)
    if not isinstance(spec, Quantity):
        return columns, None
    quantity, undefined = judged(spec, columns)
    return {**columns, QUANTITY: quantity}, undefined


def _either(a: Mask | None, b: Mask | None) -> Mask | None:
    if a is None or b is None:
        both = b if a is None else a
        return both if both is not None and both.any() else None
    return (a | b) if (a | b).any() else None


def when_undefined(rule: AnyRule) -> WhenZero:
    """Tell what a rule says of a unit without a quantity: missing unless the edition says otherwise."""
    if isinstance(rule, Formula):
        return rule.when_undefined
    quantity = getattr(rule, "quantity", None)
    return quantity.when_zero if isinstance(quantity, Quantity) else "missing"


def _without_value(
    leaf: OutlineNode, marks: Marks, undefined: Mask, standing: Standings | None
) -> tuple[Marks, Standings | None]:
    """Apply what the edition says of a quantity over nothing."""
    says = when_undefined(leaf.node.rule) if leaf.node.rule else "missing"
    clause = np.where(undefined, UNDEFINED, marks.clause).astype(np.int16)
    if says in ("zero", "full"):
        given = exact.constant(leaf.node.max if says == "full" else 0)
        return Marks(exact.where(undefined, given, marks.points), clause), standing
    before = np.zeros(len(undefined), dtype=np.uint8) if standing is None else standing
    becomes = MISSING if says == "missing" else NOT_APPLICABLE
    standing = np.where(undefined & (before == MEASURED), becomes, before).astype(np.uint8)
    return Marks(marks.points, clause), standing


def _policies(leaf: OutlineNode, marks: Marks, standing: Standings | None) -> LeafMarks:
    """Blank out what has no value, and apply the not-applicable policy of the leaf."""
    points = exact.normalised(exact.at_places(marks.points, exact.PLACES))
    if leaf.node.round is not None:
        points = exact.half_up(points, leaf.node.round)
    if standing is None:
        return LeafMarks(points, marks.clause, None, None)
    does_not_apply = standing == NOT_APPLICABLE
    points = exact.where(standing == MEASURED, points, exact.constant(0))
    if leaf.node.not_applicable == "full":
        points = exact.where(does_not_apply, exact.constant(leaf.node.max), points)
    is_excluded = leaf.node.not_applicable in ("exclude", "refuse") and does_not_apply.any()
    return LeafMarks(points, marks.clause, standing, does_not_apply if is_excluded else None)
