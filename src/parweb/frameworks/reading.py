"""An edition laid out for readers: a tree with points, rules in words, evidence and law."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from parindex.frameworks.outline import Outline, OutlineNode
from parindex.frameworks.workbook.sentences import rule_sentence
from parindex.frameworks.workbook.words import SCORED_BY
from parindex.language import Lang

NOT_APPLICABLE: Final = {
    "refuse": "",
    "exclude": _("Không áp dụng: loại khỏi điểm tối đa"),
    "full": _("Không áp dụng: được đủ điểm"),
    "zero": _("Không áp dụng: 0 điểm"),
}


@dataclass(frozen=True)
class EvidenceLine:
    """A document that proves a criterion."""

    label: str
    is_required: bool


@dataclass(frozen=True)
class TreeNode:
    """A node as people read it, with the nodes below it. ``rule`` is empty for what is a sum of others."""

    code: str
    label: str
    max_points: Decimal
    depth: int
    rule: str
    scored_by: str
    channel: str
    evidence: tuple[EvidenceLine, ...]
    guidance: str
    law: str
    not_applicable: object
    is_illustrative: bool
    children: tuple[TreeNode, ...]

    @property
    def is_leaf(self) -> bool:
        """Tell whether the node is scored itself."""
        return not self.children


def tree_in(outline: Outline, lang: Lang) -> tuple[TreeNode, ...]:
    """Give the domains of an edition with everything below them, in a language."""
    below: dict[int | None, list[OutlineNode]] = {}
    for node in outline.nodes:
        below.setdefault(node.parent, []).append(node)
    return tuple(_node(node, below, outline, lang) for node in below.get(None, ()))


def _node(
    here: OutlineNode, below: dict[int | None, list[OutlineNode]], outline: Outline, lang: Lang
) -> TreeNode:
    node = here.node
    return TreeNode(
        code=node.code,
        label=node.label.in_(lang),
        max_points=node.max,
        depth=here.depth,
        rule=rule_sentence(node.rule, node.max, lang),
        scored_by=SCORED_BY.word(here.scored_by, lang) if node.is_leaf else "",
        channel=outline.channels[here.channel].label.in_(lang) if node.is_leaf else "",
        evidence=tuple(EvidenceLine(one.label.in_(lang), one.required) for one in node.evidence),
        guidance=node.guidance.in_(lang) if node.guidance else "",
        law=here.legal_ref or "",
        not_applicable=NOT_APPLICABLE[node.not_applicable] if node.is_leaf else "",
        is_illustrative=here.is_illustrative,
        children=tuple(_node(child, below, outline, lang) for child in below.get(here.number, ())),
    )
