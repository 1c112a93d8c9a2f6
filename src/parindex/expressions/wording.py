"""A formula as people read it: names as their words, numbers and signs as they are printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from parindex.language import N_, Lang, translate
from parindex.numerals import format_number
from parindex.text import lower_first

_PARTS: Final = re.compile(r"(?P<number>\d[\d_]*\.?\d*|\.\d+)|(?P<name>[^\W\d]\w*)|(?P<sign>[<>=!]=|\S)")
_SIGNS: Final = {"*": "×", "-": "−", "<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}
_WORDS: Final = {
    "full": N_("điểm tối đa"),
    "case": N_("trường hợp áp dụng"),
    "and": N_("và"),
    "or": N_("hoặc"),
    "not": N_("không phải"),
    "if": N_("nếu"),
    "else": N_("nếu không thì"),
}
_CLOSE: Final = frozenset("()")
_UNCLEAR: Final = re.compile(r"[^\w\s]")
"""Signs in a label that could be taken for signs of the formula: such a label stands between quotes."""


def formula_text(text: str, labels: Mapping[str, str], lang: Lang = "vi") -> str:
    """Write a formula with the labels of its variables; names without a label stay.

    Vietnamese numbers have the decimal comma, so arguments stand apart by semicolons.

    >>> formula_text("full * (1 - 0.5 * late / tasks)", {"late": "Việc chậm", "tasks": "Việc được giao"})
    'điểm tối đa × (1 − 0,5 × việc chậm / việc được giao)'
    >>> formula_text("max(0, full - late)", {"late": "Tasks done late"}, "en")
    'max(0, maximum points − tasks done late)'
    """
    said = ""
    before = ""
    for found in _PARTS.finditer(text):
        sign = found[0]
        said += _gap(before, sign, text[: found.start()]) + _said(found, labels, lang)
        before = sign
    return said


def _gap(before: str, sign: str, read: str) -> str:
    """Keep the author's spaces, and add none beside brackets."""
    if not before or before == "(" or sign in {")", ","}:
        return ""
    if before in _CLOSE or sign in _CLOSE:
        return " " if read[-1:].isspace() else ""
    return " "


def _said(found: re.Match[str], labels: Mapping[str, str], lang: Lang) -> str:
    part = found[0]
    if found["number"]:
        return format_number(Decimal(part), None, lang)
    if found["name"]:
        return _named(part, labels, lang)
    if part == "," and lang == "vi":
        return ";"
    return _SIGNS.get(part, part)


def _named(name: str, labels: Mapping[str, str], lang: Lang) -> str:
    if name not in labels:
        return translate(_WORDS[name], lang) if name in _WORDS else name
    label = lower_first(labels[name])
    return f"“{label}”" if _UNCLEAR.search(label) else label
