"""Small tables beside dossiers: what they cannot know, and the split of points that is not public."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path

import polars as pl
import yaml

from parindex.dossiers.measures.index766 import GIVEN
from parindex.dossiers.measures.kinds import WRONG_TABLE
from parindex.errors import Place, Problem, ProblemsFound


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


def read_split(path: str) -> dict[str, Decimal]:
    """Read points by leaf code from a YAML file (``"3.1": 4``); raises :class:`ProblemsFound` (DO407)."""
    try:
        found = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
        return {str(code): Decimal(str(points)) for code, points in found.items()}
    except (OSError, UnicodeDecodeError, AttributeError, InvalidOperation, yaml.YAMLError):
        raise _wrong(path, '"3.1": 3') from None


def _wrong(path: str, columns: str) -> ProblemsFound:
    return ProblemsFound([Problem(WRONG_TABLE, Place(file=path), {"columns": columns})])
