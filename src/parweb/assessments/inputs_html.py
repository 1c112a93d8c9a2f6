"""The inputs of a leaf as HTML, shaped by its rule. Written by hand: a page has ninety of them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from parindex.frameworks.outline import OutlineNode
from parindex.frameworks.parts import Choice, InputSpec
from parindex.frameworks.rules import Checklist
from parindex.language import Lang
from parindex.numerals import format_number
from parweb.assessments.drafts import NOT_APPLICABLE, Draft, FieldProblem

PREFIX = "i-"
_FEW_CHOICES = 6


def field_id(code: str, name: str) -> str:
    """Give the id of a field, to which problems and findings link."""
    return f"{PREFIX}{code}-{name}"


def inputs_html(
    leaf: OutlineNode,
    draft: Draft,
    problems: Mapping[str, FieldProblem],
    lang: Lang,
    *,
    is_locked: bool = False,
) -> SafeString:
    """Write every input of a leaf with its label, its bounds in words, its problem beside it."""
    specs = leaf.node.inputs()
    lock = mark_safe(" disabled") if is_locked else ""
    parts = [_input(leaf, spec, draft, problems.get(spec.name), lang, lock) for spec in specs]
    if leaf.node.not_applicable != "refuse" and not _has_radio(leaf):
        parts.append(_not_applicable(leaf, draft, lock))
    return SafeString("".join(parts))


def _has_radio(leaf: OutlineNode) -> bool:
    """Tell whether "not applicable" is one of the answers of the leaf's only choice."""
    specs = leaf.node.inputs()
    return len(specs) == 1 and bool(specs[0].choices) and len(specs[0].choices) <= _FEW_CHOICES


def _input(
    leaf: OutlineNode, spec: InputSpec, draft: Draft, problem: FieldProblem | None, lang: Lang, lock: str
) -> str:
    if isinstance(leaf.node.rule, Checklist):
        return _item(leaf, spec, draft, lang, lock)
    if spec.choices:
        return _choice(leaf, spec, draft, problem, lang, lock)
    return _number(leaf, spec, draft, problem, lang, lock)


def _number(
    leaf: OutlineNode, spec: InputSpec, draft: Draft, problem: FieldProblem | None, lang: Lang, lock: str
) -> str:
    name = field_id(leaf.code, spec.name)
    mode = "numeric" if spec.type == "count" else "decimal"
    state, words = _wrong(name, problem)
    return format_html(
        '<div class="field{}"><label for="{}">{}{}</label>{}'
        '<input id="{}" name="{}{}" value="{}" inputmode="{}" autocomplete="off"{}{}></div>',
        " field--wrong" if problem else "",
        name,
        spec.label.in_(lang),
        _unit(spec, lang),
        words,
        name,
        PREFIX,
        spec.name,
        draft.typed.get(spec.name, ""),
        mode,
        state,
        lock,
    )


def _wrong(name: str, problem: FieldProblem | None) -> tuple[str, str]:
    """Give the attributes of a field with a problem, and the words beside it."""
    if problem is None:
        return "", ""
    state = format_html(' aria-invalid="true" aria-describedby="{}-e"', name)
    words = format_html('<p class="field__errors" id="{}-e">{} {}</p>', name, problem.what, problem.remedy)
    return state, words


@lru_cache(maxsize=4096)
def _unit_of(kind: str, minimum: Decimal | None, maximum: Decimal | None, lang: Lang) -> str:
    unit = {"percent": "%", "share": "0–1"}.get(kind, "")
    if kind == "number" and minimum is not None and maximum is not None:
        unit = f"{format_number(minimum, lang=lang)}–{format_number(maximum, lang=lang)}"
    return f' <span class="unit">({escape(unit)})</span>' if unit else ""


def _unit(spec: InputSpec, lang: Lang) -> SafeString:
    return SafeString(_unit_of(spec.type, spec.minimum, spec.maximum, lang))


def _choice(
    leaf: OutlineNode, spec: InputSpec, draft: Draft, problem: FieldProblem | None, lang: Lang, lock: str
) -> str:
    answers = [(_plain(one.value), one.label.in_(lang)) for one in spec.choices]
    if leaf.node.not_applicable != "refuse" and _has_radio(leaf):
        answers.append((NOT_APPLICABLE, _("Không áp dụng")))
    chosen = (
        NOT_APPLICABLE if draft.is_not_applicable else _chosen(spec.choices, draft.typed.get(spec.name, ""))
    )
    name = field_id(leaf.code, spec.name)
    options = _select if len(answers) > _FEW_CHOICES else _radios
    drawn = options(name, spec.name, answers, chosen, lock)
    _state, words = _wrong(name, problem)
    return format_html(
        '<fieldset class="field leaf__choice" id="{}"><legend>{}</legend>{}{}</fieldset>',
        name,
        spec.label.in_(lang),
        words,
        drawn,
    )


def _plain(value: Decimal) -> str:
    """Write the value of a choice as ``read_entry`` reads it: with the decimal comma."""
    return format(value.normalize(), "f").replace(".", ",")


def _chosen(choices: tuple[Choice, ...], text: str) -> str:
    """Give the value of the choice that was made, empty for none."""
    typed = text.replace(".", ",")
    return next((_plain(one.value) for one in choices if _plain(one.value) == typed), "")


def _radios(name: str, field: str, answers: list[tuple[str, str]], chosen: str, lock: str) -> str:
    rows = (
        (PREFIX, field, value, mark_safe(" checked") if value == chosen else "", lock, label)
        for value, label in answers
    )
    return format_html_join(
        "",
        '<label class="choice"><input type="radio" name="{}{}" value="{}"{}{}> <span>{}</span></label>',
        rows,
    )


def _select(name: str, field: str, answers: list[tuple[str, str]], chosen: str, lock: str) -> str:
    rows = ((value, mark_safe(" selected") if value == chosen else "", label) for value, label in answers)
    options = format_html_join("", '<option value="{}"{}>{}</option>', rows)
    label = _("Chọn một mức")
    return format_html(
        '<select name="{}{}" aria-labelledby="{}"{}><option value="">{}</option>{}</select>',
        PREFIX,
        field,
        name,
        lock,
        label,
        options,
    )


def _item(leaf: OutlineNode, spec: InputSpec, draft: Draft, lang: Lang, lock: str) -> str:
    """Write one line of a checklist: done, not done, or not said yet."""
    chosen = "" if draft.is_not_applicable else _chosen(spec.choices, draft.typed.get(spec.name, ""))
    answers = [(_plain(one.value), one.label.in_(lang)) for one in spec.choices]
    return format_html(
        '<fieldset class="leaf__item" id="{}"><legend>{}</legend>{}</fieldset>',
        field_id(leaf.code, spec.name),
        spec.label.in_(lang),
        _radios("", spec.name, answers, chosen, lock),
    )


def _not_applicable(leaf: OutlineNode, draft: Draft, lock: str) -> str:
    return format_html(
        '<label class="choice"><input type="checkbox" id="{}" name="{}" value="1"{}{}> '
        "<span>{}</span></label>",
        field_id(leaf.code, NOT_APPLICABLE),
        NOT_APPLICABLE,
        mark_safe(" checked") if draft.is_not_applicable else "",
        lock,
        _("Không áp dụng"),
    )


def values_text(leaf: OutlineNode, inputs: Mapping[str, str], standing: str, lang: Lang) -> str:
    """Say in one line what was filled in: ``Nhiệm vụ đã hoàn thành: 12; Nhiệm vụ trong kế hoạch: 14``."""
    if standing == "not_applicable":
        return _("Không áp dụng")
    said = [
        f"{spec.label.in_(lang)}: {_value_text(spec, Decimal(inputs[spec.name]), lang)}"
        for spec in leaf.node.inputs()
        if spec.name in inputs
    ]
    return "; ".join(said)


def _value_text(spec: InputSpec, value: Decimal, lang: Lang) -> str:
    for choice in spec.choices:
        if choice.value == value:
            return choice.label.in_(lang)
    return format_number(value, lang=lang) + (" %" if spec.type == "percent" else "")
