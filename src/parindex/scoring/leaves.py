"""Points of one leaf over all units: read its inputs, judge its quantity, apply its rule and its policies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import groupby
from types import ModuleType
from typing import Final, NamedTuple

import numpy as np

from parindex import exact
from parindex.exact import Exact, IntArray, Mask
from parindex.frameworks.outline import Outline, OutlineNode
from parindex.frameworks.parts import InputSpec
from parindex.frameworks.rules import AnyRule, Formula, Quantity, Relative, WhenZero
from parindex.scoring.inputs import InputMatrix, SetPoints, Standings
from parindex.scoring.marks import QUANTITY, Clauses, LeafInputs, Marks
from parindex.scoring.missing import standing_of_leaf, with_default
from parindex.scoring.quantities import judged
from parindex.tables import MEASURED, MISSING, NOT_APPLICABLE

UNDEFINED: Final = -1
"""The clause of a leaf whose quantity is over nothing, or for which no clause applies."""
SET_BY_A_PERSON: Final = -2
"""The clause of a leaf whose points somebody set."""


class LeafMarks(NamedTuple):
    """What is said of a leaf beside its points: the clause, the standing (None: all measured), exclusions."""

    clause: Clauses
    standing: Standings | None
    excluded: Mask | None


@dataclass(frozen=True)
class LeafPlan:
    """A leaf made ready for scoring: its inputs, its rows of the matrix, the function of its rule."""

    leaf: OutlineNode
    rule: AnyRule
    specs: tuple[InputSpec, ...]
    first_row: int
    points: Callable[[AnyRule, LeafInputs], Marks]
    quantity: Quantity | None
    when_undefined: WhenZero

    @property
    def is_relative(self) -> bool:
        """Tell whether the leaf's points depend on the other units of the league."""
        return isinstance(self.rule, Relative)

    @property
    def rows(self) -> slice:
        """The rows of the leaf's inputs."""
        return slice(self.first_row, self.first_row + len(self.specs))


def rule_module(rule: AnyRule) -> ModuleType:
    """Give the module that scores a kind of rule."""
    return _module_of(rule.kind)


@cache
def _module_of(kind: str) -> ModuleType:
    return import_module(f"parindex.scoring.rules.{kind}")


def plans_of(outline: Outline) -> tuple[LeafPlan, ...]:
    """Make every leaf of an edition ready for scoring."""
    plans: list[LeafPlan] = []
    for number, inputs in groupby(enumerate(outline.inputs), key=lambda one: one[1][0].number):
        rows = list(inputs)
        specs = tuple(spec for _, (_, spec) in rows)
        plans.append(_plan(outline.nodes[number], rows[0][0], specs))
    return tuple(plans)


def _plan(leaf: OutlineNode, first_row: int, specs: tuple[InputSpec, ...]) -> LeafPlan:
    rule = leaf.node.rule
    if rule is None:
        msg = f"leaf {leaf.code} has no rule"
        raise ValueError(msg)
    quantity = getattr(rule, "quantity", None)
    says = quantity.when_zero if isinstance(quantity, Quantity) else "missing"
    says = rule.when_undefined if isinstance(rule, Formula) else says
    return LeafPlan(leaf, rule, specs, first_row, rule_module(rule).points, quantity, says)


class Prepared(NamedTuple):
    """What a rule is given for a leaf, the standing of its inputs, and who has a quantity over nothing."""

    inputs: LeafInputs
    standing: Standings | None
    undefined: Mask | None


def prepare(plan: LeafPlan, matrix: InputMatrix, league: IntArray) -> Prepared:
    """Read the inputs of one leaf over all units and judge its quantity."""
    columns, standing = _columns(plan, matrix)
    undefined = None
    if plan.quantity is not None:
        columns[QUANTITY], undefined = judged(plan.quantity, columns)
    present = np.ones(len(league), dtype=bool) if standing is None else standing == MEASURED
    present = present if undefined is None else present & ~undefined
    return Prepared(LeafInputs(plan.leaf.node.max, columns, present, league), standing, undefined)


def score_leaf(plan: LeafPlan, matrix: InputMatrix, league: IntArray) -> tuple[Exact, LeafMarks]:
    """Score one leaf for all units: its points in units of 1e-9 (0 where it has none), and its marks."""
    inputs, standing, undefined = prepare(plan, matrix, league)
    marks = plan.points(plan.rule, inputs)
    undefined = _either(undefined, marks.undefined)
    if undefined is not None:
        marks, standing = _without_value(plan, marks, undefined, standing)
    set_points = matrix.set_points.get(plan.leaf.number)
    if set_points is not None:
        marks, standing = _with_set_points(set_points, marks, standing)
    points = _with_policies(plan.leaf, marks.points, standing)
    return points, LeafMarks(marks.clause, standing, _exclusions(plan.leaf, standing))


def _columns(plan: LeafPlan, matrix: InputMatrix) -> tuple[dict[str, Exact], Standings | None]:
    columns: dict[str, Exact] = {}
    standings = list(matrix.standing[plan.rows])
    for number, spec in enumerate(plan.specs):
        column = matrix.exact_row(plan.first_row + number)
        if spec.default is not None:
            column, standings[number] = with_default(spec, column, standings[number])
        columns[spec.name] = column
    return columns, standing_of_leaf(standings) if matrix.has_gaps else None


def _either(a: Mask | None, b: Mask | None) -> Mask | None:
    both = b if a is None else (a if b is None else a | b)
    return both if both is not None and both.any() else None


def _without_value(
    plan: LeafPlan, marks: Marks, undefined: Mask, standing: Standings | None
) -> tuple[Marks, Standings | None]:
    """Apply what the edition says of a quantity over nothing."""
    clause = np.where(undefined, UNDEFINED, marks.clause).astype(np.int8)
    if plan.when_undefined in ("zero", "full"):
        given = exact.constant(plan.leaf.node.max if plan.when_undefined == "full" else 0)
        return Marks(exact.where(undefined, given, marks.points), clause), standing
    before = np.zeros(len(undefined), dtype=np.uint8) if standing is None else standing
    becomes = MISSING if plan.when_undefined == "missing" else NOT_APPLICABLE
    standing = np.where(undefined & (before == MEASURED), becomes, before).astype(np.uint8)
    return Marks(marks.points, clause), standing


def _with_set_points(
    set_points: SetPoints, marks: Marks, standing: Standings | None
) -> tuple[Marks, Standings | None]:
    """Take the points that somebody set in place of what the rule gives, where they decide."""
    decides = set_points.decides
    points = exact.where(decides, set_points.exact_points, marks.points)
    clause = np.where(decides, SET_BY_A_PERSON, marks.clause).astype(np.int8)
    if standing is not None:
        standing = np.where(decides, MEASURED, standing).astype(np.uint8)
        standing = standing if standing.any() else None
    return Marks(points, clause), standing


def _with_policies(leaf: OutlineNode, points: Exact, standing: Standings | None) -> Exact:
    """Blank out what has no value, give what does not apply its due, round where the edition says so."""
    points = exact.normalised(exact.at_places(points, exact.PLACES))
    if leaf.node.round is not None:
        points = exact.half_up(points, leaf.node.round)
    if standing is None:
        return points
    points = exact.where(standing == MEASURED, points, exact.constant(0))
    if leaf.node.not_applicable == "full":
        points = exact.where(standing == NOT_APPLICABLE, exact.constant(leaf.node.max), points)
    return exact.at_places(points, exact.PLACES)


def _exclusions(leaf: OutlineNode, standing: Standings | None) -> Mask | None:
    if standing is None or leaf.node.not_applicable not in ("exclude", "refuse"):
        return None
    does_not_apply = standing == NOT_APPLICABLE
    return does_not_apply if does_not_apply.any() else None
