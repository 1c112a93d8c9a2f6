"""The tree of an expression on values, converted as XPath 1.0 says (W3C 1999, sections 3.4, 3.5 and 4)."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from parindex.surveys.instruments.logic.parsing import Expression, Term
from parindex.surveys.instruments.logic.patterns import matches

Value = str | float | bool
"""What an expression works on: a text ("" where nothing was answered), a number, a truth."""

_EPOCH: Final = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Scene:
    """What an expression may look at: answers by name, the answer itself, columns of a choice, the day."""

    answers: Mapping[str, Value] = field(default_factory=dict)
    current: Value = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    today: date | None = None


def evaluate(expression: Expression, scene: Scene) -> Value:
    """Give the value of an expression; a name without an answer is an empty text.

    >>> from parindex.surveys.instruments.logic.parsing import parse
    >>> evaluate(parse("${age} >= 18"), Scene({"age": 20.0}))
    True
    >>> evaluate(parse("${age} >= 18"), Scene())
    False

    Raises ValueError for ``today()`` in a scene without a day.
    """
    return _value(expression.root, scene)


def holds(expression: Expression, scene: Scene) -> bool:
    """Tell whether an expression is true."""
    return as_truth(evaluate(expression, scene))


def day_number(day: date) -> float:
    """Give a day as a number, as ODK compares days: days since 1970-01-01."""
    return float(day.toordinal() - _EPOCH)


def as_truth(value: Value) -> bool:
    """Give the truth of a value: a number that is not 0, a text that is not empty."""
    return bool(value) and not (isinstance(value, float) and math.isnan(value))


def as_number(value: Value) -> float:
    """Give the number of a value; NaN where it is none, as an empty text.

    >>> as_number("12"), as_number("")
    (12.0, nan)
    """
    if isinstance(value, bool | float):
        return float(value)
    text = value.strip()
    is_plain = text.removeprefix("-").replace(".", "", 1).isdecimal() and text.isascii()
    return float(text) if is_plain else math.nan


def as_text(value: Value) -> str:
    """Give the text of a value: a whole number without a point.

    >>> as_text(3.0), as_text(True), as_text(0.5)
    ('3', 'true', '0.5')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if math.isnan(value) or math.isinf(value):
        return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
    return str(int(value)) if value.is_integer() else repr(value)


def _value(term: Term, scene: Scene) -> Value:
    leaf = _LEAVES.get(term.operator)
    if leaf is not None:
        return leaf(term, scene)
    if term.operator in ("and", "or", "if"):
        return _lazy(term, scene)
    return _OPERATIONS[term.operator]([_value(operand, scene) for operand in term.operands])


def _lazy(term: Term, scene: Scene) -> Value:
    first = as_truth(_value(term.operands[0], scene))
    if term.operator == "if":
        return _value(term.operands[1 if first else 2], scene)
    decides = first if term.operator == "or" else not first
    return first if decides else as_truth(_value(term.operands[1], scene))


def _today(scene: Scene) -> float:
    if scene.today is None:
        raise ValueError("today() needs a day")
    return day_number(scene.today)


_LEAVES: Final[dict[str, Callable[[Term, Scene], Value]]] = {
    "digits": lambda term, _: float(term.value),
    "text": lambda term, _: term.value,
    "answer": lambda term, scene: scene.answers.get(term.value, ""),
    "column": lambda term, scene: scene.columns.get(term.value, ""),
    "current": lambda _, scene: scene.current,
    "today": lambda _, scene: _today(scene),
    "true": lambda *_: True,
    "false": lambda *_: False,
}


def _equal(values: list[Value]) -> bool:
    a, b = values
    if isinstance(a, bool) or isinstance(b, bool):
        return as_truth(a) == as_truth(b)
    if isinstance(a, float) or isinstance(b, float):
        return as_number(a) == as_number(b)
    return a == b


def _differs(values: list[Value]) -> bool:
    return not _equal(values)


def _ordered(compare: Callable[[float, float], bool]) -> Callable[[list[Value]], Value]:
    return lambda values: compare(as_number(values[0]), as_number(values[1]))


def _divided(values: list[Value]) -> float:
    """Divide as IEEE 754 does: by zero it is an infinity, or no number."""
    top, bottom = map(as_number, values)
    if bottom:
        return top / bottom
    return (
        math.nan if not top or math.isnan(top) else math.copysign(math.inf, top) * math.copysign(1.0, bottom)
    )


def _rest(values: list[Value]) -> float:
    top, bottom = map(as_number, values)
    return math.fmod(top, bottom) if bottom and not math.isinf(top) else math.nan


def _chosen(value: Value) -> list[str]:
    return as_text(value).split()


_OPERATIONS: Final[dict[str, Callable[[list[Value]], Value]]] = {
    "=": _equal,
    "!=": _differs,
    "<": _ordered(operator.lt),
    "<=": _ordered(operator.le),
    ">": _ordered(operator.gt),
    ">=": _ordered(operator.ge),
    "+": lambda v: as_number(v[0]) + as_number(v[1]),
    "-": lambda v: as_number(v[0]) - as_number(v[1]),
    "*": lambda v: as_number(v[0]) * as_number(v[1]),
    "div": _divided,
    "mod": _rest,
    "negative": lambda v: -as_number(v[0]),
    "not": lambda v: not as_truth(v[0]),
    "number": lambda v: as_number(v[0]),
    "coalesce": lambda v: v[0] if as_text(v[0]) else v[1],
    "selected": lambda v: as_text(v[1]).strip() in _chosen(v[0]),
    "count-selected": lambda v: float(len(_chosen(v[0]))),
    "string-length": lambda v: float(len(as_text(v[0]))),
    "regex": lambda v: matches(as_text(v[0]), as_text(v[1])),
}
