"""What a change of some values would do: to points, to the total, to ranks, and to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import numpy as np

from parindex.ranking.ranks import rank
from parindex.scoring.pipeline import score
from parindex.scoring.scorecard import Scorecard
from parindex.scoring.whatif import Cell, what_if
from parindex.tables import TOTAL
from parweb.results.actions.collect import Collected, collect
from parweb.results.actions.freeze import decimals_of
from parweb.rounds.models import Round

Change = tuple[int, str, str]
"""The id of a unit, a criterion, and the input of it (``points`` sets points in place of the rule)."""


@dataclass(frozen=True)
class Standing:
    """Where a unit stands on the total. Points and percent are exact to the ninth decimal."""

    points: Decimal | None
    percent: Decimal | None
    rank: int | None
    of: int | None
    class_code: str


@dataclass(frozen=True)
class Moved:
    """A unit whose total, rank or class would change."""

    unit_id: int
    name: str
    before: Standing
    after: Standing

    @property
    def places(self) -> int:
        """How many places the unit would rise; negative where it falls, 0 where it has no rank."""
        if self.before.rank is None or self.after.rank is None:
            return 0
        return self.before.rank - self.after.rank


@dataclass(frozen=True)
class LeafChange:
    """The points of a touched criterion before and after."""

    unit_id: int
    criterion_id: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True)
class ChangePreview:
    """What would follow: the touched criteria, the units changed themselves, and who else moves."""

    leaves: tuple[LeafChange, ...]
    changed: tuple[Moved, ...]
    others: tuple[Moved, ...]
    """Units that nobody touched and whose rank, class or total would change all the same."""


def preview_change(round_: Round, changes: Mapping[Change, Decimal | None], at: datetime) -> ChangePreview:
    """Score a round on its latest values with some of them changed, and say who moves.

    ``changes`` takes ``(unit id, criterion, input)`` to the new number, None to "not given". Nothing is
    written. Raises KeyError for a unit or input that is not of the round, and
    :class:`parindex.errors.ProblemsFound` for a number that cannot be.
    """
    collected = collect(round_)
    before = score(collected.outline.edition, collected.values, collected.units)
    cells: dict[Cell, float | None] = {
        (str(unit), code, name): None if number is None else float(number)
        for (unit, code, name), number in changes.items()
    }
    after = what_if(before, cells)
    touched = {unit for unit, _, _ in changes}
    moved = _moved(collected, before, after)
    return ChangePreview(
        leaves=tuple(_leaf_changes(before, after, changes)),
        changed=tuple(one for one in moved if one.unit_id in touched),
        others=tuple(one for one in moved if one.unit_id not in touched and one.before != one.after),
    )


def _leaf_changes(
    before: Scorecard, after: Scorecard, changes: Mapping[Change, Decimal | None]
) -> list[LeafChange]:
    cells = dict.fromkeys((unit, code) for unit, code, _ in changes)
    return [
        LeafChange(unit, code, _points_at(before, unit, code), _points_at(after, unit, code))
        for unit, code in cells
    ]


def _points_at(card: Scorecard, unit: int, code: str) -> Decimal | None:
    at = card.unit_number(str(unit))
    one = slice(at, at + 1)
    return decimals_of(card.points(code).rows(one), np.asarray(card.valid(code)[one]))[0]


def _moved(collected: Collected, before: Scorecard, after: Scorecard) -> list[Moved]:
    pairs = zip(collected.members, _standings(before), _standings(after), strict=True)
    return [Moved(one.unit_id, one.name, was, now) for one, was, now in pairs]


def _standings(card: Scorecard) -> list[Standing]:
    valid = card.valid(TOTAL)
    ranks = rank(card, criteria=[TOTAL]).select("rank", "of", "class").iter_rows()
    points, percent = decimals_of(card.points(TOTAL), valid), decimals_of(card.percent(TOTAL), valid)
    return [
        Standing(earned, share, place, of, code or "")
        for earned, share, (place, of, code) in zip(points, percent, ranks, strict=True)
    ]
