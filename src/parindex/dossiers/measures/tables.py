"""Small tables beside dossiers: what they cannot know, and the split of points that is not public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

import polars as pl
import yaml

from parindex.dossiers.measures.index766 import GIVEN
from parindex.dossiers.measures.kinds import WRONG_TABLE
from parindex.errors import Place, Problem, ProblemsFound

ONLINE: Final = "online"
_GIVEN_POINTS: Final = ("2", "4", "5", "6", "8")
_MOST_POINTS: Final = 2


def read_given(path: str | None) -> pl.DataFrame:
    """Read a CSV of :data:`~parindex.dossiers.measures.index766.GIVEN`; none gives no rows.

    Raises :class:`ProblemsFound` (DO407).
    """
    if path is None:
        return pl.DataFrame(schema=GIVEN)
    try:
        return pl.read_csv(path, infer_schema=False).select(GIVEN.names()).cast(GIVEN)
    except (OSError, pl.exceptions.PolarsError):
        raise _wrong(path, ", ".join(GIVEN.names())) from None


@dataclass(frozen=True)
class Points:
    """What TT 01/2018 asks beside dossiers, by unit: points of indicators, the share of procedures online."""

    rows: Mapping[tuple[str, str], Decimal]

    def points(self, unit_id: str) -> dict[int, Decimal]:
        """Give the points of a unit by the number of the indicator."""
        return {
            int(name): value
            for (unit, name), value in self.rows.items()
            if unit == unit_id and name != ONLINE
        }

    def online(self, unit_id: str) -> Decimal | None:
        """Give the share of the unit's procedures that are offered online, 0 to 1."""
        return self.rows.get((unit_id, ONLINE))


def read_points(path: str | None) -> Points:
    """Read a CSV of ``unit_id, indicator, points``; raises :class:`ProblemsFound` (DO407).

    An indicator is one of 2, 4, 5, 6, 8 with 0 to 2 points, or ``online`` with a share from 0 to 1.
    """
    if path is None:
        return Points({})
    try:
        frame = pl.read_csv(path, infer_schema=False).select("unit_id", "indicator", "points")
        rows = {(unit, name.strip()): Decimal(points) for unit, name, points in frame.iter_rows()}
    except (OSError, pl.exceptions.PolarsError, InvalidOperation, TypeError, AttributeError):
        raise _wrong(path, "unit_id, indicator, points") from None
    if not all(_is_point(name, value) for (_, name), value in rows.items()):
        raise _wrong(path, "unit_id, indicator (2, 4, 5, 6, 8, online), points (0–2; online: 0–1)")
    return Points(rows)


def _is_point(name: str, value: Decimal) -> bool:
    return name in (*_GIVEN_POINTS, ONLINE) and 0 <= value <= (1 if name == ONLINE else _MOST_POINTS)


def read_split(path: str) -> dict[str, Decimal]:
    """Read points by leaf code from a YAML file (``"3.1": 4``); raises :class:`ProblemsFound` (DO407)."""
    try:
        found = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
        return {str(code): Decimal(str(points)) for code, points in found.items()}
    except (OSError, UnicodeDecodeError, AttributeError, InvalidOperation, yaml.YAMLError):
        raise _wrong(path, '"3.1": 3') from None


def _wrong(path: str, columns: str) -> ProblemsFound:
    return ProblemsFound([Problem(WRONG_TABLE, Place(file=path), {"columns": columns})])
