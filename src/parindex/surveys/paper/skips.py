"""Skips in words, for people who have nothing but the paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from parindex.language import N_, Lang, translate
from parindex.surveys.instruments.logic.parsing import Term, parse
from parindex.surveys.instruments.model import Column, Instrument
from parindex.surveys.instruments.parts import Question

_ONLY_IF: Final = N_("Chỉ trả lời nếu {condition}.")
_JOINED: Final = {"and": N_("{first} và {second}"), "or": N_("{first} hoặc {second}")}
_COMPARED: Final = {
    "=": N_("“{question}” là “{value}”"),
    "!=": N_("“{question}” không phải “{value}”"),
    ">": N_("“{question}” lớn hơn {value}"),
    ">=": N_("“{question}” từ {value} trở lên"),
    "<": N_("“{question}” nhỏ hơn {value}"),
    "<=": N_("“{question}” từ {value} trở xuống"),
}
_CHOSEN: Final = N_("“{question}” có chọn “{value}”")
_NOT_CHOSEN: Final = N_("“{question}” không chọn “{value}”")
_OPPOSITE: Final[Mapping[str, str]] = {"=": "!=", "!=": "=", "selected": "not selected"}


def skip_words(form: Instrument, question: Question, lang: Lang = "vi") -> str:
    """Say in a sentence who answers a question; empty where everybody does, or where words cannot say it.

    Said are comparisons of an answer with an option or a number, ``selected``, and what ``and``, ``or`` and
    ``not`` make of them.

    >>> from parindex.surveys.instruments.registry import load_instrument
    >>> kiosk = load_instrument("one-stop-kiosk@2026")
    >>> skip_words(kiosk, kiosk.by_id["attitude"]), skip_words(kiosk, kiosk.by_id["reason"])[:16]
    ('', 'Chỉ trả lời nếu ')
    """
    groups = {one.id: one.relevant for one in form.groups}
    texts = [one for one in (groups.get(question.group or ""), question.relevant) if one]
    if not texts:
        return ""
    first, *rest = (parse(one).root for one in texts)
    whole = Term("and", (first, *rest)) if rest else first
    said = _said(form, whole, lang)
    return translate(_ONLY_IF, lang).format(condition=said) if said else ""


def _said(form: Instrument, term: Term, lang: Lang, above: str = "") -> str:
    """Say a condition, in brackets where another word joins it with its neighbours; empty where it cannot."""
    if term.operator in _JOINED:
        first, second = (_said(form, one, lang, term.operator) for one in term.operands)
        said = translate(_JOINED[term.operator], lang).format(first=first, second=second)
        is_apart = above not in ("", term.operator)
        return ("({})" if is_apart else "{}").format(said) if first and second else ""
    if term.operator == "not":
        [inner] = term.operands
        opposite = _OPPOSITE.get(inner.operator)
        return _compared(form, Term(opposite, inner.operands), lang) if opposite else ""
    return _compared(form, term, lang)


def _compared(form: Instrument, term: Term, lang: Lang) -> str:
    """Say what an answer is held against: an option by its label, a number as it stands."""
    kinds = [one.operator for one in term.operands]
    if kinds not in (["answer", "digits"], ["answer", "text"]):
        return ""
    asked, value = (one.value for one in term.operands)
    columns = form.columns_by_name.get(asked, ())
    template = _template(term.operator, columns)
    words = _value(form, columns, value, lang) if columns else ""
    if not template or not words:
        return ""
    first = columns[0]
    label = (first.question if first.kind == "flag" else first).label.in_(lang)
    return translate(template, lang).format(question=label, value=words)


def _template(operator: str, columns: tuple[Column, ...]) -> str:
    """Choose the words: one chooses among several otherwise than one answers with one."""
    is_multi = any(one.kind == "flag" for one in columns)
    if operator in ("selected", "not selected"):
        several = {"selected": _CHOSEN, "not selected": _NOT_CHOSEN}
        single = {"selected": _COMPARED["="], "not selected": _COMPARED["!="]}
        return (several if is_multi else single)[operator]
    return "" if is_multi else _COMPARED.get(operator, "")


def _value(form: Instrument, columns: tuple[Column, ...], value: str, lang: Lang) -> str:
    question = columns[0].question
    options = form.options_of(question)
    if not options:
        return value
    return next((one.label.in_(lang) for one in options if one.spelling == value), "")
