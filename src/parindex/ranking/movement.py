"""From one year to the next: points, percent and ranks of every unit on every node that can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from parindex import exact
from parindex.exact import Exact, IntArray, Mask
from parindex.frameworks.comparing import comparable, not_comparable
from parindex.frameworks.crosswalk import Crosswalk
from parindex.language import Lang
from parindex.ranking.groups import LEAGUE, groups_of
from parindex.ranking.movement_words import Years, remarks_of, sentence
from parindex.ranking.ranks import places_of, printed_denominator
from parindex.scoring.scorecard import Scorecard
from parindex.tables import CHANNEL_PREFIX, TOTAL
from parindex.text import fold

MOVEMENT: Final = pl.Schema(
    {
        "unit_id": pl.String(),
        "criterion_id": pl.String(),
        "criterion_before": pl.String(),
        "points_before": pl.Float64(),
        "points_after": pl.Float64(),
        "change_points": pl.Float64(),
        "max_before": pl.Float64(),
        "max_after": pl.Float64(),
        "percent_before": pl.Float64(),
        "percent_after": pl.Float64(),
        "change_percent": pl.Float64(),
        "change_relative": pl.Float64(),
        "peer_group": pl.String(),
        "rank_before": pl.Int64(),
        "of_before": pl.Int64(),
        "rank_after": pl.Int64(),
        "of_after": pl.Int64(),
        "places_moved": pl.Int64(),
    }
)
"""A row for each node that can be compared and each unit of both years.

``change_points`` (điểm) is null where what the unit could earn changed; ``change_percent`` is in percentage
points of the maximum (điểm phần trăm) and always comparable; ``change_relative`` is in percent of the year
before (%, tương đối). ``places_moved`` is positive for a unit that rose, null where the peer group changed.
"""


@dataclass(frozen=True)
class Movement:
    """What moved between two scorecards, and what could not be compared."""

    before: Scorecard
    after: Scorecard
    years: Years
    table: pl.DataFrame
    """The columns of :data:`MOVEMENT`; units in the official order of the later year."""
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    """Units of one of the years only."""
    dropped: tuple[str, ...]
    added: tuple[str, ...]
    """Nodes of one of the editions only, or whose code changed its meaning."""

    @property
    def is_same_edition(self) -> bool:
        """Tell whether both years were scored by the same edition."""
        return self.before.edition == self.after.edition

    def sentences(
        self, lang: Lang = "vi", criteria: Sequence[str] = (TOTAL,), units: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """Say the movement in words: ``unit_id, criterion_id, sentence``, by default of the totals.

        "tăng 8 bậc"; a change of the index is said in percentage points and in relative percent, each named,
        for "tăng 2,61 %" alone can mean either.
        """
        rows = self.table.filter(pl.col("criterion_id").is_in(list(criteria)))
        if units is not None:
            rows = rows.filter(pl.col("unit_id").is_in(list(units)))
        decimals = self.after.edition.settings.decimals
        labels = {code: self.after.outline.label(code, lang) for code in criteria}
        said = [
            sentence(row, labels[row["criterion_id"]], self.years, decimals).in_(lang)
            for row in rows.iter_rows(named=True)
        ]
        return rows.select("unit_id", "criterion_id").with_columns(sentence=pl.Series(said, dtype=pl.String))

    def remarks(self, lang: Lang = "vi") -> list[str]:
        """Name what was not compared: nodes of one edition only, units of one year only."""
        names = dict(zip(self.before.units["unit_id"], self.before.units["name"], strict=True))
        names |= dict(zip(self.after.units["unit_id"], self.after.units["name"], strict=True))
        found = remarks_of(
            editions=None if self.is_same_edition else (self.before.edition.ref, self.after.edition.ref),
            nodes=(_labels(self.before, self.dropped, lang), _labels(self.after, self.added, lang)),
            units=tuple([names[unit] for unit in side] for side in (self.only_before, self.only_after)),
            years=self.years,
        )
        return [remark.in_(lang) for remark in found]


def movement(
    before: Scorecard,
    after: Scorecard,
    crosswalk: Crosswalk | None = None,
    peer_group: str = LEAGUE,
    *,
    years: tuple[int, int] | None = None,
) -> Movement:
    """Compare two years unit by unit and node by node.

    Units are the same where their ``unit_id`` is. Nodes are compared where the crosswalk links them, or where
    code and words are the same in both editions; channels where name, kind and words are; the total always,
    by percent where its maximum changed. ``years`` names the years in the sentences; without it the years of
    the editions do, where they differ.

    Raises :class:`parindex.errors.ProblemsFound` where the units of a year do not have the peer group.

    >>> from parindex import score
    >>> from parindex.frameworks.registry import find
    >>> edition = find("district-binh-duong@2017")
    >>> cards = [
    ...     score(edition, pl.DataFrame({"unit_id": ["a", "b"], "TĐ": appraisal, "XHH": [30, 30]}))
    ...     for appraisal in ([44.5, 45], [46.75, 45.5])
    ... ]
    >>> moved = movement(*cards, years=(2016, 2017))
    >>> moved.table.filter(criterion_id="total").select("unit_id", "change_points", "places_moved").rows()
    [('a', 2.25, 1), ('b', 0.5, -1)]
    >>> moved.sentences(units=["a"])["sentence"].item()
    'Tổng điểm: 76,75 điểm, tăng 2,25 điểm so với năm 2016 (chỉ số tăng 2,25 điểm phần trăm; tương đối
    tăng 3,02 %); xếp thứ 1/2, tăng 1 bậc (năm 2016: 2/2).'
    """
    both = _units_of_both(before, after)
    sides = _Side(before, both.at_before, peer_group), _Side(after, both.at_after, peer_group)
    stays = _stays(*sides)
    pairs = [*comparable(before.edition, after.edition, crosswalk), *_channels(before, after), (TOTAL, TOTAL)]
    frames = [_pair_table(sides, pair, stays) for pair in pairs]
    dropped, added = not_comparable(before.edition, after.edition, crosswalk)
    return Movement(
        before=before,
        after=after,
        years=_years(before, after, years),
        table=pl.concat([pl.DataFrame(schema=MOVEMENT), *frames]),
        only_before=both.only_before,
        only_after=both.only_after,
        dropped=tuple(dropped),
        added=tuple(added),
    )


class _Both(NamedTuple):
    """Where the units of both years stand in each, in the order of the later one."""

    at_before: IntArray
    at_after: IntArray
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]


def _units_of_both(before: Scorecard, after: Scorecard) -> _Both:
    row_before = {unit: row for row, unit in enumerate(before.inputs.unit_ids)}
    row_after = {unit: row for row, unit in enumerate(after.inputs.unit_ids)}
    shared = [unit for unit in row_after if unit in row_before]
    return _Both(
        np.array([row_before[unit] for unit in shared], dtype=np.int64),
        np.array([row_after[unit] for unit in shared], dtype=np.int64),
        tuple(unit for unit in row_before if unit not in row_after),
        tuple(unit for unit in row_after if unit not in row_before),
    )


class _Side:
    """One year: its scorecard, and the rows in it of the units of both years."""

    def __init__(self, card: Scorecard, rows: IntArray, peer_group: str) -> None:
        self.card = card
        self.rows = rows
        self.groups = groups_of(card, peer_group)
        self.given_group = card.units[peer_group].cast(pl.String).fill_null("").gather(rows)

    def points(self, code: str) -> Exact:
        return self.card.points(code).rows(self.rows)

    def valid(self, code: str) -> Mask:
        return self.card.valid(code)[self.rows]

    def percent(self, code: str) -> Exact:
        return self.card.percent(code).rows(self.rows)

    def could_earn(self, code: str) -> IntArray:
        """Give what each unit could earn on a node, in units of 1e-9."""
        maxima = self.card.applicable[self.card.outline.row_number[code]]
        return np.broadcast_to(maxima, len(self.card.inputs.unit_ids))[self.rows]

    def ranks(self, code: str) -> tuple[IntArray, IntArray]:
        found = places_of(self.card, code, self.groups)
        of = printed_denominator(self.card, found, self.groups)
        return found.rank.astype(np.int64)[self.rows], of.astype(np.int64)[self.rows]


def _stays(before: _Side, after: _Side) -> Mask:
    """Tell which units are in the same peer group in both years."""
    return np.asarray((before.given_group == after.given_group).to_numpy())


def _channels(before: Scorecard, after: Scorecard) -> Iterator[tuple[str, str]]:
    for name, channel in after.outline.channels.items():
        old = before.outline.channels.get(name)
        if old and old.kind == channel.kind and fold(old.label.vi) == fold(channel.label.vi):
            yield CHANNEL_PREFIX + name, CHANNEL_PREFIX + name


def _years(before: Scorecard, after: Scorecard, given: tuple[int, int] | None) -> Years:
    own = (before.edition.year, after.edition.year)
    return Years(*(given or (own if own[0] != own[1] else (None, None))))


def _pair_table(sides: tuple[_Side, _Side], codes: tuple[str, str], stays: Mask) -> pl.DataFrame:
    (old, new), units = codes, sides[1].card.inputs.unit_ids
    columns: dict[str, pl.Series] = {
        "unit_id": pl.Series(units, dtype=pl.String).gather(sides[1].rows),
        "criterion_id": pl.repeat(new, len(stays), dtype=pl.String, eager=True),
        "criterion_before": pl.repeat(old, len(stays), dtype=pl.String, eager=True),
        "peer_group": pl.Series(sides[1].groups.names, dtype=pl.String).gather(
            sides[1].groups.number[sides[1].rows]
        ),
    }
    columns |= _changes(sides, codes) | _moves(sides, codes, stays)
    return pl.DataFrame({name: columns[name] for name in MOVEMENT}, schema=MOVEMENT)


def _changes(sides: tuple[_Side, _Side], codes: tuple[str, str]) -> dict[str, pl.Series]:
    before, after = (side.points(code) for side, code in zip(sides, codes, strict=True))
    was, now = (side.percent(code) for side, code in zip(sides, codes, strict=True))
    has_before, has_after = (side.valid(code) for side, code in zip(sides, codes, strict=True))
    could_before, could_after = (side.could_earn(code) for side, code in zip(sides, codes, strict=True))
    has_percent = has_before & has_after & (could_before > 0) & (could_after > 0)
    gain = exact.normalised(exact.subtract(now, was))
    is_above_zero = exact.sign_of_difference(was, exact.constant(0)) > 0
    base = exact.where(is_above_zero, was, exact.constant(1))
    return {
        "points_before": _floats(before, has_before),
        "points_after": _floats(after, has_after),
        "change_points": _floats(
            exact.normalised(exact.subtract(after, before)),
            has_before & has_after & (could_before == could_after),
        ),
        "max_before": _floats(Exact(could_before), could_before > 0),
        "max_after": _floats(Exact(could_after), could_after > 0),
        "percent_before": _floats(was, has_before & (could_before > 0)),
        "percent_after": _floats(now, has_after & (could_after > 0)),
        "change_percent": _floats(gain, has_percent),
        "change_relative": _floats(
            exact.times_over(gain, exact.constant(100), base), has_percent & is_above_zero
        ),
    }


def _moves(sides: tuple[_Side, _Side], codes: tuple[str, str], stays: Mask) -> dict[str, pl.Series]:
    (rank_before, of_before), (rank_after, of_after) = (
        side.ranks(code) for side, code in zip(sides, codes, strict=True)
    )
    is_ranked = (rank_before > 0) & (rank_after > 0) & stays
    return {
        "rank_before": _integers(rank_before, rank_before > 0),
        "of_before": _integers(of_before, rank_before > 0),
        "rank_after": _integers(rank_after, rank_after > 0),
        "of_after": _integers(of_after, rank_after > 0),
        "places_moved": _integers(rank_before - rank_after, is_ranked),
    }


def _floats(column: Exact, where: Mask) -> pl.Series:
    return pl.Series(np.where(where, exact.to_floats(column), np.nan), dtype=pl.Float64).fill_nan(None)


def _integers(column: IntArray, where: Mask) -> pl.Series:
    return pl.Series(column, dtype=pl.Int64).set(~pl.Series(where, dtype=pl.Boolean), None)


def _labels(card: Scorecard, codes: Sequence[str], lang: Lang) -> list[str]:
    return [f"{code} {card.outline.label(code, lang)}" for code in codes]
