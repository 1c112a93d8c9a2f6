"""Texts in the languages that the form says it has."""

from __future__ import annotations

from collections.abc import Iterator

from parindex.errors import Problem
from parindex.frameworks.parts import Text
from parindex.surveys.instruments.checks.scene import Path, Scene
from parindex.surveys.instruments.kinds import MISSING_LANGUAGE, PIPED_TEXT, UNDECLARED_LANGUAGE
from parindex.surveys.instruments.parts import Option

_MARK = "${"


def problems(scene: Scene) -> Iterator[Problem]:
    """Give the problems of texts people read."""
    has_english = set(scene.form.languages) >= {"vi", "en"}
    for path, owner, text in _texts(scene):
        if has_english and text.en is None and not _is_alike(text):
            yield scene.problem(MISSING_LANGUAGE, path, owner=owner)
        if not has_english and text.en is not None:
            yield scene.problem(UNDECLARED_LANGUAGE, path, owner=owner)
        if _MARK in text.vi or _MARK in (text.en or ""):
            yield scene.problem(PIPED_TEXT, path, owner=owner)


def _is_alike(text: Text) -> bool:
    """Tell whether a text reads the same in every language: a name, a number, letters without marks."""
    return text.vi.isascii()


def _texts(scene: Scene) -> Iterator[tuple[Path, str, Text]]:
    form = scene.form
    yield ("title",), "title", form.title
    for number, group in enumerate(form.groups):
        yield ("groups", number), group.id, group.label
    for name, scale in form.scales.items():
        yield from _options(("scales", name, "options"), name, scale.options)
    for path, question in scene.questions():
        texts = (question.label, question.hint, question.constraint_message)
        yield from ((path, question.id, text) for text in texts if text is not None)
        yield from _options((*path, "options"), question.id, question.options)
        for number, item in enumerate(question.items):
            yield (*path, "items", number), item.id, item.label
    for number, factor in enumerate(form.factors):
        yield ("factors", number), factor.code, factor.label


def _options(path: Path, owner: str, options: tuple[Option, ...]) -> Iterator[tuple[Path, str, Text]]:
    for number, option in enumerate(options):
        yield (*path, number), f"{owner}: {option.spelling}", option.label
