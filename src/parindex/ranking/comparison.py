"""A unit beside its league: mean and best, the neighbours above and below, domains that must be remedied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from parindex import exact
from parindex.exact import Exact, FloatArray, IntArray, Mask
from parindex.ranking.groups import LEAGUE, Groups, groups_of
from parindex.ranking.places import places
from parindex.ranking.ranks import is_by_percent, ranked_by
from parindex.scoring.scorecard import Scorecard
from parindex.tables import TOTAL

COMPARISON: Final = pl.Schema(
    {
        "unit_id": pl.String(),
        "peer_group": pl.String(),
        "criterion_id": pl.String(),
        "points": pl.Float64(),
        "basis": pl.String(),
        "value": pl.Float64(),
        "mean": pl.Float64(),
        "best": pl.Float64(),
        "above_mean": pl.Boolean(),
        "to_mean": pl.Float64(),
        "to_best": pl.Float64(),
        "to_next_above": pl.Float64(),
        "to_next_below": pl.Float64(),
    }
)
_NOBODY: Final = -1


def league_means(card: Scorecard, criterion_id: str = TOTAL, peer_group: str = LEAGUE) -> dict[str, Exact]:
    """Give the exact mean points of each peer group by group name; a group without points is left out."""
    groups = groups_of(card, peer_group)
    valid = card.valid(criterion_id)
    means = _means(card.points(criterion_id), valid, groups)
    counted = np.bincount(groups.number[valid], minlength=len(groups.names))
    return {
        name: means.rows(slice(number, number + 1))
        for number, name in enumerate(groups.names)
        if counted[number]
    }


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
    """Set every unit beside its peer group on each node (all nodes and the total, unless ``criteria``).

    Columns: ``unit_id, peer_group, criterion_id, points, basis, value, mean, best, above_mean, to_mean,
    to_best, to_next_above, to_next_below``. What is compared is ``value``: the points (``basis`` is
    ``points``), or the percent of what each unit could earn (``percent``) where excluded leaves gave units
    different maxima and the edition ranks by percent. Mean and best are over the units of the group that have
    points; the distances are to the mean (negative below it), to the best unit and to the nearest different
    values above and below, all exact: 87.747 is 3.047 above 84.7. Null without points or a neighbour.

    Raises :class:`parindex.errors.ProblemsFound` for an unknown peer group, KeyError for an unknown node.
    """
    groups = groups_of(card, peer_group)
    rows = [node.code for node in card.outline.nodes] + [TOTAL] if criteria is None else list(criteria)
    return pl.concat(
        [pl.DataFrame(schema=COMPARISON), *(_beside(card, criterion, groups) for criterion in rows)]
    )


class _Neighbours(NamedTuple):
    """Rows of the best unit of the group, and of the nearest different values above and below."""

    best: IntArray
    above: IntArray
    below: IntArray


def _beside(card: Scorecard, criterion_id: str, groups: Groups) -> pl.DataFrame:
    value, valid = ranked_by(card, criterion_id), card.valid(criterion_id)
    mean = _means(value, valid, groups).rows(groups.number)
    near = _neighbours(value, valid, groups.number)
    columns = {
        "unit_id": pl.Series(card.inputs.unit_ids, dtype=pl.String),
        "peer_group": pl.Series(groups.names, dtype=pl.String).gather(groups.number),
        "criterion_id": pl.repeat(criterion_id, len(valid), dtype=pl.String, eager=True),
        "points": _shown(card.points(criterion_id), valid),
        "basis": pl.repeat(
            "percent" if is_by_percent(card, criterion_id) else "points", len(valid), eager=True
        ),
        "value": _shown(value, valid),
        "mean": _shown(mean, near.best != _NOBODY),
        "best": _shown(value.rows(near.best), near.best != _NOBODY),
        "above_mean": pl.Series(exact.sign_of_difference(value, mean) > 0).set(~pl.Series(valid), None),
        "to_mean": _shown(exact.normalised(exact.subtract(value, mean)), valid),
        "to_best": _distance(value, near.best, valid, up=True),
        "to_next_above": _distance(value, near.above, valid, up=True),
        "to_next_below": _distance(value, near.below, valid, up=False),
    }
    return pl.DataFrame(columns, schema=COMPARISON)


def _shown(column: Exact, where: Mask) -> pl.Series:
    return pl.Series(np.where(where, _floats(column), np.nan)).fill_nan(None)


def _floats(column: Exact) -> FloatArray:
    return np.asarray(exact.to_floats(column), dtype=np.float64)


def _distance(value: Exact, other: IntArray, valid: Mask, *, up: bool) -> pl.Series:
    """Give how far the units of the rows ``other`` are above (or below) each unit, as an exact difference."""
    there = value.rows(other)
    gap = exact.normalised(exact.subtract(there, value) if up else exact.subtract(value, there))
    return _shown(gap, valid & (other != _NOBODY))


def _neighbours(value: Exact, valid: Mask, group: IntArray) -> _Neighbours:
    rank = places(value, valid, group).rank.astype(np.int64)
    width = int(rank.max(initial=0)) + 2  # of each group: no rank, the ranks, none below the last
    row_at = np.full((int(group.max(initial=0)) + 1) * width, _NOBODY)
    slot = group * width + rank
    row_at[slot[valid]] = np.flatnonzero(valid)
    best = row_at[group * width + 1]
    above = np.where(valid, row_at[np.maximum(slot - 1, 0)], _NOBODY)
    return _Neighbours(best, above, np.where(valid, row_at[slot + 1], _NOBODY))


def domains_above_mean(card: Scorecard, peer_group: str = LEAGUE) -> pl.DataFrame:
    """Count the domains on which each unit is above the mean of its group: ``unit_id, above, of``.

    "6/8 trục nội dung cao hơn trung bình chung" (Hoài Đức 2023); ``of`` counts the domains with points.
    """
    domains = [node.code for node in card.outline.children(None)]
    table = compare_with_league(card, domains, peer_group)
    return table.group_by("unit_id", maintain_order=True).agg(
        pl.col("above_mean").sum().alias("above"), pl.col("above_mean").count().alias("of")
    )


def below_threshold(card: Scorecard) -> pl.DataFrame:
    """List the domains below the edition's remedy threshold: ``unit_id, criterion_id, percent, threshold``.

    A domain is a node of the first level; exactly the threshold is not below it (Hải Dương 2022: "dưới 75%
    tổng số điểm của lĩnh vực").
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
    shown = _floats(percent)
    return [(int(unit), float(shown[unit])) for unit in np.flatnonzero(is_below)]
