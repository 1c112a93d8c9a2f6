"""Formulas for one row, in fractions of any size: for the few rows whose numbers outgrow the columns."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from parindex.exact import Exact
from parindex.expressions.parsing import Expression, Term

Numbers = Mapping[str, Fraction]


def value(expression: Expression, numbers: Numbers) -> Fraction | None:
    """Give the value of a formula; None where it divides by zero.

    >>> from parindex.expressions.parsing import parse
    >>> value(parse("x * x / 3"), {"x": Fraction(10**12)})
    Fraction(1000000000000000000000000, 3)
    """
    return _value(expression.root, numbers)


def holds(expression: Expression, numbers: Numbers) -> bool | None:
    """Tell whether a condition holds; None where that cannot be said."""
    return _truth(expression.root, numbers)


def number_at(column: Exact, row: int) -> Fraction:
    """Give one row of a column as it was read: its part is the decimal that it prints."""
    part = 0.0 if column.part is None else float(column.part[row])
    units = Fraction(int(column.whole[row])) + Fraction(Decimal(repr(part)))
    return units / Fraction(10**column.places)


def _value(term: Term, numbers: Numbers) -> Fraction | None:
    if term.number is not None:
        return Fraction(term.number)
    if term.name is not None:
        return numbers[term.name]
    if term.operator == "if":
        test = _truth(term.operands[0], numbers)
        return None if test is None else _value(term.operands[1 if test else 2], numbers)
    operands = [_value(operand, numbers) for operand in term.operands]
    known = [operand for operand in operands if operand is not None]
    if len(known) < len(operands) or (term.operator == "/" and known[1] == 0):
        return None
    found: Fraction = _OPERATIONS[term.operator](*known)
    return found


def _truth(term: Term, numbers: Numbers) -> bool | None:
    if term.operator in _COMPARISONS:
        left, right = (_value(operand, numbers) for operand in term.operands)
        return None if left is None or right is None else _COMPARISONS[term.operator](left, right)
    parts = [_truth(operand, numbers) for operand in term.operands]
    if term.operator == "not":
        return None if parts[0] is None else not parts[0]
    decisive = term.operator == "or"
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


_COMPARISONS: Final[dict[str, Callable[[Fraction, Fraction], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_OPERATIONS: Final[dict[str, Callable[..., Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "negative": operator.neg,
    "abs": abs,
    "min": min,
    "max": max,
}
