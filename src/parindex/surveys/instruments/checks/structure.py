"""Kinds of questions, their items and the groups they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from parindex.errors import Problem
from parindex.surveys.instruments.checks.scene import Scene
from parindex.surveys.instruments.kinds import (
    GROUPS_OUT_OF_ORDER,
    SCATTERED_GROUP,
    UNKNOWN_GROUP,
    WRONG_ITEMS,
)


def problems(scene: Scene) -> Iterator[Problem]:
    """Give the problems of items and groups."""
    yield from _items(scene)
    yield from _groups(scene)


def _items(scene: Scene) -> Iterator[Problem]:
    for path, question in scene.questions():
        count = len(question.items)
        if (question.kind == "matrix") != (count > 0):
            yield scene.problem(WRONG_ITEMS, path, question=question.id, kind=question.kind, count=count)


def _groups(scene: Scene) -> Iterator[Problem]:
    known = {group.id for group in scene.form.groups}
    for path, question in scene.questions():
        if question.group is not None and question.group not in known:
            yield scene.problem(UNKNOWN_GROUP, (*path, "group"), question=question.id, group=question.group)
    blocks = groupby(scene.questions(), key=lambda one: one[1].group)
    seen: set[str] = set()
    for group, block in blocks:
        if group is not None and group in seen:
            yield scene.problem(SCATTERED_GROUP, next(iter(block))[0], group=group)
        seen |= {group} if group else set()
    used = [group for group, _ in groupby(one.group for one in scene.form.questions) if group in known]
    declared = [group.id for group in scene.form.groups]
    if list(dict.fromkeys(used)) != declared:
        yield scene.problem(GROUPS_OUT_OF_ORDER, ("groups",))
