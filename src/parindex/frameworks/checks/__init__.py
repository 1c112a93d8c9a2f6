"""Checks of the sense of an edition: whether what its file says can be scored as it was meant.

One module per theme; each gives the problems of its theme, and :func:`check` gives them all. The codes and
their texts stand at the head of the module that finds them; docs/methods/editions.md lists them.
"""

from __future__ import annotations

from parindex.errors import Problem
from parindex.frameworks.adoption import adoption_problems
from parindex.frameworks.checks import (
    channels,
    classes,
    edition,
    formulas,
    given_cases,
    names,
    points,
    quantities,
    sources,
    thresholds,
    tree,
)
from parindex.frameworks.checks.scene import Scene
from parindex.frameworks.loading import Loaded

_THEMES = (edition, channels, tree, points, quantities, thresholds, classes, names, formulas, sources)


def check(loaded: Loaded) -> list[Problem]:
    """Give every problem of an edition's sense, in the order of its lines; an empty list means none.

    What is checked: sums of maxima, channels, codes, rules against their leaves, thresholds, formulas,
    class bands, legal basis, validity, the cases beside the edition (whether they speak of it, not whether
    they hold), and whether it was changed after adoption. Each problem has the line it stands on. Problems
    that are only warnings have ``is_error`` False.

    >>> from parindex.frameworks.registry import find
    >>> check(find("commune-hai-duong@2022"))
    []
    """
    scene = Scene(loaded)
    found = [problem for theme in _THEMES for problem in theme.problems(scene)]
    found.sort(key=lambda problem: (problem.place.line or 0, problem.code))
    return [*found, *given_cases.problems(loaded), *adoption_problems(loaded)]
