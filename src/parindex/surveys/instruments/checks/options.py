"""Options and scales: codes that can be stored and told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parindex.errors import Problem
from parindex.language import N_
from parindex.surveys.instruments.checks.scene import Path, Scene
from parindex.surveys.instruments.kinds import (
    DOUBLE_OPTIONS,
    DOUBLED_OPTION,
    NO_OPTIONS,
    RESERVED_FILTER,
    TEXT_IN_MATRIX,
    UNKNOWN_SCALE,
    WRONG_NO_OPINION,
)
from parindex.surveys.instruments.parts import CHOOSING, RESERVED_FILTERS, Option, Question


def problems(scene: Scene) -> Iterator[Problem]:
    """Give the problems of options and scales."""
    for path, question in scene.questions():
        yield from _of_question(scene, path, question)
        yield from _doubled(scene, (*path, "options"), question.id, question.options)
    for name, scale in scene.form.scales.items():
        yield from _doubled(scene, ("scales", name, "options"), name, scale.options)
        unknown = set(scale.no_opinion) - {option.code for option in scale.options}
        if unknown:
            path = ("scales", name, "no_opinion")
            yield scene.problem(WRONG_NO_OPINION, path, codes=_listed(unknown), scale=name)


def _of_question(scene: Scene, path: Path, question: Question) -> Iterator[Problem]:
    known = scene.form.scales
    if question.kind not in CHOOSING:
        if question.options or question.scale:
            reason = N_("loại này không có phương án")
            yield scene.problem(DOUBLE_OPTIONS, path, question=question.id, reason=reason)
        return
    if question.options and question.scale:
        reason = N_("có cả options lẫn scale")
        yield scene.problem(DOUBLE_OPTIONS, path, question=question.id, reason=reason)
    elif question.scale is not None and question.scale not in known:
        details = {"question": question.id, "scale": question.scale, "known": ", ".join(known)}
        yield scene.problem(UNKNOWN_SCALE, (*path, "scale"), **details)
    elif not scene.form.options_of(question):
        yield scene.problem(NO_OPTIONS, path, question=question.id, kind=question.kind)
    if question.kind == "matrix":
        yield from _texts_in_matrix(scene, path, question)


def _texts_in_matrix(scene: Scene, path: Path, question: Question) -> Iterator[Problem]:
    for option in scene.form.options_of(question):
        if option.has_text:
            yield scene.problem(TEXT_IN_MATRIX, path, question=question.id, code=option.code)


def _doubled(scene: Scene, path: Path, owner: str, options: Sequence[Option]) -> Iterator[Problem]:
    codes: set[int] = set()
    spellings: set[str] = set()
    for number, option in enumerate(options):
        if option.code in codes or option.spelling in spellings:
            yield scene.problem(DOUBLED_OPTION, (*path, number), owner=owner, spelling=option.spelling)
        for name in sorted(RESERVED_FILTERS.intersection(map(str.lower, option.filters))):
            yield scene.problem(RESERVED_FILTER, (*path, number), owner=owner, name=name)
        codes.add(option.code)
        spellings.add(option.spelling)


def _listed(codes: set[int]) -> str:
    return ", ".join(str(code) for code in sorted(codes))
