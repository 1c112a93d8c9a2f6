"""Merging cells that are too small to adjust by, in an order that anybody can follow.

The columns of a cell stand from the coarsest to the finest. From the finest up: among the groups that share
the columns before, the smallest insufficient one is merged with the smaller of its two neighbours in the
order of the values, until none is insufficient or one is left; that one is looked at again one column up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parindex.errors import Place, Problem, ProblemsFound
from parindex.surveys.weighting.cells import labels
from parindex.surveys.weighting.kinds import CELL_TOO_SMALL


@dataclass(frozen=True)
class Group:
    """Cells merged into one: their numbers, the values of the first, its respondents, weights by outcome.

    ``sums`` are weights of respondents, eligible people without an answer, ineligible, unknown.
    """

    members: tuple[int, ...]
    key: tuple[str, ...]
    respondents: int
    sums: tuple[float, ...]

    @property
    def known_factor(self) -> float:
        """What known outcomes are multiplied by to stand for the unknown ones."""
        known = sum(self.sums[:3])
        return (known + self.sums[3]) / known if known else float("inf")

    @property
    def factor(self) -> float:
        """What respondents are multiplied by."""
        answered, silent = self.sums[:2]
        return self.known_factor * (answered + silent) / answered if answered else float("inf")

    def with_(self, other: Group) -> Group:
        """Give both groups as one, under the key of the first."""
        sums = tuple(mine + its for mine, its in zip(self.sums, other.sums, strict=True))
        members = tuple(sorted(self.members + other.members))
        return Group(members, min(self.key, other.key), self.respondents + other.respondents, sums)


def collapse(
    groups: Sequence[Group], columns: Sequence[str], least: int, largest_factor: float
) -> list[Group]:
    """Merge groups until each has enough respondents and a factor that is not too large.

    Refuses where all cells together do not suffice.
    """
    left = sorted(groups, key=lambda group: group.key)
    for depth in reversed(range(len(columns))):
        families = _families(left, depth)
        left = [group for family in families for group in _settled(family, least, largest_factor)]
    short = [group for group in left if not _suffices(group, least, largest_factor)]
    if short:
        keys = {member: group.key for group in groups for member in group.members}
        found = labels(columns, (keys[member] for group in short for member in group.members))
        details = {"cells": found, "count": sum(group.respondents for group in short), "least": least}
        raise ProblemsFound([Problem(CELL_TOO_SMALL, Place(), details)])
    return left


def _families(groups: Iterable[Group], depth: int) -> list[list[Group]]:
    families: dict[tuple[str, ...], list[Group]] = {}
    for group in groups:
        families.setdefault(group.key[:depth], []).append(group)
    return list(families.values())


def _settled(family: list[Group], least: int, largest_factor: float) -> list[Group]:
    """Merge within one family until every group suffices or one is left."""
    while len(family) > 1:
        short = [at for at, group in enumerate(family) if not _suffices(group, least, largest_factor)]
        if not short:
            break
        at = min(short, key=lambda place: (family[place].respondents, place))
        beside = [place for place in (at - 1, at + 1) if 0 <= place < len(family)]
        to = min(beside, key=lambda place: (family[place].respondents, place))
        first, second = sorted((at, to))
        family = [*family[:first], family[first].with_(family[second]), *family[second + 1 :]]
    return family


def _suffices(group: Group, least: int, largest_factor: float) -> bool:
    return group.respondents >= max(least, 1) and group.factor <= largest_factor
