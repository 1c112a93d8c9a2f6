"""Checks of the sense of a form: whether it can be asked, stored and counted as it was meant.

One module per theme; each gives the problems of its theme, and :func:`check` gives them all. The codes and
their texts stand in ``instruments/kinds.py``; docs/methods/surveys-instruments.md lists them.
"""

from __future__ import annotations

from parindex.errors import Place, Problem
from parindex.surveys.instruments.checks import expressions, index, languages, names, options, structure
from parindex.surveys.instruments.checks.scene import Placed, Scene
from parindex.surveys.instruments.loading import LoadedInstrument
from parindex.surveys.instruments.model import Instrument

_THEMES = (names, structure, options, expressions, index, languages)


def check(form: LoadedInstrument | Instrument, placed: Placed | None = None) -> list[Problem]:
    """Give every problem of a form's sense, in the order of its lines; an empty list means none.

    ``placed`` says where a part of a form stands in the file it was read from; a form loaded from its YAML
    knows.
    Problems that are only warnings have ``is_error`` False.

    >>> from parindex.surveys.instruments.registry import find_instrument
    >>> check(find_instrument("sipas-population@2026"))
    []
    """
    scene = Scene(form, placed or _nowhere) if isinstance(form, Instrument) else _scene_of(form)
    found = [problem for theme in _THEMES for problem in theme.problems(scene)]
    return sorted(found, key=_order)


def _order(problem: Problem) -> tuple[str, int, str]:
    place = problem.place
    return place.sheet or "", place.line or place.row or 0, problem.code


def _scene_of(loaded: LoadedInstrument) -> Scene:
    return Scene(loaded.instrument, loaded.document.place)


def _nowhere(_: tuple[str | int, ...]) -> Place:
    return Place()
