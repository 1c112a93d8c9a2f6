"""Thresholds of rules: bands that cover every value once, knots and levels in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from parindex.errors import Problem
from parindex.frameworks import rules
from parindex.frameworks.checks.quantities import judged_range
from parindex.frameworks.checks.scene import Scene, Spot
from parindex.frameworks.checks.spans import DISORDER, SWAPPED, Listing, Span, span_problems
from parindex.frameworks.yaml_lines import Path


def problems(scene: Scene) -> Iterator[Problem]:
    """Give the problems of thresholds."""
    for spot in scene.leaves:
        rule = spot.node.rule
        if isinstance(rule, rules.Bands):
            yield from _bands(scene, spot, rule)
        elif isinstance(rule, rules.Linear):
            yield from _knots(scene, spot, rule)
        elif isinstance(rule, rules.Levels):
            yield from _levels(scene, spot, rule)
        elif isinstance(rule, rules.RatioFloor) and rule.floor >= rule.full_at:
            pair = {"lower": "floor", "low": rule.floor, "upper": "full_at", "high": rule.full_at}
            yield scene.problem(SWAPPED, (*spot.path, "rule", "floor"), where=spot.where, **pair)


def _bands(scene: Scene, spot: Spot, rule: rules.Bands) -> Iterator[Problem]:
    path: Path = (*spot.path, "rule", "bands")
    spans = [Span(band.from_, band.below, (*path, number)) for number, band in enumerate(rule.bands)]
    yield from span_problems(scene, spans, spot.where, judged_range(rule.quantity).low)


def _knots(scene: Scene, spot: Spot, rule: rules.Linear) -> Iterator[Problem]:
    at = [knot.at for knot in rule.knots]
    if not all(left < right for left, right in pairwise(at)):
        path = (*spot.path, "rule", "knots")
        yield scene.problem(DISORDER, path, where=spot.where, given=Listing(tuple(at)))


def _levels(scene: Scene, spot: Spot, rule: rules.Levels) -> Iterator[Problem]:
    for numbers in ([level.value for level in rule.levels], [level.share for level in rule.levels]):
        if not _is_monotone(numbers):
            path = (*spot.path, "rule", "levels")
            yield scene.problem(DISORDER, path, where=spot.where, given=Listing(tuple(numbers)))


def _is_monotone(numbers: Sequence[Decimal]) -> bool:
    return list(numbers) in (sorted(numbers), sorted(numbers, reverse=True))
