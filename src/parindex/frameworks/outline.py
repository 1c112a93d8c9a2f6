"""The outline of an edition: its nodes as one numbered list, with what they inherit from above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from parindex.frameworks.model import Channel, Edition, MissingPolicy, Node, ScoredBy
from parindex.frameworks.parts import InputSpec
from parindex.tables import CHANNEL_PREFIX, TOTAL

_ZERO = Decimal(0)


@dataclass(frozen=True)
class OutlineNode:
    """A node with its number in printed order, its parent's number, and everything it inherits."""

    number: int
    node: Node
    parent: int | None
    depth: int
    channel: str
    scored_by: ScoredBy
    legal_ref: str | None
    missing: MissingPolicy
    is_illustrative: bool

    @property
    def code(self) -> str:
        """The code as printed."""
        return self.node.code


@dataclass(frozen=True)
class Outline:
    """An edition laid out flat. Rows of every result are: the nodes, the channels, the total."""

    edition: Edition
    nodes: tuple[OutlineNode, ...]

    @cached_property
    def leaves(self) -> tuple[OutlineNode, ...]:
        """The leaves, in printed order."""
        return tuple(node for node in self.nodes if node.node.is_leaf)

    @cached_property
    def inputs(self) -> tuple[tuple[OutlineNode, InputSpec], ...]:
        """Everything that is filled in, leaf by leaf: one row of the input matrix each."""
        return tuple((leaf, spec) for leaf in self.leaves for spec in leaf.node.inputs())

    @cached_property
    def channels(self) -> dict[str, Channel]:
        """The channels by name, in the order of the file."""
        return self.edition.channels

    @cached_property
    def row_ids(self) -> tuple[str, ...]:
        """The ``criterion_id`` of every row of a result."""
        channels = [CHANNEL_PREFIX + name for name in self.channels]
        return (*(node.code for node in self.nodes), *channels, TOTAL)

    @cached_property
    def row_number(self) -> dict[str, int]:
        """The row of each ``criterion_id``."""
        return {code: number for number, code in enumerate(self.row_ids)}

    @cached_property
    def total_max(self) -> Decimal:
        """What the base channels add up to (100 as a rule)."""
        base = (channel.max for channel in self.channels.values() if channel.kind == "base")
        return sum(base, _ZERO)

    def children(self, number: int | None) -> tuple[OutlineNode, ...]:
        """Give the nodes directly below one (below the top for None)."""
        return tuple(node for node in self.nodes if node.parent == number)

    def by_code(self, code: str) -> OutlineNode:
        """Give the node of that code; KeyError where there is none."""
        return self.nodes[self.row_number[code]]

    def label(self, criterion_id: str, lang: str = "vi") -> str:
        """Give the words of a row: a node's label, a channel's, or those of the total."""
        if criterion_id == TOTAL:
            return "Total" if lang == "en" else "Tổng điểm"
        if criterion_id.startswith(CHANNEL_PREFIX):
            words = self.channels[criterion_id.removeprefix(CHANNEL_PREFIX)].label
        else:
            words = self.by_code(criterion_id).node.label
        return words.in_("en" if lang == "en" else "vi")


def outline(edition: Edition) -> Outline:
    """Lay an edition out flat."""
    nodes: list[OutlineNode] = []
    for node in edition.tree:
        _add(node, None, nodes, edition)
    return Outline(edition, tuple(nodes))


def _add(node: Node, above: OutlineNode | None, nodes: list[OutlineNode], edition: Edition) -> None:
    here = OutlineNode(
        number=len(nodes),
        node=node,
        parent=above.number if above else None,
        depth=above.depth + 1 if above else 0,
        channel=node.channel or (above.channel if above else next(iter(edition.channels))),
        scored_by=node.scored_by or (above.scored_by if above else "unit"),
        legal_ref=node.legal_ref or (above.legal_ref if above else None),
        missing=node.missing or (above.missing if above else edition.settings.missing),
        is_illustrative=node.illustrative or (above.is_illustrative if above else edition.illustrative),
    )
    nodes.append(here)
    for child in node.criteria:
        _add(child, here, nodes, edition)


def above(outline_: Outline, node: OutlineNode) -> Iterator[OutlineNode]:
    """Give the nodes above one, nearest first."""
    while node.parent is not None:
        node = outline_.nodes[node.parent]
        yield node
