"""Points that somebody gave lie between 0 and the maximum of their leaf, or they are refused."""

from __future__ import annotations

from collections.abc import Container
from decimal import Decimal

import numpy as np

from parindex import exact
from parindex.errors import Phrase
from parindex.exact import Exact, FloatArray, Mask
from parindex.frameworks.outline import Outline
from parindex.frameworks.parts import InputSpec
from parindex.frameworks.set_points import points_spec
from parindex.language import N_
from parindex.scoring.inputs import InputMatrix
from parindex.scoring.problems import ProblemList
from parindex.tables import MEASURED, NOT_APPLICABLE


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
            is_outside = is_measured & _outside(matrix.exact_row(row), spec)
            _note_outside(leaf.code, spec, is_outside, values, matrix.unit_ids, problems)
    _refuse_set_points(outline, matrix, criteria, problems)
    problems.raise_if_any()


def refuse_not_applicable(laid_out: Outline, matrix: InputMatrix) -> None:
    """Raise a problem for every "not applicable" of a leaf whose edition has no policy for it."""
    problems = ProblemList()
    if matrix.has_gaps:
        for row, (leaf, _) in enumerate(laid_out.inputs):
            if leaf.node.not_applicable == "refuse":
                refused = matrix.standing[row] == NOT_APPLICABLE
                if leaf.number in matrix.set_points:
                    refused &= ~matrix.set_points[leaf.number].decides
                for unit in np.flatnonzero(refused).tolist():
                    problems.add("SC507", unit=matrix.unit_ids[unit], criterion=leaf.code)
    problems.raise_if_any()


def _refuse_set_points(
    outline: Outline, matrix: InputMatrix, criteria: Container[str] | None, problems: ProblemList
) -> None:
    """Note points set outside what their leaf can give."""
    for number, given in matrix.set_points.items():
        leaf = outline.nodes[number]
        if criteria is not None and leaf.code not in criteria:
            continue
        is_number = np.abs(given.points) < 1e15  # noqa: PLR2004  # 15 digits
        for unit in np.flatnonzero(given.decides & ~is_number).tolist():
            problems.add("SC505", unit=matrix.unit_ids[unit], criterion=leaf.code)
        if is_number.all():
            spec = points_spec(leaf.node)
            is_outside = given.decides & _outside(given.exact_points, spec)
            _note_outside(leaf.code, spec, is_outside, given.points, matrix.unit_ids, problems)


def _note_outside(
    code: str,
    spec: InputSpec,
    is_outside: Mask,
    values: FloatArray,
    unit_ids: tuple[str, ...],
    problems: ProblemList,
) -> None:
    for unit in np.flatnonzero(is_outside).tolist():
        given = Decimal(repr(float(values[unit])))
        cell = {"unit": unit_ids[unit], "criterion": code}
        problems.add("SC510", None, **cell, given=given, span=_span(spec), most=spec.maximum)


def _span(spec: InputSpec) -> Phrase:
    """Name the points that a leaf takes."""
    details = {"least": spec.minimum, "most": spec.maximum}
    if spec.minimum is None:
        return Phrase(N_("khoảng đến {most}"), details)
    return Phrase(N_("khoảng từ {least} đến {most}") if spec.minimum else N_("0–{most}"), details)


def _outside(points: Exact, spec: InputSpec) -> Mask:
    above = ~exact.at_least(exact.constant(spec.maximum or 0), points)
    if spec.minimum is None:
        return np.asarray(above)
    return np.asarray(~exact.at_least(points, exact.constant(spec.minimum)) | above)
