"""Small leagues for the tests of ranking: an edition in one line, a scorecard from a table of points."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import polars as pl

from parindex.frameworks.model import Edition
from parindex.scoring.pipeline import score
from parindex.scoring.scorecard import Scorecard
from parindex.tables import VALUE, VALUES

Given = Mapping[str, Sequence[float | str]]
"""Of each unit: its points on the leaves, in their order; a text is a standing."""


def edition(maxima: Mapping[str, str], *, name: str = "league-test@2024", **settings: Any) -> Edition:
    """An edition of appraised leaves, one for each code; all of one channel."""
    identity, year = name.split("@")
    total = sum(Fraction(text) for text in maxima.values())
    leaves = [
        {
            "code": code,
            "label": f"Lĩnh vực {code}",
            "max": text,
            "rule": {"kind": "appraised"},
            "scored_by": "appraiser",
            "not_applicable": "exclude",
        }
        for code, text in maxima.items()
    ]
    return Edition.model_validate(
        {
            "id": identity,
            "year": int(year),
            "title": "Bộ tiêu chí thử",
            "channels": {"appraisal": {"label": "Thẩm định", "max": str(float(total))}},
            "settings": settings,
            "tree": leaves,
        }
    )


def card(of: Edition, given: Given, **columns: Sequence[str | None]) -> Scorecard:
    """Score a table of points; further columns of the units (league, region) come as keywords."""
    codes = [leaf.code for leaf in of.leaves()]
    rows = [
        (unit, code, VALUE, None, cell, None)
        if isinstance(cell, str)
        else (unit, code, VALUE, cell, None, None)
        for unit, cells in given.items()
        for code, cell in zip(codes, cells, strict=True)
    ]
    units = pl.DataFrame(
        {"unit_id": list(given), **columns}, schema_overrides=dict.fromkeys(columns, pl.String)
    )
    return score(of, pl.DataFrame(rows, schema=VALUES, orient="row"), units)


def by_unit(table: pl.DataFrame, column: str, criterion_id: str = "total", **where: str) -> dict[str, Any]:
    """One column of a table as a dictionary by unit, on one node."""
    rows = table.filter(criterion_id=criterion_id, **where)
    return dict(zip(rows["unit_id"], rows[column], strict=True))
