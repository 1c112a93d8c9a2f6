"""Points that somebody gave lie between 0 and the maximum of their leaf, or they are refused."""

from __future__ import annotations

from collections.abc import Container
from decimal import Decimal

import numpy as np

from parindex import exact
from parindex.exact import Exact, Mask
from parindex.frameworks.outline import Outline
from parindex.frameworks.parts import InputSpec
from parindex.scoring.inputs import InputMatrix
from parindex.scoring.problems import ProblemList
from parindex.tables import MEASURED


def refuse_impossible(outline: Outline, matrix: InputMatrix, criteria: Container[str] | None = None) -> None:
    """Raise a problem for every given number that is not finite, or points outside their leaf.

    ``criteria`` limits the look to some leaves. Other bounds (a count below 0, a percentage above 100) are
    looked at where files are read: rules stay inside their leaf whatever they are given.
    """
    problems = ProblemList()
    for row, (leaf, spec) in enumerate(outline.inputs):
        if criteria is not None and leaf.code not in criteria:
            continue
        values, is_measured = matrix.values[row], matrix.standing[row] == MEASURED
        is_number = np.abs(values) < 1e15  # noqa: PLR2004  # 15 digits
        for unit in np.flatnonzero(is_measured & ~is_number).tolist():
            problems.add("SC505", unit=matrix.unit_ids[unit], criterion=leaf.code)
        if spec.type == "points" and is_number.all():
            for unit in np.flatnonzero(is_measured & _outside(matrix.exact_row(row), spec)).tolist():
                given, most = Decimal(repr(float(values[unit]))), spec.maximum
                problems.add("SC510", unit=matrix.unit_ids[unit], criterion=leaf.code, given=given, most=most)
    problems.raise_if_any()


def _outside(points: Exact, spec: InputSpec) -> Mask:
    low, high = exact.constant(spec.minimum or 0), exact.constant(spec.maximum or 0)
    return np.asarray(~exact.at_least(points, low) | ~exact.at_least(high, points))
