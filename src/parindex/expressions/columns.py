"""Formulas on whole columns, in ratios of whole numbers: what is compared is compared exactly.

A value is ``top / bottom`` in int64. A row whose numbers outgrow int64 is *lost* here: it is worked out in
fractions (:mod:`parindex.expressions.rows`). A division by zero is a mask, not an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import reduce
from typing import Final, NamedTuple

import numpy as np

from parindex import exact
from parindex.exact import Exact, IntArray, Mask
from parindex.expressions.parsing import Expression, Term

_SAFE: Final = 1e18
"""Whole numbers above this are lost: int64 ends at 9.2e18."""
_WORTH_REDUCING: Final = 2**31
_NEVER: Final = np.zeros((), dtype=bool)
_ONE: Final = np.ones((), dtype=np.int64)


class Ratios(NamedTuple):
    """``top / bottom`` in every row (``bottom`` > 0), the rows without a value, and those lost here."""

    top: IntArray
    bottom: IntArray
    undefined: Mask
    lost: Mask


class Truth(NamedTuple):
    """Whether a condition holds in every row (not where it cannot be said), where it cannot, what is lost."""

    holds: Mask
    undefined: Mask
    lost: Mask


def evaluate(expression: Expression, columns: Mapping[str, Exact]) -> Ratios:
    """Give the value of a formula for columns as they were read (constants may be among them)."""
    return _value(expression.root, columns)


def holds(expression: Expression, columns: Mapping[str, Exact]) -> Truth:
    """Tell in which rows a condition holds."""
    return _truth(expression.root, columns)


def nothing(size: int) -> Ratios:
    """Give a column without values."""
    never = np.zeros(size, dtype=bool)
    return Ratios(np.zeros(size, dtype=np.int64), np.ones(size, dtype=np.int64), ~never, never)


def chosen(mask: Mask, a: Ratios, b: Ratios) -> Ratios:
    """Take ``a`` where the mask holds, ``b`` elsewhere."""
    return Ratios(*(np.where(mask, one, other) for one, other in zip(a, b, strict=True)))


def between(values: Ratios, low: Decimal, high: Decimal) -> tuple[Exact, Mask]:
    """Give values, kept between two bounds, as an exact column (0 where they are lost), and what is lost."""
    kept = _extreme([_extreme([values, _constant(high)], -1), _constant(low)], 1)
    top, bottom = Exact(kept.top, None, 0), Exact(kept.bottom, None, 0)
    return exact.times_over(top, exact.constant(1), bottom), kept.lost


def _value(term: Term, columns: Mapping[str, Exact]) -> Ratios:
    if term.number is not None:
        return _constant(term.number)
    if term.name is not None:
        return _column(columns[term.name])
    if term.operator == "if":
        test = _truth(term.operands[0], columns)
        found = chosen(test.holds, _value(term.operands[1], columns), _value(term.operands[2], columns))
        return found._replace(undefined=found.undefined | test.undefined, lost=found.lost | test.lost)
    return _OPERATIONS[term.operator]([_value(operand, columns) for operand in term.operands])


def _constant(number: Decimal) -> Ratios:
    top, bottom = number.as_integer_ratio()
    is_lost = max(abs(top), bottom) > _SAFE
    whole = np.asarray(0 if is_lost else top, dtype=np.int64)
    return Ratios(whole, np.asarray(1 if is_lost else bottom, dtype=np.int64), _NEVER, np.asarray(is_lost))


def _column(x: Exact) -> Ratios:
    lost = _NEVER if x.part is None else np.asarray(x.part != 0)
    return Ratios(x.whole, np.asarray(10**x.places, dtype=np.int64), _NEVER, lost)


def _most(whole: IntArray) -> float:
    return float(max(whole.max(initial=0), -whole.min(initial=0)))


def _product(a: IntArray, b: IntArray) -> tuple[IntArray, Mask]:
    """Multiply whole numbers; rows that outgrow int64 are 0 and told."""
    if _most(a) * _most(b) <= _SAFE:
        return a * b, _NEVER
    is_lost = np.abs(a.astype(np.float64) * b) > _SAFE
    return np.where(is_lost, 0, a) * b, is_lost


def _reduced(top: IntArray, bottom: IntArray, undefined: Mask, lost: Mask) -> Ratios:
    """Cancel common factors where numbers have grown; rows that are lost become 0/1."""
    if lost.any():
        top, bottom = np.where(lost, 0, top), np.where(lost, 1, bottom)
    if _most(top) > _WORTH_REDUCING or _most(bottom) > _WORTH_REDUCING:
        factor = np.gcd(top, bottom)
        top, bottom = top // factor, bottom // factor
    return Ratios(top, bottom, undefined, lost)


def _brought_together(a: Ratios, b: Ratios) -> tuple[IntArray, IntArray, IntArray, Mask]:
    """Give two tops over one bottom."""
    lost = a.lost | b.lost
    if not a.bottom.ndim and not b.bottom.ndim and a.bottom == b.bottom:
        return a.top, b.top, a.bottom, lost
    (left, lost_left), (right, lost_right) = _product(a.top, b.bottom), _product(b.top, a.bottom)
    bottom, lost_below = _product(a.bottom, b.bottom)
    return left, right, bottom, lost | lost_left | lost_right | lost_below


def _sum(values: list[Ratios]) -> Ratios:
    a, b = values
    left, right, bottom, lost = _brought_together(a, b)
    if _most(left) + _most(right) > _SAFE:
        is_lost = np.abs(left.astype(np.float64) + right) > _SAFE
        left, right, lost = np.where(is_lost, 0, left), np.where(is_lost, 0, right), lost | is_lost
    return _reduced(left + right, bottom, a.undefined | b.undefined, lost)


def _opposite(values: list[Ratios]) -> Ratios:
    return values[0]._replace(top=-values[0].top)


def _times(values: list[Ratios]) -> Ratios:
    a, b = values
    (top, lost_above), (bottom, lost_below) = _product(a.top, b.top), _product(a.bottom, b.bottom)
    return _reduced(top, bottom, a.undefined | b.undefined, a.lost | b.lost | lost_above | lost_below)


def _over(values: list[Ratios]) -> Ratios:
    a, b = values
    is_zero = b.top == 0
    upside_down = np.where(is_zero, 1, np.abs(b.top))
    flipped = Ratios(np.sign(b.top) * b.bottom, upside_down, b.undefined | (is_zero & ~b.lost), b.lost)
    return _times([a, flipped])


def _sign(a: Ratios, b: Ratios) -> tuple[IntArray, Mask]:
    left, right, _, lost = _brought_together(a, b)
    return np.sign(left - right), lost


def _extreme(values: list[Ratios], sign: int) -> Ratios:
    """Give the largest (sign 1) or smallest (sign -1) of some values in every row."""
    best = values[0]
    for other in values[1:]:
        order, lost = _sign(other, best)
        found = chosen(order == sign, other, best)
        best = _reduced(found.top, found.bottom, best.undefined | other.undefined, lost)
    return best


def _truth(term: Term, columns: Mapping[str, Exact]) -> Truth:
    if term.operator in _COMPARISONS:
        left, right = (_value(operand, columns) for operand in term.operands)
        undefined = left.undefined | right.undefined
        order, lost = _sign(left, right)
        return Truth(_COMPARISONS[term.operator](order) & ~undefined, undefined, lost)
    parts = [_truth(operand, columns) for operand in term.operands]
    if term.operator == "not":
        return _contrary(parts[0])
    if term.operator == "or":
        return _contrary(_all_of([_contrary(part) for part in parts]))
    return _all_of(parts)


def _all_of(parts: list[Truth]) -> Truth:
    """Join conditions by "and" (Kleene 1938): one that fails is enough, as in ``y > 0 and x / y > 1``."""
    fails = reduce(np.logical_or, [~part.holds & ~part.undefined for part in parts])
    undefined = reduce(np.logical_or, [part.undefined for part in parts]) & ~fails
    return Truth(~fails & ~undefined, undefined, reduce(np.logical_or, [part.lost for part in parts]))


def _contrary(truth: Truth) -> Truth:
    return Truth(~truth.holds & ~truth.undefined, truth.undefined, truth.lost)


_COMPARISONS: Final[dict[str, Callable[[IntArray], Mask]]] = {
    "<": lambda sign: sign < 0,
    "<=": lambda sign: sign <= 0,
    ">": lambda sign: sign > 0,
    ">=": lambda sign: sign >= 0,
    "==": lambda sign: sign == 0,
    "!=": lambda sign: sign != 0,
}
_OPERATIONS: Final[dict[str, Callable[[list[Ratios]], Ratios]]] = {
    "+": _sum,
    "-": lambda v: _sum([v[0], _opposite([v[1]])]),
    "*": _times,
    "/": _over,
    "negative": _opposite,
    "abs": lambda v: _extreme([v[0], _opposite(v)], 1),
    "min": lambda v: _extreme(v, -1),
    "max": lambda v: _extreme(v, 1),
}
