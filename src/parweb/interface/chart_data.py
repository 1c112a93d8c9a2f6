"""What the charts are drawn from: plain values, already computed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from parweb.interface.numbers import Number

MOST_NAMES: Final = 60
"""A longer league has no room for names: it is drawn as a curve of ranks."""


@dataclass(frozen=True)
class Standing:
    """A unit in its league; ``low`` and ``high`` bound its points where they are uncertain."""

    name: str
    points: Number
    rank: int
    is_ours: bool = False
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True)
class Band:
    """A class: its word and the points it begins at; it ends where the next one begins."""

    label: str
    begins_at: Number


@dataclass(frozen=True)
class Domain:
    """A domain: our points, the league's mean and best, the threshold, of how many."""

    name: str
    ours: Number | None
    maximum: Number
    mean: Number | None = None
    best: Number | None = None
    threshold: Number | None = None


@dataclass(frozen=True)
class Change:
    """A domain in two years, in points of the same maximum."""

    name: str
    before: Number
    after: Number
    maximum: Number


@dataclass(frozen=True)
class Loss:
    """Points lost at a criterion: can they be won back, who is in charge, until when."""

    name: str
    lost: Number
    is_recoverable: bool
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class PhaseCount:
    """How many units are how far in a phase."""

    name: str
    done: int
    begun: int
    waiting: int
    late: int = 0


@dataclass(frozen=True)
class Split:
    """A row of counts that add up: its name, and one count for each kind."""

    name: str
    counts: tuple[int, ...]
