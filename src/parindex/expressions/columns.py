"""Evaluating a formula on whole columns of exact numbers; a division by zero is a mask, not an error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Final, NamedTuple

import numpy as np

from parindex import exact
from parindex.exact import Exact, Mask
from parindex.expressions.parsing import Expression, Term


class Outcome(NamedTuple):
    """The value of a formula in every row, and the rows in which it has none (a division by zero)."""

    value: Exact
    undefined: Mask


class Truth(NamedTuple):
    """Whether a condition holds in every row, and the rows in which that cannot be said."""

    holds: Mask
    undefined: Mask


def evaluate(expression: Expression, columns: Mapping[str, Exact]) -> Outcome:
    """Give the value of a formula for columns of equal length (constants may be among them)."""
    return _value(expression.root, columns)


def holds(expression: Expression, columns: Mapping[str, Exact]) -> Truth:
    """Tell in which rows a condition holds."""
    return _truth(expression.root, columns)


_NEVER: Final = np.zeros((), dtype=bool)


def _value(term: Term, columns: Mapping[str, Exact]) -> Outcome:
    if term.number is not None:
        return Outcome(exact.constant(term.number), _NEVER)
    if term.name is not None:
        return Outcome(columns[term.name], _NEVER)
    if term.operator == "if":
        return _choice(term, columns)
    operands = [_value(operand, columns) for operand in term.operands]
    undefined = reduce(np.logical_or, [operand.undefined for operand in operands])
    values = [operand.value for operand in operands]
    if term.operator == "/":
        return _quotient(values[0], values[1], undefined)
    return Outcome(exact.normalised(_OPERATIONS[term.operator](values)), undefined)


def _quotient(top: Exact, bottom: Exact, undefined: Mask) -> Outcome:
    is_zero = exact.equal(bottom, exact.constant(0))
    safe = exact.where(is_zero, exact.constant(1), bottom) if is_zero.any() else bottom
    return Outcome(exact.times_over(top, exact.constant(1), safe), undefined | is_zero)


def _choice(term: Term, columns: Mapping[str, Exact]) -> Outcome:
    test = _truth(term.operands[0], columns)
    yes, no = (_value(operand, columns) for operand in term.operands[1:])
    undefined = test.undefined | np.where(test.holds, yes.undefined, no.undefined)
    return Outcome(exact.where(test.holds, yes.value, no.value), undefined)


def _truth(term: Term, columns: Mapping[str, Exact]) -> Truth:
    if term.operator in _COMPARISONS:
        left, right = (_value(operand, columns) for operand in term.operands)
        sign = exact.sign_of_difference(left.value, right.value)
        return Truth(_COMPARISONS[term.operator](sign), left.undefined | right.undefined)
    parts = [_truth(operand, columns) for operand in term.operands]
    undefined = reduce(np.logical_or, [part.undefined for part in parts])
    masks = [part.holds for part in parts]
    if term.operator == "not":
        return Truth(~masks[0], undefined)
    return Truth(reduce(np.logical_and if term.operator == "and" else np.logical_or, masks), undefined)


_COMPARISONS: Final[dict[str, Callable[[np.ndarray], Mask]]] = {
    "<": lambda sign: sign < 0,
    "<=": lambda sign: sign <= 0,
    ">": lambda sign: sign > 0,
    ">=": lambda sign: sign >= 0,
    "==": lambda sign: sign == 0,
    "!=": lambda sign: sign != 0,
}
_OPERATIONS: Final[dict[str, Callable[[list[Exact]], Exact]]] = {
    "+": lambda v: exact.add(v[0], v[1]),
    "-": lambda v: exact.subtract(v[0], v[1]),
    "*": lambda v: exact.times_over(v[0], v[1]),
    "negative": lambda v: exact.negative(v[0]),
    "abs": lambda v: exact.larger(v[0], exact.negative(v[0])),
    "min": lambda v: reduce(exact.smaller, v),
    "max": lambda v: reduce(exact.larger, v),
}
