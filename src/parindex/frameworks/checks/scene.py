"""What every check looks at: the edition, its nodes with what they inherit, and the line of each value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from parindex.errors import Phrase, Problem, ProblemKind
from parindex.frameworks.loading import Loaded
from parindex.frameworks.model import Channel, Edition, Node, ScoredBy
from parindex.frameworks.yaml_lines import Document, Path
from parindex.language import N_


@dataclass(frozen=True)
class Spot:
    """A node with its place in the file and what holds for it by inheritance."""

    node: Node
    path: Path
    channel: str | None
    """The channel named here or above; None where no node names one."""
    scored_by: ScoredBy
    is_illustrative: bool

    @property
    def code(self) -> str:
        """The code as printed."""
        return self.node.code

    @property
    def where(self) -> Phrase:
        """The node in a message."""
        return Phrase(N_("tiêu chí {code}"), {"code": self.code})


@dataclass(frozen=True)
class Scene:
    """An edition as the checks see it."""

    loaded: Loaded

    @property
    def edition(self) -> Edition:
        """The edition that is checked."""
        return self.loaded.edition

    @property
    def document(self) -> Document:
        """The file it was read from."""
        return self.loaded.document

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Every node, in printed order."""
        return tuple(_spots(self.edition))

    @cached_property
    def leaves(self) -> tuple[Spot, ...]:
        """Every node without children, in printed order."""
        return tuple(spot for spot in self.spots if spot.node.is_leaf)

    def channel(self, spot: Spot) -> Channel | None:
        """Give the channel of a node; None where it has none, or one that is not declared."""
        return self.edition.channels.get(spot.channel or "")

    def is_penalty(self, spot: Spot) -> bool:
        """Tell whether the points of a node are taken off."""
        channel = self.channel(spot)
        return channel is not None and channel.kind == "penalty"

    def problem(self, kind: ProblemKind, path: Path, **details: Any) -> Problem:
        """Make a problem at a value of the file."""
        return Problem(kind, self.document.place(path), details)


def _spots(edition: Edition) -> Iterator[Spot]:
    for number, node in enumerate(edition.tree):
        yield from _below(node, ("tree", number), Spot(node, (), None, "unit", edition.illustrative))


def _below(node: Node, path: Path, above: Spot) -> Iterator[Spot]:
    here = Spot(
        node=node,
        path=path,
        channel=node.channel or above.channel,
        scored_by=node.scored_by or above.scored_by,
        is_illustrative=node.illustrative or above.is_illustrative,
    )
    yield here
    for number, child in enumerate(node.criteria):
        yield from _below(child, (*path, "criteria", number), here)


def total(numbers: Iterator[Decimal]) -> Decimal:
    """Add decimals up; nothing is 0."""
    return sum(numbers, Decimal(0))
