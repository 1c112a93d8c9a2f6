"""The ``explanations`` table: for each leaf of each unit the rule, inputs, clause, points and law."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from parindex import exact
from parindex.exact import Exact
from parindex.frameworks.outline import Outline
from parindex.language import N_, Lang, translate
from parindex.scoring.aggregation import Sums
from parindex.scoring.inputs import InputMatrix, SetPoints, standing_names
from parindex.scoring.leaves import UNDEFINED, LeafMarks, LeafPlan, plans_of
from parindex.scoring.wording import clause_texts, set_phrase
from parindex.tables import EXPLANATIONS, MEASURED, MISSING, NOT_APPLICABLE, POINTS, SOURCES


def explanation_table(
    outline: Outline, inputs: InputMatrix, marks: Sequence[LeafMarks], sums: Sums, lang: Lang = "vi"
) -> pl.DataFrame:
    """Make the ``explanations`` table, leaf by leaf, units in official order."""
    tables = [
        _leaf_table(plan, mark, sums.row(plan.leaf.number), inputs).with_columns(
            clause=_clauses(plan, mark, inputs, lang),
            legal_ref=pl.lit(law_of(outline, plan.leaf.number, lang)),
        )
        for plan, mark in zip(plans_of(outline), marks, strict=True)
    ]
    return pl.concat(tables).select(EXPLANATIONS.names())


def _clauses(plan: LeafPlan, mark: LeafMarks, inputs: InputMatrix, lang: Lang) -> pl.Series:
    """Give the clause that applied to each unit in words; null where nothing was filled in to apply it to."""
    known = clause_texts(plan.leaf, lang)
    setters = [set_phrase(source, lang) for source in (*SOURCES, None)]
    texts = pl.Series([*setters, *known, None], dtype=pl.String)
    clause = len(setters) + np.where(mark.clause < 0, len(known) - 1, mark.clause)
    given = inputs.set_points.get(plan.leaf.number)
    if given is not None:
        clause = np.where(given.decides, given.source, clause)
    is_filled = (inputs.standing[plan.rows] == MEASURED).all(axis=0)
    is_over_nothing = (mark.clause == UNDEFINED) & is_filled
    is_measured = True if mark.standing is None else mark.standing == MEASURED
    return texts.gather(np.where(is_measured | is_over_nothing, clause, len(texts) - 1))


def _leaf_table(plan: LeafPlan, mark: LeafMarks, points: Exact, inputs: InputMatrix) -> pl.DataFrame:
    units = len(inputs.unit_ids)
    standing = np.zeros(units, dtype=np.uint8) if mark.standing is None else mark.standing
    is_counted = (standing == NOT_APPLICABLE) & (plan.leaf.node.not_applicable in ("full", "zero"))
    shown = np.where((standing == MEASURED) | is_counted, exact.to_floats(points), np.nan)
    return pl.DataFrame(
        {
            "unit_id": pl.Series(inputs.unit_ids, dtype=pl.String),
            "criterion_id": plan.leaf.code,
            "rule": plan.rule.kind,
            "inputs": _inputs_text(plan, inputs),
            "points": pl.Series(shown).fill_nan(None),
            "standing": standing_names(standing),
        }
    )


def _inputs_text(plan: LeafPlan, inputs: InputMatrix) -> pl.Series:
    """Give the inputs as ``numerator=185; denominator=200``, column-wise; gaps by the word of the gap."""
    parts = []
    for row, spec in enumerate(plan.specs, start=plan.first_row):
        value, standing = inputs.values[row], inputs.standing[row]
        if spec.default is not None:
            value = np.where(standing == MISSING, float(spec.default), value)
            standing = np.where(standing == MISSING, MEASURED, standing).astype(np.uint8)
        shown = pl.Series(value).cast(pl.String).str.strip_suffix(".0")
        gap = standing_names(standing).cast(pl.String)
        frame = pl.DataFrame({"shown": shown, "measured": standing == MEASURED, "gap": gap})
        said = pl.when("measured").then("shown").otherwise("gap")
        parts.append(frame.select(pl.format(spec.name + "={}", said).alias(spec.name)))
    text = pl.concat(parts, how="horizontal").select(pl.concat_str(pl.all(), separator="; ")).to_series()
    given = inputs.set_points.get(plan.leaf.number)
    return text if given is None else _with_set_points(text, given)


def _with_set_points(text: pl.Series, given: SetPoints) -> pl.Series:
    """Name set points after the inputs, where they decide."""
    shown = pl.Series(given.points).cast(pl.String).str.strip_suffix(".0")
    frame = pl.DataFrame({"text": text, "shown": shown, "decides": given.decides})
    named = pl.format("{}; " + POINTS + "={}", "text", "shown")
    return frame.select(pl.when("decides").then(named).otherwise("text").alias(text.name)).to_series()


def law_of(outline: Outline, number: int, lang: Lang = "vi") -> str:
    """Give the law a node rests on: its own reference and the decision of the edition."""
    node, basis = outline.nodes[number], outline.edition.legal_basis
    own = node.legal_ref or translate(N_("mục {code}"), lang).format(code=node.code)
    return f"{own}, {_decision(basis.number, lang)}" if basis else own


def _decision(number: str, lang: Lang) -> str:
    is_bare = "/" in number and number[:1].isdigit()
    return number if not is_bare else translate(N_("QĐ {number}"), lang).format(number=number)
