"""A part above its whole, or parts that do not add up to the total they are parts of."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from parindex.frameworks.outline import OutlineNode
from parindex.frameworks.parts import InputSpec
from parindex.numerals import format_number
from parindex.text import fold
from parweb.assessments.models import Answer
from parweb.assessments.xray.scene import Finding, Scene
from parweb.interface.numbers import page_language

CODE = "sums"
_FEWEST_PARTS = 2


def find(scene: Scene) -> Iterator[Finding]:
    """Find numerators above their denominator and totals that their parts do not make."""
    for leaf, answer in scene.own_answers():
        yield from _above_bound(leaf, answer)
        yield from _off_total(leaf, answer)


def _above_bound(leaf: OutlineNode, answer: Answer) -> Iterator[Finding]:
    for spec in leaf.node.inputs():
        low, high = answer.inputs.get(spec.name), answer.inputs.get(spec.at_most or "")
        if low is not None and high is not None and Decimal(low) > Decimal(high):
            what = _("{part} lớn hơn toàn bộ: {given} > {most}").format(
                part=spec.label.in_(page_language()), given=_said(low), most=_said(high)
            )
            yield Finding(CODE, leaf.code, what, spec.name)


def _off_total(leaf: OutlineNode, answer: Answer) -> Iterator[Finding]:
    total, parts = total_and_parts(leaf)
    if total is None or any(one.name not in answer.inputs for one in (total, *parts)):
        return
    whole, added = Decimal(answer.inputs[total.name]), sum(Decimal(answer.inputs[one.name]) for one in parts)
    if whole != added:
        what = _("{total} ghi {given}, các phần cộng lại là {added}").format(
            total=total.label.in_(page_language()), given=_said(str(whole)), added=_said(str(added))
        )
        yield Finding(CODE, leaf.code, what, total.name)


def total_and_parts(leaf: OutlineNode) -> tuple[InputSpec | None, list[InputSpec]]:
    """Give the input of a leaf that names itself a total ("Tổng số …") and the others, its parts."""
    numbers = [spec for spec in leaf.node.inputs() if not spec.choices]
    totals = [spec for spec in numbers if spec.name == "total" or fold(spec.label.vi).startswith("tong ")]
    parts = [spec for spec in numbers if spec not in totals]
    if len(totals) != 1 or len(parts) < _FEWEST_PARTS or len({spec.type for spec in numbers}) != 1:
        return None, []
    return totals[0], parts


def _said(text: str) -> str:
    return format_number(Decimal(text), lang=page_language())
