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


def check(
    form: LoadedInstrument | Instrument,
    placed: Placed | None = None,
    reserved: frozenset[str] = frozenset(),
) -> list[Problem]:
    """Give every problem of a form's sense, in the order of its lines; an empty list means none.

    ``placed`` says where a part of a form stands in the file it was read from; a form loaded from its YAML
    knows. ``reserved`` are names, in small letters, that no question may have where the form will be asked.
    Problems that are only warnings have ``is_error`` False.

    >>> from parindex.surveys.instruments.registry import find_instrument
    >>> check(find_instrument("sipas-population@2026"))
    []
    """
    if isinstance(form, Instrument):
        scene = Scene(form, placed or _nowhere, reserved)
    else:
        scene = Scene(form.instrument, form.document.place, reserved)
    found = [problem for theme in _THEMES for problem in theme.problems(scene)]
    return sorted(found, key=_order)


def _order(problem: Problem) -> tuple[str, int, str]:
    place = problem.place
    return place.sheet or "", place.line or place.row or 0, problem.code


def _nowhere(_: tuple[str | int, ...]) -> Place:
    return Place()
