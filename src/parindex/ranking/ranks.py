"""Ranks of every node in the league and in any other peer group, with ties and the printed denominator."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from parindex import exact
from parindex.exact import Exact, FloatArray
from parindex.ranking.classes import class_codes
from parindex.ranking.groups import LEAGUE, Groups, groups_of
from parindex.ranking.places import Places, places
from parindex.scoring.scorecard import Scorecard
from parindex.tables import RANKS, TOTAL


def rank(
    card: Scorecard,
    peer_groups: Sequence[str] = (LEAGUE,),
    criteria: Sequence[str] | None = None,
) -> pl.DataFrame:
    """Rank the units of a scorecard: the ``ranks`` table, a row per peer group, node and unit.

    ``peer_groups`` are columns of the units; ``criteria`` limits the nodes (all of them, the channels and the
    total otherwise). Exact points are ranked, never rounded ones; tie policy and printed denominator are the
    edition's. A unit without points on a node stays in the list with a null rank.

    Raises :class:`parindex.errors.ProblemsFound` for an unknown peer group, KeyError for an unknown node.

    >>> from parindex import score
    >>> from parindex.frameworks.registry import find
    >>> values = pl.DataFrame({"unit_id": ["a", "b"], "TĐ": [51.75, 48.75], "XHH": [32.83, 33.25]})
    >>> table = rank(score(find("district-binh-duong@2017"), values), criteria=["XHH", "total"])
    >>> table.select("unit_id", "criterion_id", "rank", "of").rows()
    [('a', 'XHH', 2, 2), ('b', 'XHH', 1, 2), ('a', 'total', 1, 2), ('b', 'total', 2, 2)]
    """
    rows = list(card.outline.row_ids if criteria is None else criteria)
    groups = [groups_of(card, column) for column in peer_groups]
    return pl.concat([pl.DataFrame(schema=RANKS), *(_group_table(card, rows, group) for group in groups)])


def places_of(card: Scorecard, criterion_id: str, groups: Groups) -> Places:
    """Give the places of all units on one node."""
    ties = card.edition.settings.ranking.ties
    return places(ranked_by(card, criterion_id), card.valid(criterion_id), groups.number, ties)


def ranked_by(card: Scorecard, criterion_id: str) -> Exact:
    """Give what a node is ranked by: points, or percent where units could earn different maxima on it."""
    return card.percent(criterion_id) if is_by_percent(card, criterion_id) else card.points(criterion_id)


def is_by_percent(card: Scorecard, criterion_id: str) -> bool:
    """Tell whether a node is ranked by percent: the edition says so and excluded leaves changed maxima."""
    if card.edition.settings.ranking.basis != "percent":
        return False
    maxima = card.applicable[card.outline.row_number[criterion_id]]
    return bool((maxima != maxima[0]).any()) if len(maxima) else False


def printed_denominator(card: Scorecard, found: Places, groups: Groups) -> np.ndarray:
    """Give what a rank is printed out of: the number of distinct ranks, or of ranked units."""
    setting = card.edition.settings.ranking
    by_units = setting.denominator == "units" or setting.ties == "ordinal"
    return np.asarray((found.ranked if by_units else found.distinct)[groups.number])


def _group_table(card: Scorecard, rows: list[str], groups: Groups) -> pl.DataFrame:
    """Make the table of one peer group, node by node, each with the units in official order."""
    shape = (len(rows), len(card.inputs.unit_ids))
    rank_, of = np.zeros(shape, dtype=np.uint32), np.zeros(shape, dtype=np.uint32)
    tied = np.zeros(shape, dtype=bool)
    for number, criterion in enumerate(rows):
        found = places_of(card, criterion, groups)
        rank_[number], tied[number] = found.rank, found.tied
        of[number] = printed_denominator(card, found, groups)
    unit, node = np.tile(np.arange(shape[1]), shape[0]), np.repeat(np.arange(shape[0]), shape[1])
    ranks = pl.Series(rank_.ravel())
    return pl.DataFrame(
        {
            "unit_id": pl.Series(card.inputs.unit_ids, dtype=pl.String).gather(unit),
            "peer_group": pl.Series(groups.names, dtype=pl.String).gather(groups.number[unit]),
            "criterion_id": pl.Series(rows, dtype=pl.String).gather(node),
            "points": pl.Series(_points(card, rows).ravel()).fill_nan(None),
            "rank": ranks.set(ranks == 0, None),
            "of": pl.Series(of.ravel()),
            "tied": pl.Series(tied.ravel()),
            "class": _class_column(card, rows),
        },
        schema=RANKS,
    )


def _points(card: Scorecard, rows: list[str]) -> FloatArray:
    """Give the points of some nodes (nodes x units), NaN where there are none."""
    at = [card.outline.row_number[criterion] for criterion in rows]
    part = None if card.sums.part is None else card.sums.part[at]
    return np.where(card.has_points[at], exact.to_floats(Exact(card.sums.whole[at], part)), np.nan)


def _class_column(card: Scorecard, rows: list[str]) -> pl.Series:
    """Give the class of every unit on the total, null on every other node."""
    units = len(card.inputs.unit_ids)
    at = rows.index(TOTAL) if TOTAL in rows else len(rows)
    before = pl.repeat(None, at * units, dtype=pl.String, eager=True)
    if at == len(rows):
        return before
    after = pl.repeat(None, (len(rows) - at - 1) * units, dtype=pl.String, eager=True)
    return pl.concat([before, class_codes(card), after])
