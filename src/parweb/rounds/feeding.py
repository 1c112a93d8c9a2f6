"""Leaves that no unit types: which stage knows their figures. A stage below the entries registers itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol

from parweb.rounds.models import Round


@dataclass(frozen=True)
class Interval:
    """The confidence interval of an estimate, in percentage points, and what it was made from."""

    low: Decimal
    high: Decimal
    level: Decimal
    """As a share: 0.95."""
    method: str
    """One of the library's methods: ``korn_graubard``."""
    respondents: int
    df: int
    """Degrees of freedom of the sample's design."""

    def as_data(self) -> dict[str, str | int]:
        """Give it as plain data, decimals as texts."""
        ends = {name: format(getattr(self, name), "f") for name in ("low", "high", "level")}
        return {**ends, "method": self.method, "respondents": self.respondents, "df": self.df}


@dataclass(frozen=True)
class Figure:
    """What one unit gets for one leaf: its inputs as exact decimals, and where they come from in words."""

    unit_id: int
    criterion_id: str
    inputs: Mapping[str, Decimal]
    note: str
    standing: str = "measured"
    standard_error: Decimal | None = None
    """Of an estimate: in percentage points of the share that the leaf's points are made of."""
    interval: Interval | None = None


class Told(Protocol):
    """Who is told how far the work is: ``told(done, total, step)``."""

    def __call__(self, done: int, total: int, step: str = "", /) -> None:
        """Say how much is done, of how much."""


Feeder = Callable[[Round, Told], Iterable[Figure]]
FEEDERS: Final[dict[str, Feeder]] = {}


def feeds(source: str) -> Callable[[Feeder], Feeder]:
    """Register ``figures(round_, told)`` as what fills the leaves of a source (``dossier``, ``survey``).

    It gives the figures of every unit of the round for the leaves it knows; units and leaves that it does not
    give stay as they are.
    """

    def register(feeder: Feeder) -> Feeder:
        FEEDERS[source] = feeder
        return feeder

    return register
