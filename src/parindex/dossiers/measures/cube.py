"""The cube: counts by unit, field, procedure, channel and half-month slot, from which every figure adds up.

Each column is a part of :data:`parindex.dossiers.measures.flows.PARTS`. A flow is counted in the slot of its
day; a stock is +1 in the slot in which it begins and -1 in the slot in which it ends, so the stock when a
slot is over is the sum of all slots up to it. Everything is additive: cubes of batches add up to the cube of
all, a new batch (with -1 for what it supersedes) is added without reading the old ones, and a group of units
is the sum of its units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from parindex.dossiers.measures.catalogue import COUNTS
from parindex.dossiers.measures.counting import BY, key
from parindex.dossiers.measures.flows import PARTS, Flow
from parindex.dossiers.measures.periods import Period
from parindex.errors import Place, Problem, ProblemsFound, kind
from parindex.language import N_

CUT_SLOT = kind(
    "DO404",
    N_("kỳ {period} không trọn các nửa tháng nên không cộng được từ khối số đếm"),
    N_("chọn tháng, quý, năm hay kỳ báo cáo CCHC; hoặc đếm từ hồ sơ"),
)
SLOT: Final = "slot"
_ROWS_OF_A_GROUP = 50_000


def _type_of(part: str) -> pl.DataType:
    asked = PARTS[part]
    return pl.Int64() if isinstance(asked, Flow) and asked.value is not None else pl.Int32()


CUBE: Final = pl.Schema(
    {
        **dict.fromkeys(BY, pl.Int16()),
        SLOT: pl.Int32(),
        **{part: _type_of(part) for part in PARTS},
    }
)
"""``unit``, ``field``, ``procedure``: places in the lists of the store, as in facts."""


@dataclass(frozen=True)
class Cube:
    """Counts by slot. ``by`` are its dimensions; ``rows`` may be in memory or a file that is scanned."""

    rows: pl.LazyFrame
    by: tuple[str, ...] = BY

    def add(self, other: Cube) -> Cube:
        """Add the counts of another batch; nothing is computed before it is asked."""
        return Cube(pl.concat([self.rows, other.rows]), self.by)

    def compacted(self) -> Cube:
        """Add up rows of the same cell, and leave out cells without a count."""
        return self.rolled(self.by)

    def rolled(self, by: Sequence[str]) -> Cube:
        """Give the smaller cube of fewer dimensions, in memory; counts of the others are added up."""
        summed = self.rows.group_by([*by, SLOT]).agg([pl.col(part).sum() for part in PARTS])
        kept = summed.filter(pl.any_horizontal(pl.col(part) != 0 for part in PARTS))
        return Cube(kept.sort([*by, SLOT]).collect().lazy(), tuple(by))

    def write(self, path: Path) -> None:
        """Write the cube as a Parquet file in which the rows of a unit lie together."""
        self.rows.sort([*self.by, SLOT]).collect().write_parquet(path, row_group_size=_ROWS_OF_A_GROUP)

    def counts(
        self,
        period: Period,
        names: Sequence[str],
        by: Sequence[str] = (),
        where: Mapping[str, Sequence[int]] | None = None,
    ) -> pl.DataFrame:
        """Give counts of a period: a row per group of ``by``, a column per count, as ``counted`` does.

        ``where`` keeps places of dimensions (``{"unit": [3]}``). Raises :class:`ProblemsFound` where the
        period cuts a slot.
        """
        return _of_period(self._slots(names, by, where), period, names, by)

    def trend(
        self,
        periods: Sequence[Period],
        names: Sequence[str],
        by: Sequence[str] = (),
        where: Mapping[str, Sequence[int]] | None = None,
    ) -> pl.DataFrame:
        """Give counts of several periods, read once; the column ``period`` numbers them from 0."""
        slots = self._slots(names, by, where)
        frames = [
            _of_period(slots, period, names, by).with_columns(period=pl.lit(number, dtype=pl.Int32))
            for number, period in enumerate(periods)
        ]
        return pl.concat(frames)

    def procedures(self, period: Period, names: Sequence[str], by: Sequence[str] = ()) -> pl.DataFrame:
        """Give how many procedures had at least one dossier in each count."""
        counts = self.counts(period, names, (*by, "procedure"))
        had = [(pl.col(name) > 0).sum().cast(pl.Int64).alias(name) for name in names]
        return counts.group_by(by, maintain_order=True).agg(had) if by else counts.select(had)

    def _slots(
        self, names: Sequence[str], by: Sequence[str], where: Mapping[str, Sequence[int]] | None
    ) -> pl.DataFrame:
        parts = {part for name in names for _, _, part in COUNTS[name].parts()}
        rows = self.rows
        for name, places in (where or {}).items():
            rows = rows.filter(pl.col(name).is_in(list(places)))
        sums = [pl.col(part).cast(pl.Int64).sum() for part in sorted(parts)]
        return rows.group_by([*by, SLOT]).agg(sums).collect()


def _of_period(slots: pl.DataFrame, period: Period, names: Sequence[str], by: Sequence[str]) -> pl.DataFrame:
    if not period.is_whole_slots:
        raise ProblemsFound([Problem(CUT_SLOT, Place(), {"period": f"{period.start}..{period.end}"})])
    asked = {key(when, part): (when, part) for name in names for _, when, part in COUNTS[name].parts()}
    is_in_time = {
        "before": pl.col(SLOT) < period.first_slot,
        "during": pl.col(SLOT).is_between(period.first_slot, period.last_slot),
        "after": pl.col(SLOT) <= period.last_slot,
    }
    sums = [pl.col(part).filter(is_in_time[when]).sum().alias(name) for name, (when, part) in asked.items()]
    table = slots.group_by(by).agg(sums).sort(by) if by else slots.select(sums)
    return table.select(*by, *(_total(name).alias(name) for name in names))


def _total(name: str) -> pl.Expr:
    signed = (sign * pl.col(key(when, part)) for sign, when, part in COUNTS[name].parts())
    return pl.sum_horizontal(*signed).cast(pl.Int64)


def cube_of(frame: pl.DataFrame, by: Sequence[str] = BY) -> Cube:
    """Take a frame of cells as a cube."""
    return Cube(frame.lazy(), tuple(by))


def scan_cube(path: Path, by: Sequence[str] = BY) -> Cube:
    """Open a written cube; a question reads only the columns, and the units, that it is about."""
    return Cube(pl.scan_parquet(path), tuple(by))


def sum_of(cubes: Iterable[Cube]) -> Cube:
    """Add up cubes of the same dimensions."""
    found = list(cubes)
    return Cube(pl.concat([cube.rows for cube in found]), found[0].by)
