"""How far out a value of Student's t lies: p-values, beside the quantiles."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from parindex.surveys.estimation.measures import Floats
from parindex.surveys.estimation.quantiles import beta_below, beta_scale


def t_tails(t: ArrayLike, df: ArrayLike) -> Floats:
    """Give the chance that T lies as far from 0 as ``t`` (two-sided p-value); NaN where ``df`` is not over 0.

    >>> t_tails([0.0, 2.0, -12.706204736174705], [5, 10, 1]).round(9).tolist()
    [1.0, 0.073388035, 0.05]
    """
    size, free = np.broadcast_arrays(np.abs(np.asarray(t, np.float64)), np.asarray(df, np.float64))
    tails = np.where(np.isnan(size) | ~(free > 0), np.nan, 1.0)
    is_asked = (free > 0) & (size > 0)
    # df / (df + T²) has the beta distribution with df/2 and 1/2.
    a, b = free[is_asked] / 2, np.full(int(is_asked.sum()), 0.5)
    odds = np.log(free[is_asked]) - 2 * np.log(size[is_asked])
    tails[is_asked] = beta_below(odds, a, b, beta_scale(a, b))[0]
    return tails
