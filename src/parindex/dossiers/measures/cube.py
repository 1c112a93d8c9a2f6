"""The cube: counts by unit, field, channel and half-month slot, from which every figure adds up.

Each column is a part of :data:`parindex.dossiers.measures.flows.PARTS`. A flow is counted in the slot of its
day; a stock is +1 in the slot in which it begins and -1 in the slot in which it ends, so the stock when a
slot is over is the sum of all slots up to it. Everything is additive: cubes of batches add up to the cube of
all, a new batch (with -1 for what it supersedes) is added without reading the old ones, and a group of units
is the sum of its units. Procedures are so many that a cell would hold one dossier: they have a cube of their
own, with fewer counts (see ``keeping``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from parindex.dossiers.measures.adding import PERIOD, added
from parindex.dossiers.measures.catalogue import COUNTS
from parindex.dossiers.measures.cells import SLOT
from parindex.dossiers.measures.flows import PARTS, Flow
from parindex.dossiers.measures.periods import Period
from parindex.errors import Place, Problem, ProblemsFound, kind
from parindex.language import N_

CUT_SLOT = kind(
    "DO404",
    N_("kỳ {period} không trọn các nửa tháng nên không cộng được từ khối số đếm"),
    N_("chọn tháng, quý, năm hay kỳ báo cáo CCHC; hoặc đếm từ hồ sơ"),
)
BY: Final = ("unit", "field", "channel")
EVERY: Final = tuple(PARTS)
_ROWS_OF_A_GROUP = 32_768


def parts_of(names: Sequence[str]) -> tuple[str, ...]:
    """Give the parts that counts need, each once.

    >>> parts_of(["received", "pending_in_time"])
    ('received', 'pending', 'overdue')
    """
    return tuple(dict.fromkeys(part for name in names for _, _, part in COUNTS[name].parts()))


def type_of(part: str) -> pl.DataType:
    """Give the type of the column of a part."""
    asked = PARTS[part]
    return pl.Int64() if isinstance(asked, Flow) and asked.value is not None else pl.Int32()


def schema_of(by: Sequence[str], parts: Sequence[str] = EVERY) -> pl.Schema:
    """Give the columns of a cube; dimensions are places in the lists of the store, as in facts."""
    places = dict.fromkeys(by, pl.Int16())
    return pl.Schema({**places, SLOT: pl.Int32(), **{part: type_of(part) for part in parts}})


CUBE: Final = schema_of(BY)
"""The columns of the cube of everything."""


@dataclass(frozen=True)
class Cube:
    """Counts by slot. ``by`` are its dimensions, ``parts`` what it counts; ``rows`` may be a file's.

    A cell may lie in several rows, which are added up when it is asked about; not where it ``is_compact``, in
    memory and in order.
    """

    rows: pl.LazyFrame
    by: tuple[str, ...] = BY
    parts: tuple[str, ...] = EVERY
    is_compact: bool = False

    def add(self, other: Cube) -> Cube:
        """Add the counts of another batch; nothing is computed before it is asked."""
        return Cube(pl.concat([self.rows, other.rows]), self.by, self.parts)

    def compacted(self) -> Cube:
        """Add up rows of the same cell, and leave out cells without a count."""
        return self.rolled(self.by)

    def rolled(self, by: Sequence[str], parts: Sequence[str] | None = None) -> Cube:
        """Give the smaller cube of fewer dimensions or parts, in memory; the others are added up."""
        kept = self.parts if parts is None else tuple(parts)
        if self.is_compact and (tuple(by), kept) == (self.by, self.parts):
            return self
        summed = self.rows.group_by([*by, SLOT]).agg([pl.col(part).sum() for part in kept])
        some = summed.filter(pl.any_horizontal(pl.col(part) != 0 for part in kept))
        return Cube(some.sort([*by, SLOT]).collect().lazy(), tuple(by), kept, is_compact=True)

    def write(self, path: Path) -> None:
        """Write the cube as a Parquet file in which the rows of a unit lie together."""
        rows = (self.rows if self.is_compact else self.rows.sort([*self.by, SLOT])).collect()
        rows.write_parquet(path, compression_level=1, row_group_size=_ROWS_OF_A_GROUP)

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
        return self.trend([period], names, by, where).drop(PERIOD)

    def trend(
        self,
        periods: Sequence[Period],
        names: Sequence[str],
        by: Sequence[str] = (),
        where: Mapping[str, Sequence[int]] | None = None,
    ) -> pl.DataFrame:
        """Give counts of several periods, read once; the column ``period`` numbers them from 0.

        Raises as :meth:`counts` does.
        """
        _refuse_cut(periods)
        last = max((period.last_slot for period in periods), default=0)
        return added(self.asked(names, by, where, last).collect(), periods, names, by)

    def procedures(self, period: Period, names: Sequence[str], by: Sequence[str] = ()) -> pl.DataFrame:
        """Give how many procedures had at least one dossier in each count."""
        counts = self.counts(period, names, (*by, "procedure"))
        had = [(pl.col(name) > 0).sum().cast(pl.Int64).alias(name) for name in names]
        return counts.group_by(by, maintain_order=True).agg(had) if by else counts.select(had)

    def asked(
        self, names: Sequence[str], by: Sequence[str], where: Mapping[str, Sequence[int]] | None, last: int
    ) -> pl.LazyFrame:
        """Give the rows and columns that are asked about, up to the last slot: no count looks ahead."""
        rows = self.rows.filter(pl.col(SLOT) <= last)
        for name, places in (where or {}).items():
            rows = rows.filter(pl.col(name).is_in(list(places)))
        return rows.select(*by, SLOT, *parts_of(names))


def _refuse_cut(periods: Sequence[Period]) -> None:
    """Raise :class:`ProblemsFound` (DO404) for a period that cuts a slot."""
    for period in periods:
        if not period.is_whole_slots:
            raise ProblemsFound([Problem(CUT_SLOT, Place(), {"period": f"{period.start}..{period.end}"})])


def cube_of(
    frame: pl.DataFrame, by: Sequence[str] = BY, parts: Sequence[str] = EVERY, *, is_compact: bool = False
) -> Cube:
    """Take a frame of cells as a cube."""
    return Cube(frame.lazy(), tuple(by), tuple(parts), is_compact)


def scan_cube(path: Path, by: Sequence[str] = BY, parts: Sequence[str] = EVERY) -> Cube:
    """Open a written cube; a question reads only the columns, and the units, that it is about."""
    return Cube(pl.scan_parquet(path), tuple(by), tuple(parts))


def sum_of(cubes: Iterable[Cube]) -> Cube:
    """Add up cubes of the same dimensions and parts."""
    found = list(cubes)
    return Cube(pl.concat([cube.rows for cube in found]), found[0].by, found[0].parts)
