"""Several sources and set points: who is believed, cell by cell, and what chance lets them say.

A later source may fill in an input again, set the points of a leaf, or say that it does not apply. The first
source of the order that says anything of a leaf decides between inputs and set points.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Protocol

from parindex.frameworks.model import Edition, Node
from parindex.frameworks.rules import Deduction, Penalty, Violation
from parindex.tables import SOURCES
from tests.parindex.oracle.editions import decimal

Cell = Decimal | str
Key = tuple[str, str]
POINTS = "points"
MISSING = "missing"
DEFAULT = ("published", "council", "appraisal2", "appraisal1", "survey", "dossier", "self")


@dataclass(frozen=True)
class Opinion:
    """What one source says of one input of a leaf, or of its points; without a name it is believed last."""

    code: str
    name: str
    cell: Cell
    source: str | None


class Scored(Protocol):
    """A leaf and who scores it."""

    node: Node
    scored_by: str


def believed(
    leaf: Scored, opinions: Sequence[Opinion], order: Sequence[str]
) -> tuple[dict[Key, Fraction | str], Fraction | None]:
    """Give the inputs of a leaf as they are believed, and the points set in place of its rule (or None)."""
    trusted = [*order, None]
    if leaf.scored_by != "unit":
        trusted = [source for source in trusted if source != "self"]
    said = [one for one in opinions if one.code == leaf.node.code and one.cell != MISSING]
    names = [spec.name for spec in leaf.node.inputs()]
    inputs: dict[Key, Fraction | str] = {}
    ranks: list[int] = []
    for name in names:
        rank, cell = _first(said, name, trusted)
        if cell is not None:
            ranks.append(rank)
            inputs[leaf.node.code, name] = cell if isinstance(cell, str) else Fraction(cell)
    rank, cell = _first(said, POINTS, trusted)
    if cell is None or any(earlier < rank for earlier in ranks):
        return inputs, None
    if isinstance(cell, str):
        return {(leaf.node.code, name): cell for name in names}, None
    return inputs, Fraction(cell)


def _first(said: Sequence[Opinion], name: str, trusted: Sequence[str | None]) -> tuple[int, Cell | None]:
    for rank, source in enumerate(trusted):
        for one in said:
            if one.name == name and one.source == source:
                return rank, one.cell
    return len(trusted), None


# ------------------------------------------------------------------- chance


def order_of(rng: Random) -> tuple[str, ...]:
    """Draw an order of sources: the usual one, another one, or one that leaves some out."""
    if rng.random() < 0.5:
        return DEFAULT
    drawn = list(SOURCES)
    rng.shuffle(drawn)
    return tuple(drawn[: rng.randint(3, len(drawn))])


def opinions(
    rng: Random, edition: Edition, sheet: Mapping[Key, Cell], base: str | None, often: float
) -> Iterator[Opinion]:
    """Draw what later sources say of a unit's sheet; ``base`` is the source of the sheet itself."""
    others = [source for source in (*SOURCES, None) if source != base]
    for leaf in edition.leaves():
        for source in others:
            if rng.random() < often:
                yield Opinion(leaf.code, POINTS, _points(rng, leaf), source)
            if rng.random() < often / 2:
                names = [spec.name for spec in leaf.inputs()]
                yield from _again(rng, leaf, names, sheet, source)
        if rng.random() < often:
            yield Opinion(leaf.code, POINTS, _points(rng, leaf), base)


def _again(
    rng: Random, leaf: Node, names: list[str], sheet: Mapping[Key, Cell], source: str | None
) -> Iterator[Opinion]:
    """Let a source say the inputs again, with one number changed or left out."""
    changed = rng.choice(names)
    for name in names:
        cell = sheet.get((leaf.code, name), MISSING)
        if name == changed:
            choices = [cell, MISSING] + ["not_applicable"] * (leaf.not_applicable != "refuse")
            cell = rng.choice(choices)
        yield Opinion(leaf.code, name, cell, source)


def _points(rng: Random, leaf: Node) -> Cell:
    if rng.random() < 0.15:
        marks = [MISSING, "withheld"] + ["not_applicable"] * 2 * (leaf.not_applicable != "refuse")
        return rng.choice(marks)
    low, high = least(leaf), leaf.max
    points = decimal(rng, 0, 1, rng.choice((1, 2, 3))) * (high - low) + low
    points = points.quantize(Decimal(1).scaleb(-rng.randint(1, 9)))
    return min(max(rng.choice((points, points, low, high)), low), high)


def least(leaf: Node) -> Decimal:
    """Give the least points that may be set on a leaf (two below 0 where nothing bounds them)."""
    rule = leaf.rule
    if isinstance(rule, Penalty):
        return -rule.cap
    if isinstance(rule, Deduction):
        return min(rule.floor, Decimal(0))
    if isinstance(rule, Violation):
        unbounded = Decimal(-2) if rule.per == "each" and rule.extra else -rule.extra
        return unbounded if rule.floor is None else rule.floor
    return Decimal(0)
