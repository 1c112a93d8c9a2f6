"""Formulas of the oracle: read by Python's own parser, worked out for one unit in fractions.

A number is a :class:`Fraction` or None where it has no value (a division by zero); a condition is True,
False, or None where it cannot be said. ``and`` and ``or`` are those of Kleene: ``False and ?`` is False, so
that ``y > 0 and x / y > 1`` guards against a division by zero.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

Number = Fraction | None
Truth = bool | None

ARITHMETIC: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
COMPARISON: dict[type[ast.cmpop], Callable[[Fraction, Fraction], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
FUNCTIONS: dict[str, Callable[..., Fraction]] = {"min": min, "max": max, "abs": abs}


def number(text: str, names: Mapping[str, Fraction]) -> Number:
    """Give the value of a formula."""
    return Reader(text.strip(), names).number(ast.parse(text.strip(), mode="eval").body)


def truth(text: str, names: Mapping[str, Fraction]) -> Truth:
    """Tell whether a condition holds."""
    return Reader(text.strip(), names).truth(ast.parse(text.strip(), mode="eval").body)


class Reader:
    """Works a syntax tree out; the text is kept because a literal means the decimal that is written."""

    def __init__(self, text: str, names: Mapping[str, Fraction]) -> None:
        self.text = text
        self.names = names

    def number(self, node: ast.expr) -> Number:
        match node:
            case ast.Constant():
                return Fraction(Decimal(ast.get_source_segment(self.text, node)))
            case ast.Name(id=name):
                return self.names[name]
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                value = self.number(operand)
                return None if value is None else -value
            case ast.BinOp(op=op, left=left, right=right):
                return self.arithmetic(ARITHMETIC[type(op)], self.number(left), self.number(right))
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self.choice(self.truth(test), body, orelse)
            case ast.Call(func=ast.Name(id=name), args=args):
                values = [self.number(arg) for arg in args]
                return None if None in values else FUNCTIONS[name](*values)
        raise AssertionError(ast.dump(node))

    def arithmetic(
        self, work: Callable[[Fraction, Fraction], Fraction], left: Number, right: Number
    ) -> Number:
        if left is None or right is None or (work is operator.truediv and right == 0):
            return None
        return work(left, right)

    def choice(self, holds: Truth, body: ast.expr, orelse: ast.expr) -> Number:
        if holds is None:
            return None
        return self.number(body if holds else orelse)

    def truth(self, node: ast.expr) -> Truth:
        match node:
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                return self.chain([self.number(side) for side in (left, *comparators)], ops)
            case ast.BoolOp(op=ast.And(), values=values):
                return all_of([self.truth(value) for value in values])
            case ast.BoolOp(op=ast.Or(), values=values):
                return negated(all_of([negated(self.truth(value)) for value in values]))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return negated(self.truth(operand))
        raise AssertionError(ast.dump(node))

    def chain(self, sides: list[Number], ops: list[ast.cmpop]) -> Truth:
        found: list[Truth] = []
        for op, left, right in zip(ops, sides, sides[1:], strict=False):
            known = left is not None and right is not None
            found.append(COMPARISON[type(op)](left, right) if known else None)
        return all_of(found)


def all_of(truths: list[Truth]) -> Truth:
    """Kleene's "and": one False is enough."""
    if False in truths:
        return False
    return None if None in truths else True


def negated(truth_: Truth) -> Truth:
    """Kleene's "not"."""
    return None if truth_ is None else not truth_
