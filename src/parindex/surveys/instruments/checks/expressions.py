"""Skips, constraints and choice filters: understood, and about answers that there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from parindex.errors import Problem
from parindex.language import N_
from parindex.surveys.instruments.checks.scene import Path, Scene
from parindex.surveys.instruments.kinds import (
    CIRCLE,
    LATER_ANSWER,
    MISPLACED,
    UNKNOWN_ANSWER,
    UNKNOWN_FILTER,
    WRONG_EXPRESSION,
)
from parindex.surveys.instruments.logic.parsing import Expression, ExpressionError, parse
from parindex.surveys.instruments.parts import Question

_ONE_ANSWER = frozenset({"single", "multi", "text", "integer", "decimal", "date"})


@dataclass(frozen=True)
class _Written:
    """An expression where it stands: the question (None: a group), the field, its text."""

    path: Path
    owner: str
    field: str
    text: str
    question: Question | None


def problems(scene: Scene) -> Iterator[Problem]:
    """Give the problems of expressions, and of skips that go in circles."""
    understood: dict[tuple[str, str], Expression] = {}
    for one in _written(scene):
        try:
            expression = parse(one.text)
        except ExpressionError as error:
            details = {"position": error.position, "reason": error.reason}
            yield scene.problem(WRONG_EXPRESSION, one.path, owner=one.owner, field=one.field, **details)
            continue
        understood[one.owner, one.field] = expression
        yield from _names(scene, one, expression)
        yield from _misplaced(scene, one, expression)
    yield from _circles(scene, understood)


def _written(scene: Scene) -> Iterator[_Written]:
    for number, group in enumerate(scene.form.groups):
        if group.relevant is not None:
            yield _Written(("groups", number, "relevant"), group.id, "relevant", group.relevant, None)
    for path, question in scene.questions():
        for field in ("relevant", "constraint", "choice_filter"):
            text = getattr(question, field)
            if text is not None:
                yield _Written((*path, field), question.id, field, text, question)


def _names(scene: Scene, one: _Written, expression: Expression) -> Iterator[Problem]:
    """Find names that the form has not, and answers that are given only later."""
    columns = scene.form.columns_by_name
    order = {question.id: number for number, question in enumerate(scene.form.questions)}
    mine = order[one.question.id] if one.question else _first_of(scene, one.owner)
    for name in sorted(expression.answers):
        asked = columns.get(name)
        if asked is None:
            yield scene.problem(UNKNOWN_ANSWER, one.path, owner=one.owner, field=one.field, name=name)
        elif order[asked[0].question.id] > mine:
            yield scene.problem(LATER_ANSWER, one.path, owner=one.owner, field=one.field, name=name)


def _first_of(scene: Scene, group: str) -> int:
    places = (number for number, question in enumerate(scene.form.questions) if question.group == group)
    return next(places, len(scene.form.questions))


def _misplaced(scene: Scene, one: _Written, expression: Expression) -> Iterator[Problem]:
    def told(reason: str) -> Problem:
        return scene.problem(MISPLACED, one.path, owner=one.owner, field=one.field, reason=reason)

    kind = one.question.kind if one.question else ""
    if expression.uses_current and one.field != "constraint":
        yield told(N_("dấu chấm (câu trả lời này) chỉ có trong constraint"))
    if one.field == "constraint" and kind not in _ONE_ANSWER:
        yield told(N_("câu loại này không có một câu trả lời để ràng buộc"))
    if one.field == "choice_filter" and kind not in ("single", "multi"):
        yield told(N_("chỉ câu chọn phương án mới lọc phương án"))
    elif one.field == "choice_filter" and one.question is not None:
        yield from _filters(scene, one, one.question, expression)
    elif expression.columns:
        yield told(N_("tên câu phải đặt sau dấu $, trong ngoặc nhọn"))


def _filters(scene: Scene, one: _Written, question: Question, expression: Expression) -> Iterator[Problem]:
    known = {"name"}.union(*(option.filters for option in scene.form.options_of(question)))
    for name in sorted(expression.columns - known):
        yield scene.problem(UNKNOWN_FILTER, one.path, owner=one.owner, name=name)


def _circles(scene: Scene, understood: Mapping[tuple[str, str], Expression]) -> Iterator[Problem]:
    """Find questions whose skip depends on themselves, each circle once, at its first question."""
    needs = {question.id: _needed(scene, question, understood) for question in scene.form.questions}
    told: set[str] = set()
    for path, question in scene.questions():
        circle = _way(question.id, question.id, needs)
        if circle and told.isdisjoint(circle):
            told.update(circle)
            way = " → ".join((*circle, question.id))
            yield scene.problem(CIRCLE, (*path, "relevant"), owner=question.id, path=way)


def _needed(
    scene: Scene, question: Question, understood: Mapping[tuple[str, str], Expression]
) -> tuple[str, ...]:
    columns = scene.form.columns_by_name
    owners = [question.id, *([question.group] if question.group else [])]
    skips = [understood[owner, "relevant"] for owner in owners if (owner, "relevant") in understood]
    names = {name for skip in skips for name in skip.answers}
    return tuple(sorted({columns[name][0].question.id for name in names if name in columns}))


def _way(start: str, goal: str, needs: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Find a way from a question over what it needs back to it; empty where there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for name in needs.get(way[-1], ()):
            if name == goal:
                return way
            if name not in seen:
                seen.add(name)
                ways.append((*way, name))
    return ()
