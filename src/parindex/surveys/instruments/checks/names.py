"""Names: each question, item, group and column of answers has one of its own."""

from __future__ import annotations

from collections.abc import Iterator

from parindex.errors import Problem
from parindex.surveys.instruments.checks.scene import Path, Scene
from parindex.surveys.instruments.kinds import DOUBLED_FACTOR, DOUBLED_NAME, RESERVED_NAME
from parindex.surveys.instruments.model import text_column
from parindex.surveys.instruments.parts import RESERVED


def problems(scene: Scene) -> Iterator[Problem]:
    """Give the problems of names; SPSS and databases do not tell capital letters from small ones."""
    seen: set[str] = set()
    for path, name in _names(scene):
        if name.lower() in seen:
            yield scene.problem(DOUBLED_NAME, path, name=name)
        elif name.lower() in RESERVED | scene.reserved:
            yield scene.problem(RESERVED_NAME, path, name=name)
        seen.add(name.lower())
    yield from _doubled_factors(scene)


def _names(scene: Scene) -> Iterator[tuple[Path, str]]:
    form = scene.form
    yield from ((("metadata",), name) for name in form.metadata)
    yield from ((("scales", name), name) for name in form.scales)
    for number, group in enumerate(form.groups):
        yield ("groups", number), group.id
    for path, question in scene.questions():
        yield path, question.id
        for number, item in enumerate(question.items):
            yield (*path, "items", number), item.id
        for number, option in enumerate(form.options_of(question)) if question.kind != "matrix" else ():
            if option.has_text:
                yield (*path, "options", number), text_column(question, option)


def _doubled_factors(scene: Scene) -> Iterator[Problem]:
    codes = [factor.code for factor in scene.form.factors]
    for number, code in enumerate(codes):
        if code in codes[:number]:
            yield scene.problem(DOUBLED_FACTOR, ("factors", number), factor=code)
