"""Skips in words of people: “Đã đến?” là “Rồi” và “Tuổi” từ 18 trở lên."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final

from parindex.language import N_, Lang, decimal_text, translate
from parindex.surveys.instruments.logic.conditions import chain, plain_number
from parindex.surveys.instruments.logic.parsing import ExpressionError, Term, parse
from parindex.surveys.instruments.model import Column, Instrument

_JOINED: Final = {"and": N_("{first} và {second}"), "or": N_("{first} hoặc {second}")}
_COMPARED: Final = {
    "=": N_("{question} là {value}"),
    "!=": N_("{question} không phải {value}"),
    ">": N_("{question} lớn hơn {value}"),
    ">=": N_("{question} từ {value} trở lên"),
    "<": N_("{question} nhỏ hơn {value}"),
    "<=": N_("{question} từ {value} trở xuống"),
    "selected": N_("{question} có chọn {value}"),
    "not selected": N_("{question} không chọn {value}"),
}
_NUMBERED: Final = N_("câu {number} “{question}”")
_OPPOSITE: Final[Mapping[str, str]] = {"=": "!=", "!=": "=", "selected": "not selected"}
_ALIKE: Final[Mapping[str, frozenset[str]]] = {
    "or": frozenset({"=", "selected"}),
    "and": frozenset({"!=", "not selected"}),
}
"""Comparisons of one answer that are said in one breath where this word joins them."""
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Asked:
    """What can be answered, as words speak of it: its name, its options by their spelling.

    ``options`` is None where a number, a day or a text is answered.
    """

    words: str
    options: Mapping[str, str] | None = None
    is_several: bool = False


def numbers_of(form: Instrument) -> dict[str, int]:
    """Number the questions of a form as people count them: a note is none."""
    asked = [one.id for one in form.questions if one.kind != "note"]
    return {name: number for number, name in enumerate(asked, start=1)}


def numbered(number: int, label: str, lang: Lang) -> str:
    """Call a question by its number and its words, which are cut where they are long."""
    short = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rstrip()}…"
    return translate(_NUMBERED, lang).format(number=number, question=short)


def asked_in(form: Instrument, lang: Lang, *, is_numbered: bool = False) -> dict[str, Asked]:
    """Give what can be answered in a form, by the names that expressions have for it."""
    numbers = numbers_of(form) if is_numbered else {}
    return {
        name: Asked(
            _called(columns[0], numbers, lang), _options(form, columns[0], lang), _several(columns[0])
        )
        for name, columns in form.columns_by_name.items()
    }


def _called(column: Column, numbers: Mapping[str, int], lang: Lang) -> str:
    label = (column.question if _several(column) else column).label.in_(lang)
    return numbered(numbers[column.question.id], label, lang) if numbers else f"“{label}”"


def _several(column: Column) -> bool:
    return column.kind == "flag"


def _options(form: Instrument, column: Column, lang: Lang) -> dict[str, str] | None:
    if column.kind not in ("code", "flag"):
        return None
    return {one.spelling: one.label.in_(lang) for one in form.options_of(column.question)}


def skip_said(texts: Sequence[str], asked: Mapping[str, Asked], lang: Lang = "vi") -> str:
    """Say in words when all of some skips hold; empty where words cannot say it.

    Said are comparisons of an answer with an option or a number, ``selected``, and what ``and``, ``or`` and
    ``not`` make of them.

    >>> skip_said(["${q} = 1 or ${q} = 2"], {"q": Asked("câu 3", {"1": "Có", "2": "Ít khi"})})
    'câu 3 là “Có” hoặc “Ít khi”'
    """
    try:
        roots = [parse(one).root for one in texts]
    except ExpressionError:
        return ""
    if not roots:
        return ""
    whole = roots[0] if len(roots) == 1 else Term("and", tuple(roots))
    return _said(whole, asked, lang)


def _said(term: Term, asked: Mapping[str, Asked], lang: Lang, above: str = "") -> str:
    """Say a condition, in brackets where another word joins it with its neighbours; empty where it cannot."""
    if term.operator not in _JOINED:
        return _compared(_leaf(term), asked, lang)
    leaves = [_leaf(one) for one in chain(term, term.operator)]
    said: list[str] = []
    for alike, run in groupby(leaves, lambda one: _breath(one, term.operator)):
        members = list(run)
        if alike:
            said.append(_compared(members[0], asked, lang, members[1:]))
        else:
            said += [_said(one, asked, lang, term.operator) for one in members]
    if not all(said):
        return ""
    is_apart = above not in ("", term.operator)
    return ("({})" if is_apart else "{}").format(_in_a_row(said, term.operator, lang))


def _in_a_row(said: Sequence[str], operator: str, lang: Lang) -> str:
    whole = said[0]
    for one in said[1:]:
        whole = translate(_JOINED[operator], lang).format(first=whole, second=one)
    return whole


def _breath(term: Term, operator: str) -> tuple[str, str] | None:
    """Tell what is said in one breath: the same comparison of the same answer; None for anything else."""
    is_such = term.operator in _ALIKE[operator] and term.operands[0].operator == "answer"
    return (term.operator, term.operands[0].value) if is_such else None


def _leaf(term: Term) -> Term:
    """Put ``not`` into what it is about, where that has an opposite."""
    if term.operator != "not":
        return term
    [inner] = term.operands
    opposite = _OPPOSITE.get(inner.operator)
    return Term(opposite, inner.operands) if opposite else term


def _compared(term: Term, asked: Mapping[str, Asked], lang: Lang, more: Sequence[Term] = ()) -> str:
    """Say what an answer is held against: options by their labels, a number as people write it."""
    one = asked.get(term.operands[0].value) if term.operands else None
    if one is None or len(term.operands) != 2 or term.operands[0].operator != "answer":  # noqa: PLR2004  # a pair
        return ""
    template = _template(term.operator, is_several=one.is_several)
    values = [_value(each.operands[1], one, lang) for each in (term, *more)]
    if not template or not all(values):
        return ""
    return translate(template, lang).format(question=one.words, value=_listed(values, lang))


def _listed(values: Sequence[str], lang: Lang) -> str:
    *first, last = values
    if not first:
        return last
    return translate(_JOINED["or"], lang).format(first=", ".join(first), second=last)


def _template(operator: str, *, is_several: bool) -> str:
    """Choose the words: one chooses among several otherwise than one answers with one."""
    if operator in ("selected", "not selected") and not is_several:
        return _COMPARED["=" if operator == "selected" else "!="]
    if is_several and operator not in ("selected", "not selected"):
        return ""
    return _COMPARED.get(operator, "")


def _value(term: Term, one: Asked, lang: Lang) -> str:
    is_negative = term.operator == "negative"
    literal = term.operands[0] if is_negative else term
    if literal.operator not in ("digits", "text") or (is_negative and literal.operator != "digits"):
        return ""
    if literal.operator == "text":
        spelled = literal.value
    else:
        spelled = plain_number(f"-{literal.value}" if is_negative else literal.value)
    if one.options is None:
        return decimal_text(Decimal(spelled), lang) if literal.operator == "digits" else _text(spelled)
    label = one.options.get(spelled.strip())
    return f"“{label}”" if label else ""


def _text(value: str) -> str:
    return f"“{value}”" if value else ""
