"""What a calibration leaves for the variance: the part of a score that the known totals do not explain.

After post-stratification or raking, the variance of a total is that of the residuals of the scores on the
calibrating cells, by least squares with the weights before (Deville & Särndal 1992).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from parindex.surveys.weighting.diagnostics import Floats

Codes = npt.NDArray[np.int64]
_NO_MORE_THAN_ROUNDING = 1e-11


@dataclass(frozen=True)
class Calibration:
    """The cells of each margin by row, how many cells each margin has, and the weights before the step."""

    codes: tuple[Codes, ...]
    sizes: tuple[int, ...]
    before: Floats

    def residuals(self, scores: Floats) -> Floats:
        """Give what is left of each column of scores after the cells have explained what they can.

        >>> halves = Calibration((np.array([0, 0, 1]),), (2,), np.array([1.0, 3.0, 1.0]))
        >>> halves.residuals(np.array([[0.0], [4.0], [9.0]])).ravel().tolist()
        [-3.0, 1.0, 0.0]
        """
        explained = self.coefficients(scores)
        left = scores.copy()
        for codes, part in zip(self.codes, self._parts(explained), strict=True):
            left -= part[codes]
        return left

    def coefficients(self, scores: Floats) -> Floats:
        """Give the coefficient of each cell (rows) for each column of scores."""
        right = np.vstack([sums(codes, self.before, scores, size) for codes, size in self._margins()])
        if len(self.sizes) == 1:
            totals = np.bincount(self.codes[0], self.before, self.sizes[0])
            return np.asarray(right / np.where(totals > 0, totals, 1.0)[:, None])
        return solve(self.cross(), right)

    def cross(self) -> Floats:
        """Give the weighted number of answers for every two cells: the matrix of the normal equations."""
        blocks = [
            [crossed(left, right, self.before) for right in self._margins()] for left in self._margins()
        ]
        return np.block(blocks).astype(np.float64)

    def _margins(self) -> list[tuple[Codes, int]]:
        return list(zip(self.codes, self.sizes, strict=True))

    def _parts(self, coefficients: Floats) -> Sequence[Floats]:
        return np.split(coefficients, np.cumsum(self.sizes)[:-1])


def sums(codes: Codes, weights: Floats, scores: Floats, size: int) -> Floats:
    """Sum weighted scores by cell: one row for each cell, one column for each statistic."""
    columns = [np.bincount(codes, weights * column, size) for column in scores.T]
    return np.array(columns, dtype=np.float64).reshape(len(columns), size).T


def crossed(left: tuple[Codes, int], right: tuple[Codes, int], weights: Floats) -> Floats:
    """Sum weights by the cells of two margins."""
    both = left[0] * right[1] + right[0]
    held = np.bincount(both, weights, left[1] * right[1]).astype(np.float64)
    return held.reshape(left[1], right[1])


def solve(matrix: Floats, right: Floats) -> Floats:
    """Solve normal equations whose cells overlap: margins share their total, so the rank is not full."""
    scale = np.sqrt(np.where(np.diag(matrix) > 0, np.diag(matrix), 1.0))
    values, vectors = np.linalg.eigh(matrix / np.outer(scale, scale))
    kept = values > _NO_MORE_THAN_ROUNDING * values[-1]
    turned = vectors[:, kept].T @ (right / scale[:, None])
    return np.asarray((vectors[:, kept] @ (turned / values[kept][:, None])) / scale[:, None])
