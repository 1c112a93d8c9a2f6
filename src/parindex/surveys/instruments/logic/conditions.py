"""Simple skips as data: an answer is one of some or none, at least or at most a number; all or any hold.

A skip that says more (arithmetic, brackets in brackets, functions) is read as None: its text stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Final, Literal

from parindex.surveys.instruments.logic.parsing import Term, parse

Relation = Literal["one_of", "none_of", "at_least", "at_most"]
Against = Literal["option", "chosen", "number"]
"""What an answer is held against: the name of an option; options chosen among several; a number."""

_COMPARED: Final[dict[str, Relation]] = {
    "=": "one_of",
    "!=": "none_of",
    ">=": "at_least",
    "<=": "at_most",
    "selected": "one_of",
}
_SIGNS: Final[dict[Relation, str]] = {"one_of": "=", "none_of": "!=", "at_least": ">=", "at_most": "<="}
_OPPOSITE: Final[dict[Relation, Relation]] = {"one_of": "none_of", "none_of": "one_of"}


@dataclass(frozen=True, slots=True)
class Condition:
    """What is asked of one answer: its name in expressions, how it compares, with which values."""

    name: str
    relation: Relation
    values: tuple[str, ...]
    against: Against = "option"


@dataclass(frozen=True, slots=True)
class Skip:
    """When a question is asked: where every condition holds, or any of them."""

    conditions: tuple[Condition, ...]
    is_any: bool = False


def skip_text(skip: Skip) -> str:
    """Write a skip as an expression of XLSForm.

    >>> came = Condition("came", "one_of", ("1", "2"))
    >>> skip_text(Skip((came, Condition("age", "at_least", ("18",), "number"))))
    "(${came} = '1' or ${came} = '2') and ${age} >= 18"

    Raises ValueError for a value with both kinds of quotes, which XPath cannot say.
    """
    joint = "or" if skip.is_any else "and"
    is_alone = len(skip.conditions) == 1
    return f" {joint} ".join(_written(one, "" if is_alone else joint) for one in skip.conditions)


def _written(one: Condition, joint: str) -> str:
    inner = "and" if one.relation == "none_of" else "or"
    leaves = [_leaf_text(one, value) for value in one.values]
    said = f" {inner} ".join(leaves)
    return f"({said})" if joint not in ("", inner) and len(leaves) > 1 else said


def _leaf_text(one: Condition, value: str) -> str:
    if one.against == "chosen":
        said = f"selected(${{{one.name}}}, {_quoted(value)})"
        return f"not({said})" if one.relation == "none_of" else said
    literal = value if one.against == "number" else _quoted(value)
    return f"${{{one.name}}} {_SIGNS[one.relation]} {literal}"


def _quoted(value: str) -> str:
    mark = next((mark for mark in ("'", '"') if mark not in value), None)
    if mark is None:
        raise ValueError(f"no quotes fit around {value!r}")
    return f"{mark}{value}{mark}"


def read_skip(text: str) -> Skip | None:
    """Read a skip; None where it says more than conditions can.

    >>> read_skip("${came} = 1").conditions
    (Condition(name='came', relation='one_of', values=('1',), against='number'),)
    >>> read_skip("${age} + 1 > 18") is None
    True

    Raises ``ExpressionError`` for a text that is no expression.
    """
    root = parse(text).root
    is_any = root.operator == "or"
    members = [_member(one, is_any=is_any) for one in chain(root, "or" if is_any else "and")]
    if not all(members):
        return None
    conditions = _merged([one for one in members if one], "one_of" if is_any else "none_of")
    return Skip(conditions, is_any and len(conditions) > 1)


def chain(term: Term, operator: str) -> list[Term]:
    """Give what an operator joins, however it is bracketed; the term itself where it is another."""
    if term.operator != operator:
        return [term]
    return [one for operand in term.operands for one in chain(operand, operator)]


def _member(term: Term, *, is_any: bool) -> Condition | None:
    """Read one condition; several values of it are joined by the other word than the conditions are."""
    leaves = [leaf(one) for one in chain(term, "and" if is_any else "or")]
    if not all(leaves):
        return None
    merged = _merged([one for one in leaves if one], "none_of" if is_any else "one_of")
    return merged[0] if len(merged) == 1 else None


def _merged(conditions: Sequence[Condition], relation: Relation) -> tuple[Condition, ...]:
    """Put neighbours about the same answer together, where their joint allows it."""
    found: list[Condition] = []
    for (_name, _against, is_such), run in groupby(
        conditions, lambda one: (one.name, one.against, one.relation == relation)
    ):
        members = list(run)
        if is_such:
            values = tuple(dict.fromkeys(value for one in members for value in one.values))
            members = [replace(members[0], values=values)]
        found += members
    return tuple(found)


def leaf(term: Term) -> Condition | None:
    """Read one comparison of an answer with a number or a text; None for anything else."""
    if term.operator == "not":
        inner = leaf(term.operands[0])
        opposite = _OPPOSITE.get(inner.relation) if inner else None
        return replace(inner, relation=opposite) if inner and opposite else None
    relation = _COMPARED.get(term.operator)
    if relation is None or term.operands[0].operator != "answer":
        return None
    value, against = _literal(term.operands[1])
    if not value or (relation in ("at_least", "at_most") and against != "number"):
        return None
    is_chosen = term.operator == "selected"
    return Condition(term.operands[0].value, relation, (value,), "chosen" if is_chosen else against)


def _literal(term: Term) -> tuple[str, Against]:
    """Give a number or a text as it is compared; an empty text for anything else."""
    if term.operator == "text":
        return term.value, "option"
    if term.operator == "digits":
        return plain_number(term.value), "number"
    if term.operator == "negative" and term.operands[0].operator == "digits":
        return plain_number(f"-{term.operands[0].value}"), "number"
    return "", "option"


def plain_number(text: str) -> str:
    """Write a number in one way: without a needless zero.

    >>> plain_number("018.50"), plain_number("-0"), plain_number("100")
    ('18.5', '0', '100')
    """
    number = Decimal(text)
    said = format(number, "f")
    said = said.rstrip("0").rstrip(".") if "." in said else said
    head, point, tail = said.removeprefix("-").partition(".")
    digits = f"{head.lstrip('0') or '0'}{point}{tail}"
    return f"-{digits}" if number < 0 else digits
