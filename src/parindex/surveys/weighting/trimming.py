"""Trimming: weights beyond limits are cut, and what is cut goes to the others."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import polars as pl

from parindex.errors import Place, Problem, ProblemsFound
from parindex.surveys.weighting.diagnostics import Floats, diagnose
from parindex.surveys.weighting.kinds import WRONG_LIMITS
from parindex.surveys.weighting.weighted import Step, Weighted


def trim(
    weighted: Weighted, *, upper: float = math.inf, lower: float = 0.0, is_strict: bool = True
) -> Weighted:
    """Cut weights to the limits, and give what was cut to the other weights; the sum is kept.

    ``is_strict``: all weights are moved by one same amount and then cut, so none ends outside, the cut ones
    stand at a limit and the others keep their distances. Not strict: what was cut is shared equally once by
    the weights that were inside, some of which may end outside (``trimWeights`` of R's survey, which with
    ``strict=TRUE`` repeats this; the same where one limit is given). Rows of weight 0 stay at 0. Limits that
    all weights together cannot keep are refused. Margins met before are no longer met exactly: rake with
    limits where they must be (Potter 1990).

    >>> from parindex.surveys.weighting.weighted import given
    >>> trim(given(np.array([1.0, 1.0, 2.0, 8.0])), upper=6.0, is_strict=False).weights.round(4).tolist()
    [1.6667, 1.6667, 2.6667, 6.0]
    >>> trim(given(np.array([1.0, 4.0, 7.0])), upper=5.0).weights.round(9).tolist()
    [2.0, 5.0, 5.0]
    """
    used = weighted.weights > 0
    before = weighted.weights[used]
    _refuse(before, lower, upper)
    outside = (before < lower) | (before > upper)
    weights = np.zeros_like(weighted.weights)
    weights[used] = (_shifted if is_strict else _shared)(before, outside, lower, upper)
    settings = {"lower": lower, "upper": None if math.isinf(upper) else upper, "is_strict": is_strict}
    cut_share = float(before[outside].sum() / before.sum())
    cells = pl.DataFrame({"cut": [int(outside.sum())], "cut_share": [cut_share]})
    return weighted.then(weights, Step("trimming", settings, diagnose(weights), cells))


def _shared(before: Floats, outside: npt.NDArray[np.bool_], lower: float, upper: float) -> Floats:
    """Cut once, and share what was cut among those inside; where none is, among those with room."""
    cut = np.clip(before, lower, upper)
    taken = float((before - cut).sum())
    others = ~outside if not outside.all() else (cut < upper if taken > 0 else cut > lower)
    return np.where(others, cut + taken / max(int(others.sum()), 1), cut)


def _shifted(before: Floats, outside: npt.NDArray[np.bool_], lower: float, upper: float) -> Floats:
    """Find the one amount, by halving, after which the cut weights have the same sum."""
    if not outside.any():
        return before
    total = float(before.sum())
    least, most = lower - float(before.max()), float(before.max())
    while (middle := (least + most) / 2) not in {least, most}:
        is_short = float(np.clip(before + middle, lower, upper).sum()) < total
        least, most = (middle, most) if is_short else (least, middle)
    return np.clip(before + most, lower, upper)


def _refuse(used: Floats, lower: float, upper: float) -> None:
    details = {"lower": Decimal(str(lower)), "upper": Decimal(str(upper))}
    mean = float(used.mean())
    if not 0 <= lower < upper or not lower <= mean <= upper:
        raise ProblemsFound([Problem(WRONG_LIMITS, Place(), details)])
