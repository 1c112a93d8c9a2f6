"""The ``explanations`` table: for each leaf of each unit the rule, inputs, clause, points and law."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from parindex import exact
from parindex.frameworks.outline import Outline, OutlineNode
from parindex.scoring.inputs import InputMatrix, input_rows, standing_names
from parindex.scoring.leaves import LeafMarks
from parindex.scoring.wording import clause_texts
from parindex.tables import EXPLANATIONS, MEASURED, NOT_APPLICABLE


def explanation_table(outline: Outline, inputs: InputMatrix, marks: Sequence[LeafMarks]) -> pl.DataFrame:
    """Make the ``explanations`` table (Vietnamese clauses), leaf by leaf, units in official order."""
    rows = input_rows(outline)
    tables = [
        _leaf_table(leaf, mark, inputs, rows, law_of(outline, leaf))
        for leaf, mark in zip(outline.leaves, marks, strict=True)
    ]
    return pl.concat(tables).select(EXPLANATIONS.names())


def _leaf_table(
    leaf: OutlineNode, mark: LeafMarks, inputs: InputMatrix, rows: dict[tuple[str, str], int], law: str
) -> pl.DataFrame:
    units = len(inputs.unit_ids)
    standing = np.zeros(units, dtype=np.uint8) if mark.standing is None else mark.standing
    texts = pl.Series([*clause_texts(leaf), None], dtype=pl.String)
    has_clause = (standing == MEASURED) & (mark.clause >= -1)
    clause = np.where(has_clause, np.where(mark.clause < 0, len(texts) - 2, mark.clause), len(texts) - 1)
    is_scored = (standing == MEASURED) | (standing == NOT_APPLICABLE) & (mark.excluded is None)
    points = np.where(is_scored, exact.to_floats(mark.points), np.nan)
    return pl.DataFrame(
        {
            "unit_id": pl.Series(inputs.unit_ids, dtype=pl.String),
            "criterion_id": leaf.code,
            "rule": leaf.node.rule.kind if leaf.node.rule else "",
            "inputs": _inputs_text(leaf, inputs, rows),
            "clause": texts.gather(clause),
            "points": pl.Series(points).fill_nan(None),
            "standing": standing_names(standing),
            "legal_ref": law,
        }
    )


def _inputs_text(leaf: OutlineNode, inputs: InputMatrix, rows: dict[tuple[str, str], int]) -> pl.Series:
    """Give the inputs as ``numerator=185; denominator=200``, column-wise."""
    parts = []
    for spec in leaf.node.inputs():
        row = rows[leaf.code, spec.name]
        shown = pl.Series(inputs.values[row]).cast(pl.String).str.strip_suffix(".0")
        is_measured = pl.Series(inputs.standing[row] == MEASURED)
        names = standing_names(inputs.standing[row]).cast(pl.String)
        frame = pl.DataFrame({"shown": shown, "measured": is_measured, "standing": names})
        text = pl.when("measured").then("shown").otherwise("standing")
        parts.append(frame.select(pl.format(spec.name + "={}", text).alias(spec.name)))
    return pl.concat(parts, how="horizontal").select(pl.concat_str(pl.all(), separator="; ")).to_series()


def law_of(outline: Outline, leaf: OutlineNode) -> str:
    """Give the law a leaf rests on: its own reference and the decision of the edition."""
    basis = outline.edition.legal_basis
    decision = _short_number(basis.number) if basis else ""
    return ", ".join(part for part in (leaf.legal_ref or f"mục {leaf.code}", decision) if part)


def _short_number(number: str) -> str:
    return number if number.startswith("QĐ") else f"QĐ {number}"
