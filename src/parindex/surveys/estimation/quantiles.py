"""Quantiles of Student's t and of the beta distribution for whole columns, to about 1e-12 of their size.

The incomplete beta function by its continued fraction (Press et al., Numerical Recipes, section 6.4; DLMF
8.17.22), turned around by Newton's method on the log-odds, where both ends of (0, 1) are exact.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from parindex.surveys.estimation.measures import Floats

_SMALLEST = 1e-300
_CLOSE = 1e-15
_NEAR, _DONE = 1e-9, 1e-14
_LARGE, _HALF = 10.0, 0.5
_TERMS = 20_000
_STEPS = 100
_FAR = 700.0
"""Log-odds beyond which a share is 0 or 1 in binary numbers."""


def beta_quantile(probability: ArrayLike, a: ArrayLike, b: ArrayLike) -> Floats:
    """Give ``x`` with I_x(a, b) = probability (R's ``qbeta``); NaN where ``a`` or ``b`` is not over 0.

    >>> beta_quantile([0.025, 0.5], 8, [3, 8]).round(12).tolist()
    [0.443904537692, 0.5]
    """
    return _share(
        _solved(*np.broadcast_arrays(*(np.asarray(one, np.float64) for one in (probability, a, b))))
    )


def t_quantile(level: float, df: ArrayLike) -> Floats:
    """Give ``t`` so that T lies between -t and t with probability ``level``; NaN where ``df`` is not over 0.

    >>> t_quantile(0.95, [1, 10, 1000]).round(9).tolist()
    [12.706204736, 2.228138852, 1.962339081]
    """
    asked, place = np.unique(np.asarray(df, np.float64), return_inverse=True)
    # T² / (T² + df) has the beta distribution with 1/2 and df/2.
    odds = _solved(np.full(asked.shape, level), np.full(asked.shape, 0.5), asked / 2)
    with np.errstate(invalid="ignore"):
        quantile: Floats = np.sqrt(asked) * np.exp(odds / 2)
    return quantile[place].reshape(np.shape(df))


def _share(log_odds: Floats) -> Floats:
    with np.errstate(over="ignore"):
        share: Floats = 1 / (1 + np.exp(-log_odds))
    return share


def _solved(probability: Floats, a: Floats, b: Floats) -> Floats:
    """Give the log-odds of the quantile."""
    odds = np.full(probability.shape, np.nan)
    is_asked = (a > 0) & (b > 0) & (probability > 0) & (probability < 1)
    if is_asked.any():
        odds[is_asked] = _newton(probability[is_asked], a[is_asked], b[is_asked])
    return odds


def _stirling_rest(numbers: Floats) -> Floats:
    """Give what Stirling's formula leaves of the log of the gamma function (DLMF 5.11.1)."""
    with np.errstate(divide="ignore", over="ignore"):
        z = np.maximum(numbers, _LARGE)
        series = (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / z**2) / z**2) / z**2) / z**2) / z
    rest: Floats = series
    for at in np.flatnonzero(numbers < _LARGE):
        one = float(numbers[at])
        rest[at] = math.lgamma(one) - (one - 0.5) * math.log(one) + one - math.log(2 * math.pi) / 2
    return rest


def _normal(probability: Floats) -> Floats:
    asked, place = np.unique(probability, return_inverse=True)
    return np.array([NormalDist().inv_cdf(one) for one in asked.tolist()])[place]


def _newton(probability: Floats, a: Floats, b: Floats) -> Floats:
    # Differences from the mean keep the digits that x^a (1-x)^b / B(a, b) loses for large a and b.
    scale = beta_scale(a, b)
    low, high = np.full(a.shape, -_FAR), np.full(a.shape, _FAR)
    odds = np.clip(np.log(a / b) + _normal(probability) * np.sqrt(1 / a + 1 / b), -_FAR / 2, _FAR / 2)
    last = np.full(a.shape, np.inf)
    todo = np.arange(a.size)
    for _ in range(_STEPS):
        at = odds[todo]
        below, slope = beta_below(at, a[todo], b[todo], scale[todo])
        over = below - probability[todo]
        high[todo] = np.where(over > 0, at, high[todo])
        low[todo] = np.where(over <= 0, at, low[todo])
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            to = at - over / slope
        is_inside = (to >= low[todo]) & (to <= high[todo])
        odds[todo] = np.where(is_inside, to, (low[todo] + high[todo]) / 2)
        step = np.abs(odds[todo] - at) / np.maximum(1, np.abs(at))
        # Near the end steps get no shorter: what is left is the rounding of the function itself.
        is_done = (step < _DONE) | (is_inside & (step < _NEAR) & (step > last[todo] / 2))
        last[todo] = step
        todo = todo[~is_done]
        if not todo.size:
            break
    return odds


def beta_scale(a: Floats, b: Floats) -> Floats:
    """Give the logarithm of what stays of 1/B(a, b) beside the powers of ``x`` (for :func:`beta_below`)."""
    rest = _stirling_rest(a + b) - _stirling_rest(a) - _stirling_rest(b)
    scale: Floats = np.log(a * b / (2 * np.pi * (a + b))) / 2 + rest
    return scale


def beta_below(odds: Floats, a: Floats, b: Floats, scale: Floats) -> tuple[Floats, Floats]:
    """Give I_x(a, b) at the log-odds of ``x``, and its slope against them; ``scale`` is :func:`beta_scale`.

    >>> a, b = np.array([2.0]), np.array([3.0])
    >>> beta_below(np.array([0.0]), a, b, beta_scale(a, b))[0].round(12).tolist()  # x = 1/2
    [0.6875]
    """
    x, rest = _share(odds), _share(-odds)
    with np.errstate(divide="ignore", invalid="ignore"):
        from_mean = b * x - a * rest
        slope = np.exp(
            a * _log_ratio(x, a, a + b, from_mean) + b * _log_ratio(rest, b, a + b, -from_mean) + scale
        )
    slope = np.where(np.isnan(slope), 0, slope)
    is_left = x < (a + 1) / (a + b + 2)
    part = (
        slope
        * _fraction(np.where(is_left, x, rest), np.where(is_left, a, b), np.where(is_left, b, a))
        / np.where(is_left, a, b)
    )
    return np.where(is_left, part, 1 - part), slope


def _log_ratio(share: Floats, part: Floats, whole: Floats, over: Floats) -> Floats:
    """Give log(share · whole / part), which is log1p(over / part): exact near 0 too."""
    near = np.abs(over / part) < _HALF
    return np.where(near, np.log1p(np.where(near, over / part, 0)), np.log(share * (whole / part)))


def _fraction(x: Floats, a: Floats, b: Floats) -> Floats:
    """Give the continued fraction of I_x(a, b), by Lentz's method."""
    value, todo = np.empty(x.shape), np.arange(x.size)
    c = np.ones(x.shape)
    d = 1 / _away(1 - (a + b) * x / (a + 1))
    h = d.copy()
    for m in range(1, _TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1 / _away(1 + even * d), _away(1 + even / c)
        h = h * d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / _away(1 + odd * d), _away(1 + odd / c)
        h = h * d * c
        is_open = np.abs(d * c - 1) > _CLOSE
        value[todo[~is_open]] = h[~is_open]
        if not is_open.all():
            todo = todo[is_open]
            x, a, b, c, d, h = (one[is_open] for one in (x, a, b, c, d, h))
            if not todo.size:
                break
    value[todo] = h
    return value


def _away(from_zero: Floats) -> Floats:
    return np.where(np.abs(from_zero) < _SMALLEST, _SMALLEST, from_zero)
