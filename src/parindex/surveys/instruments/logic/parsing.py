"""Text of a skip or a constraint to a closed tree; anything else is refused with its position.

The grammar is that of XPath 1.0 (W3C 1999, section 3) less paths: numbers, texts, ``${name}``, ``.``,
comparisons, ``and or not()``, ``+ - * div mod`` and the functions of ``FUNCTIONS``. Nothing is ever executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from parindex.errors import ParindexError, Phrase
from parindex.language import N_
from parindex.surveys.instruments.logic.patterns import is_pattern

_MAX_LENGTH: Final = 2000
_MAX_DEPTH: Final = 30
"""Of brackets and functions inside each other."""
_MAX_OPERATORS: Final = 200

FUNCTIONS: Final[dict[str, tuple[int, int]]] = {
    "coalesce": (2, 2),
    "count-selected": (1, 1),
    "false": (0, 0),
    "if": (3, 3),
    "not": (1, 1),
    "number": (1, 1),
    "regex": (2, 2),
    "selected": (2, 2),
    "string-length": (1, 1),
    "today": (0, 0),
    "true": (0, 0),
}
"""The functions that are understood, each with the least and the most arguments it takes."""

_LEVELS: Final[tuple[tuple[str, ...], ...]] = (
    ("or",),
    ("and",),
    ("=", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "div", "mod"),
)
"""Operators from the weakest to the strongest; those of one level are read from left to right."""

_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<digits>\d+(?:\.\d+)?|\.\d+)
      | (?P<text>"[^"]*"|'[^']*')
      | \$\{\s*(?P<answer>[A-Za-z_][\w.-]*)\s*\}
      | (?P<name>[A-Za-z_][\w.:-]*)
      | (?P<sign><=|>=|!=|[=<>+*()\-,]|\.(?!\.))
      | (?P<end>$)
    )""",
    re.VERBOSE,
)


class ExpressionError(ParindexError):
    """An expression that is not understood: the reason (in both languages) and the position, from 1."""

    def __init__(self, reason: Phrase, position: int = 1) -> None:
        super().__init__(reason.in_())
        self.reason = reason
        self.position = position


@dataclass(frozen=True, slots=True)
class Term:
    """A node: ``digits``, ``text``, ``answer``, ``column``, ``current``, an operator or a function."""

    operator: str
    operands: tuple[Term, ...] = ()
    value: str = ""


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that was read: its text and its tree."""

    text: str
    root: Term

    @property
    def answers(self) -> frozenset[str]:
        """The names it asks the answers of: those between ``${`` and ``}``."""
        return frozenset(term.value for term in _terms(self.root) if term.operator == "answer")

    @property
    def columns(self) -> frozenset[str]:
        """The columns of the list of choices that it looks at."""
        return frozenset(term.value for term in _terms(self.root) if term.operator == "column")

    @property
    def uses_current(self) -> bool:
        """Whether it speaks of the answer itself (``.``)."""
        return any(term.operator == "current" for term in _terms(self.root))


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def _terms(term: Term) -> Iterator[Term]:
    yield term
    for operand in term.operands:
        yield from _terms(operand)


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Read an expression.

    >>> sorted(parse("${age} >= 18 and not(selected(${jobs}, 'none'))").answers)
    ['age', 'jobs']

    Raises :class:`ExpressionError` with the reason and the position.
    """
    if len(text) > _MAX_LENGTH:
        raise ExpressionError(Phrase(N_("biểu thức dài quá 2.000 ký tự")))
    reader = _Reader(list(_tokens(text)))
    root = reader.level(0, 0)
    reader.expect("end")
    return Expression(text.strip(), root)


def _tokens(text: str) -> Iterator[_Token]:
    position = 0
    while True:
        found = _TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            raise ExpressionError(Phrase(N_("chỗ này viết sai hoặc dùng dấu không hỗ trợ")), position + 1)
        kind = found.lastgroup
        yield _Token(kind, found[kind], found.start(kind) + 1)
        if kind == "end":
            return
        position = found.end()


class _Reader:
    """Reads tokens by the levels of the grammar."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._operators = 0

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self) -> _Token:
        token = self._next
        self._at += 1
        return token

    def _is_next(self, *texts: str) -> bool:
        return self._next.kind in ("sign", "name") and self._next.text in texts

    def expect(self, kind: str, text: str = "") -> None:
        """Take the next token, which must be that."""
        token = self._take()
        if token.kind != kind or (text and token.text != text):
            said = N_("thiếu “{wanted}”") if text else N_("thừa phần sau chỗ này")
            raise ExpressionError(Phrase(said, {"wanted": text}), token.position)

    def level(self, level: int, depth: int) -> Term:
        """Read operators of a level and of the stronger ones."""
        if depth > _MAX_DEPTH:
            raise ExpressionError(Phrase(N_("biểu thức lồng nhau quá sâu")), self._next.position)
        if level == len(_LEVELS):
            return self._unary(depth)
        left = self.level(level + 1, depth)
        while self._is_next(*_LEVELS[level]):
            operator = self._operator()
            left = Term(operator, (left, self.level(level + 1, depth)))
        return left

    def _operator(self) -> str:
        """Take an operator; too many of them are refused."""
        self._operators += 1
        if self._operators > _MAX_OPERATORS:
            raise ExpressionError(Phrase(N_("biểu thức có quá nhiều phép tính")), self._next.position)
        return self._take().text

    def _unary(self, depth: int) -> Term:
        is_negative = False
        while self._is_next("-"):
            self._operator()
            is_negative = not is_negative
        term = self._primary(depth)
        return Term("negative", (term,)) if is_negative else term

    def _primary(self, depth: int) -> Term:
        token = self._take()
        if token.kind in ("digits", "answer"):
            return Term(token.kind, value=token.text)
        if token.kind == "text":
            return Term("text", value=token.text[1:-1])
        if token.kind == "name":
            return self._named(token, depth)
        if token.text == ".":
            return Term("current")
        if token.text == "(":
            inside = self.level(0, depth + 1)
            self.expect("sign", ")")
            return inside
        raise ExpressionError(Phrase(N_("ở đây cần một số, một chữ, ${{tên}} hoặc một hàm")), token.position)

    def _named(self, token: _Token, depth: int) -> Term:
        if not self._is_next("("):
            return Term("column", value=token.text)
        if token.text not in FUNCTIONS:
            known = ", ".join(FUNCTIONS)
            said = Phrase(
                N_("hàm {name}() không hỗ trợ; chỉ có {known}"), {"name": token.text, "known": known}
            )
            raise ExpressionError(said, token.position)
        term = Term(token.text, tuple(self._arguments(depth)))
        _refuse_arguments(term, token)
        return term

    def _arguments(self, depth: int) -> list[Term]:
        self.expect("sign", "(")
        if self._is_next(")"):
            self._take()
            return []
        found = [self.level(0, depth + 1)]
        while self._is_next(","):
            self._take()
            found.append(self.level(0, depth + 1))
        self.expect("sign", ")")
        return found


def _refuse_arguments(term: Term, token: _Token) -> None:
    least, most = FUNCTIONS[term.operator]
    if not least <= len(term.operands) <= most:
        said = Phrase(
            N_("hàm {name}() không nhận {count} đối số"), {"name": token.text, "count": len(term.operands)}
        )
        raise ExpressionError(said, token.position)
    if term.operator == "regex" and term.operands[1].operator != "text":
        raise ExpressionError(Phrase(N_("mẫu của regex() phải là chữ trong nháy")), token.position)
    if term.operator == "regex" and not is_pattern(term.operands[1].value):
        said = Phrase(N_("mẫu của regex() viết sai, quá dài, hoặc dùng tham chiếu ngược hay nhìn trước"))
        raise ExpressionError(said, token.position)
