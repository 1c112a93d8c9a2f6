"""How sure ranks are (khoảng thứ hạng) where points rest on estimates: the ranks that errors leave possible.

Every estimate gets an interval so wide that, with the confidence asked for, all of them hold at once
(Bonferroni). Points at their ends bound the points of every unit, and a unit surely stands behind another
only where the other's lowest points are above its own highest: the joint confidence region of all ranks of
Klein, Wright & Wieczorek (2020), "A joint confidence region for an overall ranking of populations", Journal
of the Royal Statistical Society C 69, 589-606. It assumes nothing of how errors hang together: it is careful.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from parindex import exact
from parindex.exact import FloatArray, IntArray
from parindex.ranking.estimates import at_ends, read_estimates, usable, widened
from parindex.ranking.groups import LEAGUE, groups_of
from parindex.ranking.places import Ties
from parindex.ranking.ranks import ranked_by
from parindex.scoring.scorecard import Scorecard
from parindex.tables import SURE_RANKS, TOTAL

JOINT_LEVEL: Final = 0.95
"""The confidence with which all rank intervals hold at once."""


def sure_ranks(
    card: Scorecard,
    values: pl.DataFrame,
    estimates: pl.DataFrame,
    criteria: Sequence[str] = (TOTAL,),
    level: float = JOINT_LEVEL,
    peer_groups: Sequence[str] = (LEAGUE,),
) -> pl.DataFrame:
    """Give the ranks that errors of estimates leave possible, a row per peer group, node and unit.

    ``peer_groups`` are columns of the units, as for :func:`parindex.ranking.ranks.rank`: the intervals of all
    figures hold at once, so the ranks in the league and in every other group do too.
    ``estimates`` has the columns of :data:`parindex.tables.ESTIMATES`; those whose interval cannot be
    computed, or whose leaf's rule has no one direction, count as exact figures. Gives
    :data:`parindex.tables.SURE_RANKS`, units without points with nulls; no row without any estimate.
    """
    chosen = estimates if estimates.is_empty() else _joint(card, values, estimates, level)
    if chosen.is_empty():
        return pl.DataFrame(schema=SURE_RANKS)
    ends = [at_ends(card, values, chosen, is_worse=is_worse) for is_worse in (True, False)]
    return pl.concat([_node(card, ends, code, column) for column in peer_groups for code in criteria])


def _joint(card: Scorecard, values: pl.DataFrame, estimates: pl.DataFrame, level: float) -> pl.DataFrame:
    """Give the estimates that can be used with intervals that hold at once with the level asked for."""
    read = read_estimates(card.outline, values, estimates)
    chosen = read.filter(usable())
    wide = widened(chosen, 1 - (1 - level) / max(chosen.height, 1))
    return wide.filter(usable())


def _node(card: Scorecard, ends: Sequence[Scorecard], code: str, column: str) -> pl.DataFrame:
    valid, groups = card.valid(code), groups_of(card, column)
    low, middle, high = (exact.to_floats(ranked_by(one, code)) for one in (ends[0], card, ends[1]))
    points = [exact.to_floats(one.points(code)) for one in ends]
    found = np.zeros((3, len(valid)), dtype=np.uint32)
    for number in np.unique(groups.number[valid]):
        at = np.flatnonzero(valid & (groups.number == number))
        found[:, at] = possible_ranks(low[at], middle[at], high[at], card.edition.settings.ranking.ties)
    ranks = [pl.Series(row) for row in found]
    is_ranked = pl.Series(valid)
    columns = {
        "unit_id": pl.Series(card.inputs.unit_ids, dtype=pl.String),
        "peer_group": pl.Series(groups.names, dtype=pl.String).gather(groups.number),
        "criterion_id": pl.repeat(code, len(valid), dtype=pl.String, eager=True),
        "points_low": pl.Series(points[0]),
        "points_high": pl.Series(points[1]),
        **dict(zip(("best", "worst", "alike"), ranks, strict=True)),
    }
    numbers = ("points_low", "points_high", "best", "worst", "alike")
    table = pl.DataFrame(columns).with_columns(is_ranked=is_ranked)
    return table.with_columns(pl.when("is_ranked").then(pl.col(name)).alias(name) for name in numbers).select(
        SURE_RANKS.names()
    )


def possible_ranks(low: FloatArray, middle: FloatArray, high: FloatArray, ties: Ties = "dense") -> IntArray:
    """Give, for units whose points lie between two ends, the best and the worst rank, and how many overlap.

    ``middle`` are the points that ranks are printed by, an exact figure has equal ends. ``dense`` ranks count
    different values, so units with equal points count as one here too. The printed rank is always possible.

    >>> low, middle, high = np.array([8.0, 6.0, 5.0]), np.array([8.5, 6.5, 6.0]), np.array([9.0, 7.0, 6.6])
    >>> possible_ranks(low, middle, high).tolist()
    [[1, 2, 2], [1, 3, 3], [0, 1, 1]]
    """
    low, high = np.minimum(low, middle), np.maximum(high, middle)
    ahead, reach = _above(low, high), _above(high, low)
    behind = np.searchsorted(np.sort(high), low, "left")
    alike = len(low) - ahead - behind - 1
    if ties == "competition":
        return np.stack([1 + ahead, 1 + reach - (high > low), alike])
    if ties == "ordinal":
        return np.stack([1 + ahead, len(low) - behind, alike])
    return np.stack([*_dense(low, middle, high), alike])


def _dense(low: FloatArray, middle: FloatArray, high: FloatArray) -> tuple[IntArray, IntArray]:
    """Give the best and the worst rank where units with equal points count once."""
    value = np.unique(middle, return_inverse=True)[1]
    lows, highs = _largest(value, low), _largest(value, high)
    order = np.lexsort((-high, value))
    first = np.r_[True, value[order][1:] != value[order][:-1]]
    rest = high.copy()
    rest[order[first]] = -np.inf
    others = np.where(np.isin(np.arange(len(high)), order[first]), _largest(value, rest)[value], highs[value])
    own = (highs[value] > low).astype(np.int64) - (others > low)
    return 1 + _above(lows, high), 1 + _above(highs, low) - own


def _largest(value: IntArray, numbers: FloatArray) -> FloatArray:
    """Give the largest number of each value."""
    found = np.full(value.max(initial=-1) + 1, -np.inf)
    np.maximum.at(found, value, numbers)
    return found


def _above(numbers: FloatArray, bound: FloatArray) -> IntArray:
    """Count the numbers above each bound."""
    return np.asarray(len(numbers) - np.searchsorted(np.sort(numbers), bound, "right"))
