"""What the tests of scoring share: small editions in one line, tables in one line, scorecards compared."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl

from parindex import exact
from parindex.exact import Exact
from parindex.frameworks.model import Edition
from parindex.scoring.pipeline import score
from parindex.scoring.scorecard import Scorecard
from parindex.tables import VALUE, VALUES

Sheets = Mapping[str, Mapping[str, Any]]
"""Of each unit: by leaf (or ``leaf:input``) a number, a standing, or None for missing."""


def edition(*tree: Mapping[str, Any], channels: Mapping[str, Any] | None = None, **more: Any) -> Edition:
    """An edition of the given criteria; all of one channel, where none is said."""
    most = sum(Fraction(str(node["max"])) for node in tree)
    channels = channels or {"appraisal": {"label": "Thẩm định", "max": str(float(most))}}
    head = {"id": "vi-du", "year": 2025, "title": "Ví dụ", "illustrative": True}
    return Edition.model_validate({**head, "channels": channels, "tree": list(tree), **more})


def leaf(
    code: str, max_points: Any = 1, rule: Mapping[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """A leaf, appraised unless a rule is given."""
    return {
        "code": code,
        "label": f"Tiêu chí {code}",
        "max": max_points,
        "rule": rule or {"kind": "appraised"},
        **more,
    }


def node(code: str, *criteria: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A criterion with criteria below it; its maximum is their sum."""
    most = sum(Fraction(str(one["max"])) for one in criteria)
    return {
        "code": code,
        "label": f"Lĩnh vực {code}",
        "max": str(float(most)),
        "criteria": list(criteria),
        **more,
    }


def card(of: Edition, sheets: Sheets, sources: Sequence[str] | None = None, **columns: Any) -> Scorecard:
    """Score sheets; further columns of the units (league) come as keywords."""
    units = pl.DataFrame({"unit_id": list(sheets), **columns})
    more = {} if sources is None else {"sources": sources}
    return score(of, values(sheets), units, **more)


def values(sheets: Sheets, source: str | None = None) -> pl.DataFrame:
    """The long table of sheets."""
    rows = [
        (unit, *_cell(key, cell), source) for unit, sheet in sheets.items() for key, cell in sheet.items()
    ]
    return pl.DataFrame(rows, schema=VALUES, orient="row")


def _cell(key: str, cell: Any) -> tuple[str, str, float | None, str]:
    code, _, name = key.partition(":")
    if cell is None or isinstance(cell, str):
        return code, name or VALUE, None, cell or "missing"
    return code, name or VALUE, float(cell), "measured"


def points(of: Scorecard, criterion_id: str = "total") -> list[float | None]:
    """Points of a node, unit by unit; None where there are none."""
    return of.scores.filter(criterion_id=criterion_id)["points"].to_list()


def standings(of: Scorecard, criterion_id: str = "total") -> list[str]:
    """Standings of a node, unit by unit."""
    return of.scores.filter(criterion_id=criterion_id)["standing"].to_list()


def fraction(column: Exact, row: int) -> Fraction:
    """One row of an exact column."""
    part = 0.0 if column.part is None else float(np.broadcast_to(column.part, column.whole.shape)[row])
    return (Fraction(int(column.whole[row])) + Fraction(part)) / 10**column.places


def differing(a: Scorecard, b: Scorecard, order: Sequence[int] | None = None) -> list[str]:
    """Name the rows on which two scorecards differ: points, standings, clauses, denominators, gaps.

    ``order`` says which unit of ``a`` stands at each place of ``b``.
    """
    at = np.arange(len(a.inputs.unit_ids)) if order is None else np.array(order)
    found = [
        f"{code}: {what}"
        for row, code in enumerate(a.outline.row_ids)
        for what, is_same in _compared(a, b, row, code, at)
        if not is_same
    ]
    for leaf_, mine, other in zip(a.outline.leaves, a.marks, b.marks, strict=True):
        is_measured = a.standing[leaf_.number][at] == 0
        if (mine.clause[at][is_measured] != other.clause[is_measured]).any():
            found.append(f"{leaf_.code}: clause")
    return found


def _compared(a: Scorecard, b: Scorecard, row: int, code: str, at: np.ndarray) -> list[tuple[str, bool]]:
    valid, same_order = a.has_points[row][at], np.arange(len(at))
    return [
        ("points", bool((exact.equal(a.points(code).rows(at), b.points(code)) | ~valid).all())),
        ("standing", bool((a.standing[row][at] == b.standing[row]).all())),
        ("who has points", bool((valid == b.has_points[row]).all())),
        ("denominator", bool((_denominator(a, row)[at] == _denominator(b, row)).all())),
        ("missing leaves", _missing(a, row, at) == _missing(b, row, same_order)),
    ]


def _denominator(of: Scorecard, row: int) -> np.ndarray:
    return np.broadcast_to(of.applicable[row], len(of.inputs.unit_ids))


def _missing(of: Scorecard, row: int, at: np.ndarray) -> list[int]:
    counts = of.sums.missing_leaves
    return [0] * len(at) if counts is None else counts[row][at].tolist()
