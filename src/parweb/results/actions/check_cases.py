"""Whether the cases of an edition hold: the door to the engine for the adoption of editions."""

from __future__ import annotations

from parindex.errors import Problem
from parindex.frameworks.loading import Loaded
from parindex.ranking.cases import check_cases as check


def check_cases(loaded: Loaded) -> list[Problem]:
    """Score every case beside an edition; a problem, with its line, for each claim that fails."""
    return check(loaded)
