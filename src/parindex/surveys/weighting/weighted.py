"""Weights on their way: the numbers, the steps that made them, and what the variance needs of those steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import numpy as np
import polars as pl

from parindex.errors import Place, Problem, ProblemsFound
from parindex.surveys.weighting.calibration import Calibration
from parindex.surveys.weighting.diagnostics import Diagnostics, Floats, diagnose
from parindex.surveys.weighting.kinds import ALL_ZERO, WRONG_WEIGHTS

StepName = Literal["given", "design", "nonresponse", "poststratification", "raking", "trimming"]
ROWS_NAMED: Final = 5
"""A problem names the first rows only, counted from 1."""


@dataclass(frozen=True)
class Step:
    """One step as it was done: its settings as plain data, the weights after it, and its cells.

    ``cells`` has one row for each adjusting cell, with the factor it got; ``iterations`` is 0 where none ran.
    """

    name: StepName
    settings: Mapping[str, Any]
    after: Diagnostics
    cells: pl.DataFrame = field(default_factory=pl.DataFrame)
    iterations: int = 0

    def as_data(self) -> dict[str, Any]:
        """Give the step as plain data, for the method card and for a file."""
        return {
            "step": self.name,
            "settings": dict(self.settings),
            "iterations": self.iterations,
            "weights": self.after.as_data(),
            "cells": self.cells.to_dicts(),
        }


@dataclass(frozen=True)
class Weighted:
    """One weight for each row of the answers, in their order, and how it came about."""

    weights: Floats
    steps: tuple[Step, ...] = ()
    calibrations: tuple[Calibration, ...] = ()

    @property
    def diagnostics(self) -> Diagnostics:
        """The diagnostics of the weights as they stand."""
        return diagnose(self.weights)

    def then(self, weights: Floats, step: Step, calibration: Calibration | None = None) -> Weighted:
        """Give the weights after one more step."""
        added = () if calibration is None else (calibration,)
        return Weighted(weights, (*self.steps, step), (*self.calibrations, *added))

    def as_data(self) -> list[dict[str, Any]]:
        """Give every step as plain data, in order."""
        return [step.as_data() for step in self.steps]

    def residuals(self, scores: Floats) -> Floats:
        """Give weighted scores as the calibrations leave them: what the variance is taken of.

        ``scores`` are unweighted, one row per answer, one column per statistic. Without calibration this is
        ``weights * scores``. The last calibration is undone first (Deville & Särndal 1992).

        >>> Weighted(np.array([2.0, 3.0])).residuals(np.array([[1.0], [10.0]])).tolist()
        [[2.0], [30.0]]
        """
        for calibration in reversed(self.calibrations):
            scores = calibration.residuals(scores)
        return np.asarray(scores * self.weights[:, None], dtype=np.float64)


def given(weights: pl.Series | Floats) -> Weighted:
    """Begin with weights that somebody gives; refuse empty, negative and infinite ones, and all zero.

    >>> given(np.array([1.0, 2.0])).diagnostics.total
    3.0
    """
    taken = np.asarray(weights, dtype=np.float64)
    wrong = ~(np.isfinite(taken) & (taken >= 0))
    if wrong.any():
        raise ProblemsFound([Problem(WRONG_WEIGHTS, Place(), rows_named(wrong))])
    if not taken.sum() > 0:
        raise ProblemsFound([Problem(ALL_ZERO, Place())])
    return Weighted(taken, (Step("given", {}, diagnose(taken)),))


def rows_named(wrong: np.ndarray[Any, np.dtype[np.bool_]]) -> dict[str, Any]:
    """Say how many rows are wrong, and name the first of them."""
    rows = np.flatnonzero(wrong) + 1
    named = ", ".join(str(row) for row in rows[:ROWS_NAMED])
    return {"count": int(rows.size), "rows": named + ("…" if rows.size > ROWS_NAMED else "")}
