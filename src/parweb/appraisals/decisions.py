"""What an appraiser may decide about a leaf, and what each decision makes of inputs and points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from parindex.errors import ProblemsFound
from parindex.frameworks.outline import OutlineNode
from parindex.frameworks.set_points import points_spec
from parweb.appraisals.facts import as_decimals
from parweb.appraisals.models import Appraisal
from parweb.assessments.models import Answer
from parweb.frameworks.models import AdoptedEdition
from parweb.frameworks.scorer import leaf_scorer
from parweb.interface.numbers import number_text, page_language

Kind = Appraisal.Decision
WITHOUT_REASON: Final = frozenset({Kind.ACCEPT, Kind.KEEP, Kind.FILL})
"""Decisions that need no reason: nothing was taken from what the unit said."""


@dataclass(frozen=True)
class Decision:
    """What an appraiser decides: inputs where they fill in or correct, points where they set them."""

    kind: str
    inputs: Mapping[str, Decimal] = field(default_factory=dict)
    set_points: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True)
class Held:
    """What holds by a decision: inputs, standing, set points, and the points they come to."""

    inputs: dict[str, Decimal]
    standing: str
    set_points: Decimal | None
    points: Decimal | None


def allowed_kinds(leaf: OutlineNode, stage: int, answer: Answer | None, first: Appraisal | None) -> list[str]:
    """Give the decisions that make sense for a leaf, the usual one first."""
    kinds: list[str] = []
    if stage == 2 and first is not None:  # noqa: PLR2004  # the second appraisal
        kinds.append(Kind.KEEP)
    if leaf.scored_by == "unit" and is_claimed(answer):
        kinds.append(Kind.ACCEPT)
    kinds += [Kind.CORRECT if leaf.scored_by == "unit" else Kind.FILL, Kind.SET]
    if leaf.node.not_applicable != "refuse":
        kinds.append(Kind.NOT_APPLICABLE)
    return [str(kind) for kind in kinds]


def is_claimed(answer: Answer | None) -> bool:
    """Tell whether the unit said anything about a leaf that could be accepted."""
    return answer is not None and (answer.standing != "missing" or answer.set_points is not None)


def held_by(
    adopted: AdoptedEdition,
    leaf: OutlineNode,
    decision: Decision,
    answer: Answer | None,
    first: Appraisal | None,
) -> Held:
    """Give what holds by a decision, with its points; ValidationError where it cannot be taken."""
    if decision.kind not in WITHOUT_REASON and not decision.reason.strip():
        raise ValidationError({"reason": _("Ghi lý do để đơn vị biết vì sao điểm thay đổi.")})
    inputs, standing, set_points = _what_holds(leaf, decision, answer, first)
    points = scored(adopted, leaf, inputs, standing, set_points)
    return Held(inputs, standing, set_points, points)


def _what_holds(
    leaf: OutlineNode, decision: Decision, answer: Answer | None, first: Appraisal | None
) -> tuple[dict[str, Decimal], str, Decimal | None]:
    if decision.kind == Kind.ACCEPT and answer is not None and is_claimed(answer):
        standing = "measured" if answer.set_points is not None else answer.standing
        return as_decimals(answer.inputs), standing, answer.set_points
    if decision.kind == Kind.KEEP and first is not None:
        return as_decimals(first.inputs), first.standing, first.set_points
    if decision.kind == Kind.NOT_APPLICABLE:
        return {}, "not_applicable", None
    if decision.kind == Kind.SET:
        check_bounds(leaf, decision.set_points)
        return _claimed(answer), "measured", decision.set_points
    if not decision.inputs:
        raise ValidationError(_("Nhập số liệu để chấm điểm."))
    return dict(decision.inputs), "measured", None


def _claimed(answer: Answer | None) -> dict[str, Decimal]:
    return as_decimals(answer.inputs) if answer is not None and answer.standing == "measured" else {}


def check_bounds(leaf: OutlineNode, points: Decimal | None) -> None:
    """Refuse points that a person cannot set on a leaf (ValidationError on ``set_points``)."""
    spec = points_spec(leaf.node)
    if points is None:
        raise ValidationError({"set_points": _("Nhập số điểm.")})
    low, high = spec.minimum, spec.maximum
    if (low is not None and points < low) or (high is not None and points > high):
        bounds = {"low": number_text(low), "high": number_text(high)}
        raise ValidationError({"set_points": _("Điểm phải từ %(low)s đến %(high)s.") % bounds})


def scored(
    adopted: AdoptedEdition,
    leaf: OutlineNode,
    inputs: Mapping[str, Decimal],
    standing: str,
    set_points: Decimal | None,
) -> Decimal | None:
    """Give the points of a leaf; None where they depend on the other units. ValidationError where refused."""
    try:
        score: Any = leaf_scorer()(adopted, leaf.code, inputs, standing, set_points)
    except ProblemsFound as found:
        lang = page_language()
        raise ValidationError([problem.what(lang) for problem in found.problems]) from found
    points: Decimal | None = score.points
    return points
