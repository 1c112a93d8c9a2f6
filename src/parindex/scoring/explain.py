"""Why this score: one cell of a scorecard in a sentence, and the cells below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parindex import exact
from parindex.exact import Exact
from parindex.frameworks.outline import OutlineNode
from parindex.frameworks.rules import Quantity, Relative
from parindex.language import N_, Lang, translate
from parindex.numerals import format_number
from parindex.scoring.explanations import law_of
from parindex.scoring.inputs import input_rows
from parindex.scoring.leaves import UNDEFINED, plans_of, prepare, rule_module
from parindex.scoring.pipeline import league_numbers
from parindex.scoring.quantities import judged
from parindex.scoring.scorecard import Scorecard
from parindex.scoring.wording import (
    clause_at,
    comparison_phrase,
    gap_phrase,
    input_phrase,
    quantity_of,
    ratio_phrase,
    reason,
    set_phrase,
)
from parindex.tables import CHANNEL_PREFIX, MEASURED, STANDINGS, TOTAL, Standing
from parindex.text import lower_first

_CRITERION, _POINTS, _ILLUSTRATIVE = N_("Tiêu chí"), N_("điểm"), N_("minh họa")


@dataclass(frozen=True)
class Explanation:
    """Why a unit has these points on a node: a sentence, and for a sum the explanations below it."""

    unit_id: str
    criterion_id: str
    label: str
    points: str | None
    """As printed, with the edition's decimals or as many as the number has; None where there are none."""
    max_points: str
    standing: Standing
    sentence: str
    sources: tuple[str, ...] = ()
    is_illustrative: bool = False
    below: tuple[Explanation, ...] = ()


def explain(card: Scorecard, unit_id: str, criterion_id: str = "total", lang: Lang = "vi") -> Explanation:
    """Explain one cell of a scorecard: a leaf, a node (with everything below it), a channel or the total.

    Raises KeyError for a unit or node that is not in the scorecard.
    """
    row = card.outline.row_number[criterion_id]
    unit = card.unit_number(unit_id)
    if row >= len(card.outline.nodes):
        return _explain_sum(card, unit, criterion_id, _below(card, criterion_id), lang)
    node = card.outline.nodes[row]
    if node.node.is_leaf:
        return _explain_leaf(card, unit, node, lang)
    return _explain_sum(card, unit, criterion_id, card.outline.children(node.number), lang)


def _below(card: Scorecard, criterion_id: str) -> Sequence[OutlineNode]:
    """Give what the total or a channel is made of: the domains, or the leaves of the channel."""
    if criterion_id == TOTAL:
        return card.outline.children(None)
    name = criterion_id.removeprefix(CHANNEL_PREFIX)
    return [leaf for leaf in card.outline.leaves if leaf.channel == name]


def _explain_sum(
    card: Scorecard, unit: int, criterion_id: str, children: Sequence[OutlineNode], lang: Lang
) -> Explanation:
    row = card.outline.row_number[criterion_id]
    unit_id = card.inputs.unit_ids[unit]
    below = tuple(explain(card, unit_id, child.code, lang) for child in children)
    points, top = _printed_cell(card, row, unit, lang), _top(card, row, unit, lang)
    label = card.outline.label(criterion_id, lang)
    standing = STANDINGS[card.standing[row, unit]]
    outcome = _outcome(points, top, standing, lang)
    is_node = row < len(card.outline.nodes)
    head = f"{_code_words(criterion_id, lang)}: {label}" if is_node else label
    return Explanation(
        unit_id, criterion_id, label, points, top, standing, f"{head} → {outcome}", below=below
    )


def _code_words(code: str, lang: Lang) -> str:
    return f"{translate(_CRITERION, lang)} {code}"


def _explain_leaf(card: Scorecard, unit: int, leaf: OutlineNode, lang: Lang) -> Explanation:
    row = leaf.number
    points, top = _printed_cell(card, row, unit, lang), format_number(leaf.node.max, None, lang)
    standing = STANDINGS[card.standing[row, unit]]
    why = _reason(card, unit, leaf, standing, lang)
    law = law_of(card.outline, leaf.number, lang)
    illustrative = f" [{translate(_ILLUSTRATIVE, lang)}]" if leaf.is_illustrative else ""
    outcome = _outcome(points, top, standing, lang)
    sentence = f"{_code_words(leaf.code, lang)}: {why} → {outcome} ({law}){illustrative}"
    return Explanation(
        card.inputs.unit_ids[unit],
        leaf.code,
        leaf.node.label.in_(lang),
        points,
        top,
        standing,
        sentence,
        sources=_sources(card, unit, leaf),
        is_illustrative=leaf.is_illustrative,
    )


def _sources(card: Scorecard, unit: int, leaf: OutlineNode) -> tuple[str, ...]:
    if _is_set(card, unit, leaf):
        by = card.setter_of(leaf.number, unit)
        return (by,) if by else ()
    rows = input_rows(card.outline)
    named = [card.source_of(rows[leaf.code, spec.name], unit) for spec in leaf.node.inputs()]
    return tuple(dict.fromkeys(name for name in named if name))


def _printed_cell(card: Scorecard, row: int, unit: int, lang: Lang) -> str | None:
    if not card.has_points[row, unit]:
        return None
    return printed(card.sums.row(row).rows(slice(unit, unit + 1)), lang)


def printed(cell: Exact, lang: Lang = "vi") -> str:
    """Write one number with the digits it has, at most six decimals, rounded half up."""
    return format_number(float(exact.to_floats(exact.half_up(cell, 6))[0]), None, lang)


def _top(card: Scorecard, row: int, unit: int, lang: Lang) -> str:
    column = card.applicable[row]
    units = int(column[unit if len(column) > 1 else 0])
    return format_number(units / 10**exact.PLACES, None, lang)


_NO_POINTS = {
    "missing": N_("chưa có điểm"),
    "withheld": N_("không công bố"),
    "not_applicable": N_("không áp dụng, không tính vào điểm tối đa"),
}


def _outcome(points: str | None, top: str, standing: Standing, lang: Lang) -> str:
    if points is None:
        return translate(_NO_POINTS[standing], lang)
    of = "" if top == "0" else f"/{top}"  # a penalty has no maximum
    return f"{points}{of} {translate(_POINTS, lang)}"


_WHERE_NOT_APPLICABLE = {"full": N_("được tính đủ điểm"), "zero": N_("được tính 0 điểm")}
_COUNTED_AS_ZERO = N_("tạm tính 0 điểm trong tổng")


def _is_set(card: Scorecard, unit: int, leaf: OutlineNode) -> bool:
    given = card.inputs.set_points.get(leaf.number)
    return given is not None and bool(given.decides[unit])


def _reason(card: Scorecard, unit: int, leaf: OutlineNode, standing: Standing, lang: Lang) -> str:
    """Give inputs and clause in words, who set the points, or why there are none."""
    if _is_set(card, unit, leaf):
        by = set_phrase(card.setter_of(leaf.number, unit), lang)
        return f"{lower_first(leaf.node.label.in_(lang))}, {by}"
    if standing != "measured":
        parts = (_why_not(card, unit, leaf, standing, lang), _consequence(leaf, standing, lang))
        return ", ".join(part for part in parts if part)
    number = card.outline.leaves.index(leaf)
    clause = clause_at(leaf, int(card.marks[number].clause[unit]), lang)
    if isinstance(leaf.node.rule, Relative):
        clause = f"{clause} ({_comparison(card, unit, leaf.node.rule, number, lang)})"
    return reason(leaf, _inputs_phrase(card, unit, leaf, lang), clause, lang)


def _why_not(card: Scorecard, unit: int, leaf: OutlineNode, standing: Standing, lang: Lang) -> str:
    """Say what is not there; where all was filled in, what was and that nothing comes of it (0/0)."""
    rows = input_rows(card.outline)
    inputs = [rows[leaf.code, spec.name] for spec in leaf.node.inputs()]
    if (card.inputs.standing[inputs, unit] != MEASURED).any():
        return gap_phrase(standing, lang)
    return f"{_inputs_phrase(card, unit, leaf, lang)}, {clause_at(leaf, UNDEFINED, lang)}"


def _consequence(leaf: OutlineNode, standing: Standing, lang: Lang) -> str:
    if standing == "not_applicable":
        return translate(_WHERE_NOT_APPLICABLE.get(leaf.node.not_applicable, ""), lang)
    return translate(_COUNTED_AS_ZERO, lang) if leaf.missing == "zero" else ""


def _comparison(card: Scorecard, unit: int, rule: Relative, number: int, lang: Lang) -> str:
    """Name what the unit was compared with: without it nobody can check a leaf relative to the league."""
    prepared = prepare(plans_of(card.outline)[number], card.inputs, league_numbers(card.units))
    column = rule_module(rule).compared_with(rule, prepared.inputs)
    return comparison_phrase(rule, float(exact.to_floats(exact.half_up(column, 2))[unit]), lang)


def _inputs_phrase(card: Scorecard, unit: int, leaf: OutlineNode, lang: Lang) -> str:
    rows = input_rows(card.outline)
    values = {
        spec.name: float(card.inputs.values[rows[leaf.code, spec.name], unit]) for spec in leaf.node.inputs()
    }
    rule = leaf.node.rule
    quantity = quantity_of(rule) if rule else None
    if rule and quantity and quantity.as_ == "ratio" and values["denominator"]:
        return ratio_phrase(leaf, values, _percent(quantity, values, lang), lang)
    specs = leaf.node.inputs()
    if quantity and quantity.as_ != "ratio" and not quantity.of:
        specs = tuple(spec.model_copy(update={"label": leaf.node.label}) for spec in specs)
    return "; ".join(input_phrase(spec, values[spec.name], lang) for spec in specs)


def _percent(quantity: Quantity, values: dict[str, float], lang: Lang) -> str:
    columns = {name: exact.from_floats(np.array([value])) for name, value in values.items()}
    percent, _ = judged(quantity, columns)
    decimals = 2 if quantity.round is None else quantity.round
    return format_number(float(exact.to_floats(exact.half_up(percent, decimals))[0]), None, lang)
