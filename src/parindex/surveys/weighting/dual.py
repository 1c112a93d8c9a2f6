"""The numbers behind raking: one for each cell of each margin, found by Newton's method with a line search.

Raking with limits is the largest value of a concave function of those numbers (Deville & Särndal 1992). Each
step is halved until it climbs, so where totals can be met they are met, from anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from parindex.surveys.weighting.calibration import Codes, solve
from parindex.surveys.weighting.diagnostics import Floats

MET: Final = 1e-12
"""Totals are met when none is off by more than this share of itself."""
NEARLY_MET: Final = 1e-9
"""Where rounding stops the climb earlier, this is still called met."""
_HALVINGS: Final = 40
_ENOUGH: Final = 1e-4
"""The share of the promised climb a step must bring (Armijo)."""


@dataclass(frozen=True)
class Margins:
    """Distinct combinations of cells (one row each, one column per margin), sizes of margins, weights."""

    combinations: Codes
    sizes: tuple[int, ...]
    weights: Floats

    @property
    def columns(self) -> Codes:
        """The combinations, numbered over all cells of all margins."""
        starts = np.cumsum((0, *self.sizes[:-1]), dtype=np.int64)
        return np.asarray(self.combinations + starts, dtype=np.int64)

    def exponents(self, numbers: Floats) -> Floats:
        """Add up the numbers of each combination's cells."""
        return np.asarray(numbers[self.columns].sum(axis=1), dtype=np.float64)

    def totals(self, weights: Floats) -> Floats:
        """Sum weights of combinations by cell, over all margins."""
        repeated = np.repeat(weights, len(self.sizes))
        return np.bincount(self.columns.ravel(), repeated, sum(self.sizes)).astype(np.float64)

    def cross(self, weights: Floats) -> Floats:
        """Sum weights for every two cells."""
        columns, size = self.columns, sum(self.sizes)
        pairs = (columns[:, :, None] * size + columns[:, None, :]).reshape(len(columns), -1)
        repeated = np.repeat(weights, pairs.shape[1])
        return np.bincount(pairs.ravel(), repeated, size * size).astype(np.float64).reshape(size, size)


@dataclass(frozen=True)
class Solution:
    """The factor of each combination, the totals it reaches, whether they are those wanted, and the steps."""

    factors: Floats
    reached: Floats
    is_met: bool
    iterations: int


def solve_dual(margins: Margins, wanted: Floats, limits: tuple[float, float], most: int) -> Solution:
    """Find the factors within limits that meet the wanted totals of all cells.

    >>> one = Margins(np.array([[0], [1]]), (2,), np.array([2.0, 2.0]))
    >>> solve_dual(one, np.array([1.0, 3.0]), (0.0, np.inf), 50).factors.round(12).tolist()
    [0.5, 1.5]
    """
    scale = wanted[: margins.sizes[0]].sum() / margins.weights.sum()
    numbers = np.zeros(sum(margins.sizes))
    numbers[: margins.sizes[0]] = np.clip(np.log(scale), *_logs(limits))
    reached, iterations, off = np.zeros_like(wanted), 0, np.inf
    while iterations < most:
        iterations += 1
        exponents = margins.exponents(numbers)
        reached = margins.totals(margins.weights * factor(exponents, limits))
        off = float(np.max(np.abs(reached - wanted) / wanted))
        if off <= MET:
            break
        step = _step(margins, exponents, wanted - reached, limits)
        climbed = _climb(margins, numbers, step, wanted, limits)
        if climbed is None:
            break
        numbers = climbed
    factors = factor(margins.exponents(numbers), limits)
    return Solution(factors, reached, off <= NEARLY_MET, iterations)


def factor(exponents: Floats, limits: tuple[float, float]) -> Floats:
    """Give the factors of exponents, cut to the limits.

    >>> factor(np.array([0.0, 5.0]), (0.5, 2.0)).tolist()
    [1.0, 2.0]
    """
    return np.clip(np.exp(np.clip(exponents, *_logs(limits))), *limits)


def _logs(limits: tuple[float, float]) -> tuple[float, float]:
    """The logarithms of the limits; beyond ±700 ``exp`` leaves the numbers of the machine."""
    lower, upper = limits
    return max(float(np.log(lower)), -700.0) if lower > 0 else -700.0, min(float(np.log(upper)), 700.0)


def _value(margins: Margins, numbers: Floats, wanted: Floats, limits: tuple[float, float]) -> float:
    """The function to climb: what is wanted less the integral of the factor."""
    exponents = margins.exponents(numbers)
    lowest, highest = _logs(limits)
    inside = np.clip(exponents, lowest, highest)
    integral = np.exp(inside) + np.exp(inside) * (exponents - inside)
    return float(wanted @ numbers - margins.weights @ integral)


def _step(margins: Margins, exponents: Floats, missing: Floats, limits: tuple[float, float]) -> Floats:
    """Newton's step; what stands at a limit does not bend, so a trace of its weight keeps the step finite."""
    lowest, highest = _logs(limits)
    factors = factor(exponents, limits)
    bends = np.where((exponents > lowest) & (exponents < highest), factors, 1e-8 * factors)
    return solve(margins.cross(margins.weights * bends), missing[:, None])[:, 0]


def _climb(
    margins: Margins, numbers: Floats, step: Floats, wanted: Floats, limits: tuple[float, float]
) -> Floats | None:
    """Go as much of the step as climbs; None where nothing does any more."""
    here = _value(margins, numbers, wanted, limits)
    reached = margins.totals(margins.weights * factor(margins.exponents(numbers), limits))
    promised = float((wanted - reached) @ step)
    noise = 1e-14 * max(abs(here), 1.0)
    share = 1.0
    for _ in range(_HALVINGS):
        there = numbers + share * step
        if _value(margins, there, wanted, limits) >= here + _ENOUGH * share * promised - noise:
            return there
        share /= 2
    return None
