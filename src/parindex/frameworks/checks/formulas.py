"""Formulas: they can be read, name only variables that there are, and use all of them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from parindex.errors import Problem, kind
from parindex.expressions import Expression, FormulaError, parse
from parindex.expressions.parsing import Term
from parindex.frameworks.checks.edition import MANY_DECIMALS, MOST_DECIMALS, decimals_of
from parindex.frameworks.checks.names import RESERVED_NAMES
from parindex.frameworks.checks.scene import Scene, Spot
from parindex.frameworks.rules import Formula
from parindex.frameworks.yaml_lines import Path
from parindex.language import N_

UNREADABLE = kind(
    "FW143",
    N_("tiêu chí {code}: công thức “{formula}” không đọc được ở ký tự {position}: {reason}"),
    N_("sửa công thức; số thập phân trong công thức viết bằng dấu chấm"),
)
UNKNOWN_VARIABLE = kind(
    "FW144",
    N_("tiêu chí {code}: công thức “{formula}” dùng biến “{name}” chưa được khai báo"),
    N_("dùng một trong: {known}; hoặc khai báo biến này ở variables"),
)
UNUSED = kind(
    "FW145",
    N_("tiêu chí {code}: biến “{name}” không có trong công thức nào"),
    N_("xóa biến này, hoặc đưa nó vào công thức: đơn vị không nên phải nhập số không dùng đến"),
    severity="warning",
)
NEVER_REACHED = kind(
    "FW146",
    N_("tiêu chí {code}: trường hợp “{label}” không bao giờ được áp dụng: trường hợp trước nó luôn đúng"),
    N_("thêm when cho các trường hợp trước, hoặc chuyển trường hợp không có điều kiện xuống cuối"),
    severity="warning",
)
FULL = "full"
"""The name by which the points of a case speak of the leaf's maximum."""


class Text(NamedTuple):
    """A formula of a case: what was written, where, and which names it may use."""

    text: str
    path: Path
    known: tuple[str, ...]
    is_condition: bool


def problems(scene: Scene) -> Iterator[Problem]:
    """Give the problems of formulas."""
    for spot in scene.leaves:
        if isinstance(spot.node.rule, Formula):
            yield from _formula(scene, spot, spot.node.rule)
            yield from _order(scene, spot, spot.node.rule)


def _texts(rule: Formula) -> Iterator[Text]:
    known = tuple(variable.name for variable in rule.variables)
    for number, case in enumerate(rule.cases):
        if case.when is not None:
            yield Text(case.when, ("cases", number, "when"), known, is_condition=True)
        yield Text(case.points, ("cases", number, "points"), (*known, FULL), is_condition=False)


def _formula(scene: Scene, spot: Spot, rule: Formula) -> Iterator[Problem]:
    used: set[str] = set()
    is_readable = True
    for text in _texts(rule):
        path = (*spot.path, "rule", *text.path)
        try:
            expression = _read(text)
        except FormulaError as error:
            is_readable = False
            details = {"formula": text.text, "position": error.position, "reason": error.reason}
            yield scene.problem(UNREADABLE, path, code=spot.code, **details)
            continue
        used |= expression.names
        yield from _contents(scene, spot, text, expression)
    if is_readable:
        yield from _unused(scene, spot, rule, used)


def _read(text: Text) -> Expression:
    expression = parse(text.text)
    if text.is_condition and not expression.is_condition:
        raise FormulaError(N_("ở đây cần một điều kiện (so sánh), không phải một số"))
    if expression.is_condition and not text.is_condition:
        raise FormulaError(N_("ở đây cần một số, không phải một điều kiện"))
    return expression


def _contents(scene: Scene, spot: Spot, text: Text, expression: Expression) -> Iterator[Problem]:
    path = (*spot.path, "rule", *text.path)
    for name in sorted(expression.names - set(text.known)):
        details = {"formula": text.text, "name": name, "known": ", ".join(text.known)}
        yield scene.problem(UNKNOWN_VARIABLE, path, code=spot.code, **details)
    for number in _numbers(expression.root):
        if decimals_of(number) > MOST_DECIMALS:
            yield scene.problem(MANY_DECIMALS, path, given=number, most=MOST_DECIMALS)


def _numbers(term: Term) -> Iterator[Decimal]:
    if term.number is not None:
        yield term.number
    for operand in term.operands:
        yield from _numbers(operand)


def _unused(scene: Scene, spot: Spot, rule: Formula, used: set[str]) -> Iterator[Problem]:
    for number, variable in enumerate(rule.variables):
        if variable.name not in used | RESERVED_NAMES:
            path = (*spot.path, "rule", "variables", number)
            yield scene.problem(UNUSED, path, code=spot.code, name=variable.name)


def _order(scene: Scene, spot: Spot, rule: Formula) -> Iterator[Problem]:
    if rule.choose != "first":
        return
    open_ = [number for number, case in enumerate(rule.cases) if case.when is None]
    for number in range(min(open_, default=len(rule.cases)) + 1, len(rule.cases)):
        path = (*spot.path, "rule", "cases", number)
        yield scene.problem(NEVER_REACHED, path, code=spot.code, label=rule.cases[number].label)
