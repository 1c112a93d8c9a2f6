"""The words of an explanation: numbers as they are printed, quantities and clauses as short phrases."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from parindex.expressions.wording import formula_text
from parindex.frameworks.outline import OutlineNode
from parindex.frameworks.parts import InputSpec, Text
from parindex.frameworks.rules import AnyRule, Formula, Quantity, Relative
from parindex.language import N_, Lang, translate
from parindex.numerals import as_decimal, format_number
from parindex.scoring.leaves import UNDEFINED, rule_module
from parindex.scoring.marks import Clause
from parindex.text import lower_first

_OVER_NOTHING = {
    "missing": N_("không có gì để tính tỷ lệ, coi như chưa có giá trị"),
    "zero": N_("không có gì để tính tỷ lệ, 0 điểm theo quy định"),
    "full": N_("không có gì để tính tỷ lệ, đủ điểm theo quy định"),
    "not_applicable": N_("không có gì để tính tỷ lệ, không áp dụng"),
}
_NOT_COMPUTED = {
    "missing": N_("không tính được điểm từ số liệu này, coi như chưa có giá trị"),
    "zero": N_("không tính được điểm từ số liệu này, 0 điểm theo quy định"),
    "full": N_("không tính được điểm từ số liệu này, đủ điểm theo quy định"),
    "not_applicable": N_("không tính được điểm từ số liệu này, không áp dụng"),
}


def number(value: Decimal | float, lang: Lang = "vi", decimals: int | None = None) -> str:
    """Write a number for people: ``92,5`` in Vietnamese, ``92.5`` in English."""
    return format_number(value, decimals, lang)


def quantity_of(rule: AnyRule) -> Quantity | None:
    """Give what a rule judges, None for rules that judge no quantity."""
    spec = getattr(rule, "quantity", None)
    return spec if isinstance(spec, Quantity) else None


def clause_text(clause: Clause, rule: AnyRule, lang: Lang) -> str:
    """Give a clause in words; bounds of a percentage carry their unit, a formula the labels of its names."""
    quantity = quantity_of(rule)
    unit = " %" if quantity and quantity.as_ != "number" else ""
    filled = _filled(clause.details, unit, lang)
    if isinstance(rule, Formula):
        labels = {one.name: one.label.in_(lang) for one in rule.variables}
        filled["formula"] = formula_text(filled["formula"], labels, lang)
    return translate(clause.text, lang).format_map(filled)


_IN_QUANTITY_UNITS = frozenset({"low", "high", "floor", "full_at", "at", "target"})
_PERCENT = frozenset({"share"})


def _filled(details: Mapping[str, Any], unit: str, lang: Lang) -> dict[str, str]:
    out = {}
    for name, value in details.items():
        if value is None:
            continue
        if isinstance(value, Text):
            out[name] = value.in_(lang)
        elif isinstance(value, Decimal):
            mark = unit if name in _IN_QUANTITY_UNITS and name != "low" else ""
            out[name] = number(value, lang) + (" %" if name in _PERCENT else mark)
        else:
            out[name] = str(value)
    if "low" in out and "high" not in out:
        out["low"] += unit
    return out


def clause_texts(leaf: OutlineNode, lang: Lang = "vi") -> list[str]:
    """Give the clauses of a leaf in words, by number; the last is that of a quantity over nothing."""
    rule = leaf.node.rule
    if rule is None:
        return []
    known = [clause_text(clause, rule, lang) for clause in rule_module(rule).clauses(rule, leaf.node)]
    quantity = quantity_of(rule)
    if quantity:
        return [*known, translate(_OVER_NOTHING[quantity.when_zero], lang)]
    return [*known, translate(_NOT_COMPUTED[getattr(rule, "when_undefined", "missing")], lang)]


def clause_at(leaf: OutlineNode, clause: int, lang: Lang = "vi") -> str:
    """Give one clause of a leaf in words."""
    return clause_texts(leaf, lang)[clause if clause != UNDEFINED else -1]


_GAPS = {
    "missing": N_("chưa có giá trị"),
    "withheld": N_("giá trị không công bố"),
    "not_applicable": N_("đơn vị không áp dụng"),
}


def gap_phrase(standing: str, lang: Lang = "vi") -> str:
    """Say why there is no value: the standing of a leaf in words."""
    return translate(_GAPS[standing], lang)


_SET_BY = {
    "self": N_("điểm do đơn vị tự ấn định"),
    "appraisal1": N_("điểm do thẩm định lần 1 ấn định"),
    "appraisal2": N_("điểm do thẩm định lần 2 ấn định"),
    "council": N_("điểm do hội đồng ấn định"),
    "survey": N_("điểm ấn định theo điều tra xã hội học"),
    "dossier": N_("điểm ấn định theo dữ liệu hồ sơ"),
    "published": N_("điểm ấn định theo bảng đã công bố"),
}
_SET = N_("điểm được ấn định")


def set_phrase(source: str | None, lang: Lang = "vi") -> str:
    """Say that points were set, and by whom, where that is known.

    >>> set_phrase("council")
    'điểm do hội đồng ấn định'
    """
    return translate(_SET_BY.get(source or "", _SET), lang)


def input_phrase(spec: InputSpec, value: float, lang: Lang) -> str:
    """Give an input and its value: its word for a choice, ``92,5 % hồ sơ đúng hạn`` for percentages."""
    for choice in spec.choices:
        if float(choice.value) == value:
            return f"{spec.label.in_(lang)}: {choice.label.in_(lang)}"
    if spec.type in ("percent", "share"):
        percent = as_decimal(value) * (100 if spec.type == "share" else 1)
        return f"{number(percent, lang)} % {lower_first(spec.label.in_(lang))}"
    return f"{spec.label.in_(lang)}: {number(value, lang)}"


def ratio_phrase(leaf: OutlineNode, values: Mapping[str, float], percent: str, lang: Lang) -> str:
    """Give a ratio of two inputs: ``185/200 = 92,5 % hồ sơ đúng hạn``."""
    quantity = quantity_of(leaf.node.rule) if leaf.node.rule else None
    top, bottom = (number(values[name], lang) for name in ("numerator", "denominator"))
    if quantity and quantity.of:
        return f"{top}/{bottom} = {percent} % {lower_first(quantity.of.in_(lang))}"
    named = " / ".join(lower_first(spec.label.in_(lang)) for spec in leaf.node.inputs())
    return f"{top}/{bottom} = {percent} % ({named})"


_COMPARED = {"mean": N_("bình quân của cụm: {value}"), "best": N_("tốt nhất của cụm: {value}")}


def comparison_phrase(rule: Relative, value: float, lang: Lang) -> str:
    """Name the number of the league that a unit is compared with: ``tốt nhất của cụm: 98,2 %``."""
    unit = "" if rule.quantity.as_ == "number" else " %"
    text = translate(_COMPARED["mean" if rule.to == "mean" else "best"], lang)
    return text.format(value=number(value, lang) + unit)


_SAID_BY_THE_CLAUSE = frozenset({"levels"})
_GIVEN = frozenset({"graded", "appraised"})


def reason(leaf: OutlineNode, phrase: str, clause: str, lang: Lang) -> str:
    """Join inputs and clause so that nothing is said twice.

    The answer of a yes-or-no leaf stands behind its own words; a level is named by its clause; of given
    points it is enough to say who gave them.
    """
    kind = leaf.node.rule.kind if leaf.node.rule else ""
    if kind == "yes_no":
        answer = phrase.rsplit(": ", 1)[-1]
        return f"{lower_first(leaf.node.label.in_(lang))}: {answer}"
    if kind in _SAID_BY_THE_CLAUSE or kind in _GIVEN:
        return f"{lower_first(leaf.node.label.in_(lang))}, {clause}"
    return f"{phrase}, {clause}"
