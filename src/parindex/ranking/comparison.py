"""A unit beside its league: mean and best, the neighbours above and below, domains that must be remedied."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from parindex import exact
from parindex.exact import Exact, IntArray, Mask
from parindex.ranking.groups import LEAGUE, Groups, groups_of
from parindex.ranking.places import places
from parindex.scoring.scorecard import Scorecard
from parindex.tables import TOTAL


def league_means(card: Scorecard, criterion_id: str = TOTAL, peer_group: str = LEAGUE) -> dict[str, Exact]:
    """Give the exact mean points of each peer group over the units that have points, by group name."""
    groups = groups_of(card, peer_group)
    means = _means(card.points(criterion_id), card.valid(criterion_id), groups)
    return {name: means.rows(slice(number, number + 1)) for number, name in enumerate(groups.names)}


def _means(points: Exact, valid: Mask, groups: Groups) -> Exact:
    size = len(groups.names)
    whole = np.zeros(size, dtype=np.int64)
    np.add.at(whole, groups.number, np.where(valid, points.whole, 0))
    part = None
    if points.part is not None:
        part = np.zeros(size)
        np.add.at(part, groups.number, np.where(valid, points.part, 0.0))
    counted = np.bincount(groups.number[valid], minlength=size)
    sums = exact.normalised(Exact(whole, part, points.places))
    return exact.times_over(sums, exact.constant(1), Exact(np.maximum(counted, 1), None, 0))


def compare_with_league(
    card: Scorecard, criteria: Sequence[str] | None = None, peer_group: str = LEAGUE
) -> pl.DataFrame:
    """Set every unit beside its peer group on each node.

    Columns: ``unit_id, peer_group, criterion_id, points, mean, best, above_mean, to_best, to_next_above,
    to_next_below`` (points; null without points, or without a neighbour). ``above_mean`` answers
    "6/8 trục cao hơn trung bình chung".
    """
    groups = groups_of(card, peer_group)
    rows = [node.code for node in card.outline.nodes] + [TOTAL] if criteria is None else list(criteria)
    return pl.concat([_beside(card, criterion, groups) for criterion in rows])


def _beside(card: Scorecard, criterion_id: str, groups: Groups) -> pl.DataFrame:
    points, valid = card.points(criterion_id), card.valid(criterion_id)
    mean = _means(points, valid, groups).rows(groups.number)
    values = np.where(valid, exact.to_floats(points), np.nan)
    best = np.full(len(groups.names), -np.inf)
    np.maximum.at(best, groups.number[valid], values[valid])
    above, below = _neighbours(points, valid, groups.number)
    columns = {
        "unit_id": pl.Series(card.inputs.unit_ids, dtype=pl.String),
        "peer_group": pl.Series(groups.names, dtype=pl.String).gather(groups.number),
        "criterion_id": pl.repeat(criterion_id, len(valid), eager=True),
        "points": pl.Series(values).fill_nan(None),
        "mean": pl.Series(exact.to_floats(mean)),
        "best": pl.Series(best[groups.number]),
        "above_mean": pl.Series(exact.sign_of_difference(points, mean) > 0).set(~pl.Series(valid), None),
        "to_best": pl.Series(best[groups.number] - values).fill_nan(None),
        "to_next_above": pl.Series(above).fill_nan(None),
        "to_next_below": pl.Series(below).fill_nan(None),
    }
    return pl.DataFrame(columns)


def _neighbours(points: Exact, valid: Mask, group: IntArray) -> tuple[np.ndarray, np.ndarray]:
    """Give the distance to the next different points above and below in the group, NaN without one."""
    rank = places(points, valid, group).rank.astype(np.int64)
    above, below = np.full(len(valid), np.nan), np.full(len(valid), np.nan)
    values = exact.to_floats(points)
    width = int(rank.max(initial=0)) + 2
    at = np.full((int(group.max(initial=0)) + 1) * width, np.nan)
    slot = group * width + rank
    at[slot[valid]] = values[valid]
    at[np.arange(0, len(at), width)] = np.nan
    above[valid] = at[slot[valid] - 1] - values[valid]
    below[valid] = values[valid] - at[slot[valid] + 1]
    return above, below


def below_threshold(card: Scorecard) -> pl.DataFrame:
    """List the domains below the edition's remedy threshold: ``unit_id, criterion_id, percent, threshold``.

    A domain is a node of the first level; exactly the threshold is not below it (seed 001: dưới 75 % tổng số
    điểm của lĩnh vực).
    """
    schema = {"unit_id": pl.String, "criterion_id": pl.String, "percent": pl.Float64, "threshold": pl.Float64}
    remedy = card.edition.settings.remedy
    if remedy is None:
        return pl.DataFrame(schema=schema)
    rows = [
        (card.inputs.unit_ids[unit], domain.code, percent, float(remedy.threshold))
        for domain in card.outline.children(None)
        if card.outline.channels[domain.channel].kind == "base"
        for unit, percent in _below(card, domain.code, exact.constant(remedy.threshold))
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _below(card: Scorecard, criterion_id: str, threshold: Exact) -> list[tuple[int, float]]:
    percent = card.percent(criterion_id)
    is_below = card.valid(criterion_id) & ~exact.at_least(percent, threshold)
    return [(int(unit), float(exact.to_floats(percent)[unit])) for unit in np.flatnonzero(is_below)]

