"""Points set by a person (điểm ấn định): the one thing every leaf takes beside what its rule asks for."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Final

from parindex.frameworks import rules
from parindex.frameworks.model import Node
from parindex.frameworks.outline import Outline, OutlineNode
from parindex.frameworks.parts import InputSpec, Text
from parindex.language import N_, translate
from parindex.tables import POINTS

_ZERO: Final = Decimal(0)
_LABEL: Final = N_("Điểm ấn định")


@cache
def _label() -> Text:
    return Text(vi=_LABEL, en=translate(_LABEL, "en"))


def points_spec(node: Node) -> InputSpec:
    """Say what points a person may set on a leaf: from the least its rule gives (mostly 0) to its maximum.

    >>> leaf = Node.model_validate({"code": "P", "label": "Phạt", "max": 0,
    ...                             "rule": {"kind": "penalty", "each": 1, "cap": 3}})
    >>> points_spec(leaf).minimum, points_spec(leaf).maximum
    (Decimal('-3'), Decimal('0'))
    """
    return InputSpec(name=POINTS, label=_label(), type="points", minimum=_least(node), maximum=node.max)


def _least(node: Node) -> Decimal | None:
    """Give the least points of a leaf; None where its rule takes off without an end."""
    rule = node.rule
    if isinstance(rule, rules.Penalty):
        return -rule.cap
    if isinstance(rule, rules.Deduction):
        return min(rule.floor, _ZERO)
    if isinstance(rule, rules.Violation):
        return _least_of_violation(rule)
    return _ZERO


def _least_of_violation(rule: rules.Violation) -> Decimal | None:
    if rule.floor is not None:
        return rule.floor
    return None if rule.per == "each" and rule.extra > 0 else -rule.extra


def takes_set_points(leaf: OutlineNode) -> bool:
    """Tell whether ``points`` means set points on a leaf, and not an input of its own of that name."""
    return all(spec.name != POINTS for spec in leaf.node.inputs())


def set_points_rows(outline: Outline) -> dict[str, int]:
    """Give, by code, the place of each leaf that takes set points among the leaves."""
    return {leaf.code: number for number, leaf in enumerate(outline.leaves) if takes_set_points(leaf)}
