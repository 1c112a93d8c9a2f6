"""An edition as the pages of an entry need it, laid out once per digest and process."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from parindex.frameworks.outline import Outline, OutlineNode
from parweb.frameworks.models import AdoptedEdition
from parweb.frameworks.queries import outline_of

FED_BY: Final = frozenset({"survey", "dossier", "data"})
"""Who scores the leaves whose values are imported."""


@dataclass(frozen=True, eq=False)
class Layout:
    """The leaves of an edition by who fills them in; there is one per digest, compared by identity."""

    outline: Outline

    @cached_property
    def leaves(self) -> dict[str, OutlineNode]:
        """Every leaf by its code, in printed order."""
        return {leaf.code: leaf for leaf in self.outline.leaves}

    @cached_property
    def own(self) -> dict[str, OutlineNode]:
        """The leaves that a unit fills in, by code, in printed order."""
        return {code: leaf for code, leaf in self.leaves.items() if leaf.scored_by == "unit"}

    @cached_property
    def fed(self) -> dict[str, OutlineNode]:
        """The leaves whose values come from a survey, from dossiers or another office, by code."""
        return {code: leaf for code, leaf in self.leaves.items() if leaf.scored_by in FED_BY}

    @cached_property
    def needed(self) -> frozenset[str]:
        """Codes of the leaves that an entry needs to be complete (bonus and penalty lines may be blank)."""
        return frozenset(code for code, leaf in self.own.items() if is_needed(leaf))

    @cached_property
    def optional(self) -> frozenset[str]:
        """Codes of the leaves of a unit that may stay blank, as bonus lines: no entry, no bonus."""
        return frozenset(self.own) - self.needed

    @cached_property
    def to_prove(self) -> frozenset[str]:
        """Codes of the leaves that ask for evidence, or for an explanation in its place."""
        return frozenset(code for code, leaf in self.own.items() if asks_for_evidence(leaf))

    @cached_property
    def own_max(self) -> Decimal:
        """What the leaves of the unit are worth together, bonus lines apart."""
        bonus = {name for name, channel in self.outline.channels.items() if channel.kind != "base"}
        return sum((leaf.node.max for leaf in self.own.values() if leaf.channel not in bonus), Decimal(0))

    def below(self, code: str) -> tuple[str, ...]:
        """Give the codes of the unit's leaves at or below a node."""
        top = self.outline.by_code(code)
        inside = {top.number}
        for node in self.outline.nodes[top.number + 1 :]:
            if node.parent in inside:
                inside.add(node.number)
        return tuple(leaf.code for leaf in self.own.values() if leaf.number in inside)


def is_needed(leaf: OutlineNode) -> bool:
    """Tell whether a leaf has an input that has no value of its own where nothing is filled in."""
    return any(spec.default is None for spec in leaf.node.inputs())


def asks_for_evidence(leaf: OutlineNode) -> bool:
    """Tell whether the edition asks for a document that proves the leaf."""
    return any(one.required for one in leaf.node.evidence)


_LAYOUTS: dict[str, Layout] = {}


def layout_of(adopted: AdoptedEdition) -> Layout:
    """Give the layout of an adopted edition; its text is read only the first time (it may be deferred)."""
    found = _LAYOUTS.get(adopted.digest)
    if found is None:
        found = _LAYOUTS[adopted.digest] = Layout(outline_of(adopted))
    return found
