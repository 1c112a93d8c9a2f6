"""From what people type to exact numbers; what is doubtful is asked about, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from parindex.frameworks.outline import OutlineNode
from parindex.numerals import format_number, read_number
from parindex.reading.entry import read_entry
from parweb.interface.numbers import page_language


def read_inputs(leaf: OutlineNode, typed: Mapping[str, str]) -> dict[str, Decimal]:
    """Read the inputs of a leaf; ValidationError with a dict from input name to messages."""
    lang = page_language()
    read = read_entry(leaf, {name: text for name, text in typed.items() if text.strip()}, lang)
    problems: dict[str, list[str]] = {}
    for problem in read.problems:
        if problem.is_error:
            words = f"{problem.what(lang)}: {problem.remedy(lang)}"
            problems.setdefault(problem.place.item or "", []).append(words)
    lacking = [spec for spec in leaf.node.inputs() if spec.default is None and spec.name not in read.values]
    for spec in lacking:
        if spec.name not in problems:
            problems[spec.name] = [_("Nhập số liệu này.")]
    if problems:
        raise ValidationError(problems)
    return dict(read.values)


def read_points(text: str) -> Decimal | None:
    """Read points as typed; None for nothing; ValidationError for what is no number or could be two.

    >>> read_points("1,25")
    Decimal('1.25')
    """
    if not text.strip():
        return None
    found = read_number(text)
    lang = page_language()
    first, second = (found.comma, found.point) if lang == "vi" else (found.point, found.comma)
    if found.is_ambiguous:
        both = {"first": typed_number(first), "second": typed_number(second)}
        raise ValidationError(_("Có thể hiểu là hai số khác nhau; ghi rõ %(first)s hay %(second)s.") % both)
    number = first if first is not None else second
    if number is None:
        raise ValidationError(_("Chưa đọc được số này; ghi như 1,25."))
    return number


def typed_number(number: Decimal | None) -> str:
    """Write a number as one would type it: no sign between thousands; empty for none."""
    if number is None:
        return ""
    lang = page_language()
    return format_number(number, None, lang).replace("." if lang == "vi" else ",", "")
