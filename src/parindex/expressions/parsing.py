"""Text of a formula to a tree of eight node kinds; anything else is refused with its position.

Numbers, variables, ``+ - * /``, comparisons, ``and or not``, ``min max abs``, ``a if condition else b``.
Python's own parser reads the text; nothing is ever executed.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from parindex.errors import ParindexError
from parindex.language import N_

_MAX_LENGTH: Final = 1000
_MAX_DEPTH: Final = 40

ARITHMETIC: Final[dict[type[ast.operator], str]] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
COMPARISONS: Final[dict[type[ast.cmpop], str]] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_ALLOWED: Final = N_("công thức chỉ được có số, biến, + - * /, so sánh, and, or, not, min, max, abs, if-else")
FUNCTIONS: Final = {"min": 2, "max": 2, "abs": 1}
"""Functions with the least number of arguments they take."""


class FormulaError(ParindexError):
    """A formula that cannot be read: the reason (a Vietnamese source text) and the column, from 1."""

    def __init__(self, reason: str, position: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.position = position


@dataclass(frozen=True, slots=True)
class Term:
    """A node of the tree: an operator and what it works on; a leaf is a number or a name."""

    operator: str
    operands: tuple[Term, ...] = ()
    number: Decimal | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Expression:
    """A formula that was read: its text and its tree; ``is_condition`` when it gives true or false."""

    text: str
    root: Term
    is_condition: bool

    @property
    def names(self) -> frozenset[str]:
        """The variables that the formula uses."""
        return frozenset(term.name for term in _terms(self.root) if term.name)


def _terms(term: Term) -> Iterator[Term]:
    yield term
    for operand in term.operands:
        yield from _terms(operand)


def parse(text: str) -> Expression:
    """Read a formula.

    >>> sorted(parse("x / y * full if y > 0 else 0").names)
    ['full', 'x', 'y']

    Raises :class:`FormulaError` with the reason and the position.
    """
    if len(text) > _MAX_LENGTH:
        raise FormulaError(N_("công thức dài quá 1.000 ký tự"))
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError as error:
        raise FormulaError(N_("công thức viết sai cú pháp"), error.offset or 1) from None
    except (ValueError, RecursionError, MemoryError):
        raise FormulaError(N_("công thức viết sai cú pháp")) from None
    root, is_condition = _read(tree.body, 0)
    return Expression(text.strip(), root, is_condition)


def _read(node: ast.expr, depth: int) -> tuple[Term, bool]:
    """Read one node: its term and whether it is true-or-false."""
    if depth > _MAX_DEPTH:
        raise _refused(node, N_("công thức lồng nhau quá sâu"))
    for kind, reader in _READERS.items():
        if isinstance(node, kind):
            return reader(node, depth + 1)
    raise _refused(
        node, N_("công thức chỉ được có số, biến, + - * /, so sánh, and, or, not, min, max, abs, if-else")
    )


def _refused(node: ast.expr, reason: str) -> FormulaError:
    return FormulaError(reason, node.col_offset + 1)


def _number(node: ast.Constant, _: int) -> tuple[Term, bool]:
    if isinstance(node.value, bool) or not isinstance(node.value, int | float) or node.value == math.inf:
        raise _refused(node, N_("chỉ số mới được đứng ở đây"))
    return Term("number", number=Decimal(repr(node.value))), False


def _name(node: ast.Name, _: int) -> tuple[Term, bool]:
    return Term("name", name=node.id), False


def _value(node: ast.expr, depth: int) -> Term:
    term, is_condition = _read(node, depth)
    if is_condition:
        raise _refused(node, N_("ở đây cần một số, không phải một điều kiện"))
    return term


def _condition(node: ast.expr, depth: int) -> Term:
    term, is_condition = _read(node, depth)
    if not is_condition:
        raise _refused(node, N_("ở đây cần một điều kiện (so sánh), không phải một số"))
    return term


def _binary(node: ast.BinOp, depth: int) -> tuple[Term, bool]:
    operator = ARITHMETIC.get(type(node.op))
    if operator is None:
        raise _refused(node, N_("phép tính này không dùng được; chỉ có + - * /"))
    return Term(operator, (_value(node.left, depth), _value(node.right, depth))), False


def _unary(node: ast.UnaryOp, depth: int) -> tuple[Term, bool]:
    if isinstance(node.op, ast.Not):
        return Term("not", (_condition(node.operand, depth),)), True
    if isinstance(node.op, ast.USub | ast.UAdd):
        value = _value(node.operand, depth)
        return (Term("negative", (value,)) if isinstance(node.op, ast.USub) else value), False
    raise _refused(node, N_("phép tính này không dùng được; chỉ có + - * /"))


def _compare(node: ast.Compare, depth: int) -> tuple[Term, bool]:
    sides = [_value(side, depth) for side in (node.left, *node.comparators)]
    terms: list[Term] = []
    for operator, left, right in zip(node.ops, sides, sides[1:], strict=False):
        if type(operator) not in COMPARISONS:
            raise _refused(node, N_("phép so sánh này không dùng được; chỉ có < <= > >= == !="))
        terms.append(Term(COMPARISONS[type(operator)], (left, right)))
    return (terms[0] if len(terms) == 1 else Term("and", tuple(terms))), True


def _boolean(node: ast.BoolOp, depth: int) -> tuple[Term, bool]:
    operator = "and" if isinstance(node.op, ast.And) else "or"
    return Term(operator, tuple(_condition(value, depth) for value in node.values)), True


def _choice(node: ast.IfExp, depth: int) -> tuple[Term, bool]:
    parts = (_condition(node.test, depth), _value(node.body, depth), _value(node.orelse, depth))
    return Term("if", parts), False


def _call(node: ast.Call, depth: int) -> tuple[Term, bool]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in FUNCTIONS or node.keywords:
        raise _refused(node, N_("hàm này không có; chỉ có min, max, abs"))
    too_many = name == "abs" and len(node.args) > 1
    if len(node.args) < FUNCTIONS[name] or too_many:
        raise _refused(node, N_("số đối số của hàm không đúng"))
    return Term(name, tuple(_value(argument, depth) for argument in node.args)), False


_READERS: Final[dict[type[ast.expr], Callable[[Any, int], tuple[Term, bool]]]] = {
    ast.Constant: _number,
    ast.Name: _name,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.Compare: _compare,
    ast.BoolOp: _boolean,
    ast.IfExp: _choice,
    ast.Call: _call,
}
