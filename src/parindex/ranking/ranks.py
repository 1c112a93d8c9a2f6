"""Ranks of every node in the league and in any other peer group, with ties and the printed denominator."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from parindex import exact
from parindex.exact import Exact
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
    >>> values = pl.DataFrame({"unit_id": ["a", "b"], "1": [51.75, 48.75], "2": [32.83, 33.25]})
    >>> table = rank(score(find("district-binh-duong@2017"), values), criteria=["2", "total"])
    >>> table.select("unit_id", "criterion_id", "rank", "of").rows()
    [('a', '2', 2, 2), ('b', '2', 1, 2), ('a', 'total', 1, 2), ('b', 'total', 2, 2)]
    """
    rows = list(card.outline.row_ids if criteria is None else criteria)
    classes = class_codes(card)
    tables = [
        _node_table(card, criterion, groups, classes)
        for groups in (groups_of(card, column) for column in peer_groups)
        for criterion in rows
    ]
    return pl.concat(tables)


def places_of(card: Scorecard, criterion_id: str, groups: Groups) -> Places:
    """Give the places of all units on one node."""
    ties = card.edition.settings.ranking.ties
    return places(ranked_by(card, criterion_id), card.valid(criterion_id), groups.number, ties)


def ranked_by(card: Scorecard, criterion_id: str) -> Exact:
    """Give what a node is ranked by: points, or percent where units could earn different maxima on it."""
    row = card.outline.row_number[criterion_id]
    is_node = row < len(card.outline.nodes)
    by_percent = card.edition.settings.ranking.basis == "percent"
    excluded = card.sums.excluded
    if is_node and by_percent and excluded is not None and excluded[row].any():
        return card.percent(criterion_id)
    return card.points(criterion_id)


def printed_denominator(card: Scorecard, found: Places, groups: Groups) -> np.ndarray:
    """Give what a rank is printed out of: the number of distinct ranks, or of ranked units."""
    setting = card.edition.settings.ranking
    by_units = setting.denominator == "units" or setting.ties == "ordinal"
    return np.asarray((found.ranked if by_units else found.distinct)[groups.number])


def _node_table(card: Scorecard, criterion_id: str, groups: Groups, classes: pl.Series) -> pl.DataFrame:
    found = places_of(card, criterion_id, groups)
    valid = card.valid(criterion_id)
    points = np.where(valid, exact.to_floats(card.points(criterion_id)), np.nan)
    is_total = criterion_id == TOTAL
    rank_, of = pl.Series(found.rank), pl.Series(printed_denominator(card, found, groups))
    return pl.DataFrame(
        {
            "unit_id": pl.Series(card.inputs.unit_ids, dtype=pl.String),
            "peer_group": pl.Series(groups.names, dtype=pl.String).gather(groups.number),
            "criterion_id": pl.repeat(criterion_id, len(valid), eager=True),
            "points": pl.Series(points).fill_nan(None),
            "rank": rank_.set(~pl.Series(valid), None),
            "of": of,
            "tied": pl.Series(found.tied),
            "class": classes if is_total else pl.repeat(None, len(valid), dtype=pl.String, eager=True),
        },
        schema=RANKS,
    )
