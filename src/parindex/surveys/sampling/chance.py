"""Chance that can be repeated: raw numbers of PCG64 from a seed and a frame's hash, and what they choose.

Only two parts of NumPy are used, both fixed for good by its policy (NEP 19): the seeding ``SeedSequence``
and the raw 64-bit stream of ``PCG64`` (PCG XSL RR 128/64; O'Neill 2014). Everything else is arithmetic that
stands here and in docs/methods/surveys-sampling.md, so another program can repeat a draw.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

Raws = npt.NDArray[np.uint64]
Positions = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_BITS: Final = 53
_HALF_WORD: Final = 8
_SURE: Final = 1 - 1e-9
"""From here on a probability is 1: the rounding of long sums could choose such a unit twice."""


class Chance:
    """The stream of one draw."""

    def __init__(self, seed: int, frame_hash: str) -> None:
        """Seed with the whole number and the eight 32-bit words of the hash, from its left.

        Raises ``ValueError`` for a negative seed. Another frame with the same seed has another stream.
        """
        words = [int(frame_hash[at : at + _HALF_WORD], 16) for at in range(0, len(frame_hash), _HALF_WORD)]
        self._bits = np.random.PCG64(np.random.SeedSequence([seed, *words]))

    def raws(self, count: int) -> Raws:
        """Take the next raw numbers, each of 64 bits."""
        return np.asarray(self._bits.random_raw(count), np.uint64)

    def state(self) -> dict[str, str]:
        """Give the state of PCG64: two whole numbers of 128 bits, as decimal texts."""
        inner: Any = self._bits.state["state"]
        return {"state": str(inner["state"]), "inc": str(inner["inc"])}


def share_of(raw: int) -> float:
    """Give the number from 0 (with it) to 1 (without it) of a raw number: its upper 53 bits / 2^53.

    >>> share_of(0), share_of(2**63)
    (0.0, 0.5)
    """
    return float((int(raw) >> (64 - _BITS)) * 2.0**-_BITS)


def ranks(cells: Positions, raws: Raws) -> Positions:
    """Give the rank (from 0) of each unit in its cell, by its raw number: a random order of each cell.

    ``cells`` are numbers in ascending order; of equal raw numbers the one that stands first comes first.
    The first n of a cell are a simple random sample without replacement (Särndal et al. 1992, 3.3.1).

    >>> ranks(np.array([0, 0, 1]), np.array([9, 4, 7], np.uint64)).tolist()
    [1, 0, 0]
    """
    order = np.lexsort((raws, cells))
    starts = np.searchsorted(cells, cells, side="left")
    found = np.empty(len(cells), np.int64)
    found[order] = np.arange(len(cells))
    return np.asarray(found - starts, np.int64)


def systematic(population: int, size: int, raw: int) -> Positions:
    """Give the positions (from 0) of a systematic sample: floor((k + u)·N/n) for k = 0 … n − 1.

    Counted in whole numbers; each unit has the probability n/N whatever N/n is (Särndal et al. 1992, 3.4.1).

    >>> systematic(10, 4, 2**63).tolist()
    [1, 3, 6, 8]
    """
    start, one = int(raw) >> (64 - _BITS), 1 << _BITS
    found = [((k * one + start) * population) // (size * one) for k in range(size)]
    return np.array(found, np.int64)


def probabilities(sizes: Floats, size: int) -> Floats:
    """Give probabilities in proportion to size that sum to the sample size, none above 1.

    A unit so large that n·x/X is 1 or more is drawn for certain; the rest share what is left in proportion,
    again and again until none is left above (Särndal et al. 1992, 3.6.1).

    >>> probabilities(np.array([1.0, 1.0, 2.0, 16.0]), 2).tolist()
    [0.25, 0.25, 0.5, 1.0]
    """
    found = np.zeros(len(sizes))
    certain = np.zeros(len(sizes), bool)
    while True:
        left = size - int(certain.sum())
        rest = float(sizes[~certain].sum())
        found[~certain] = left * sizes[~certain] / rest if rest else 0.0
        new = ~certain & (found >= _SURE)
        if not new.any():
            return found
        certain |= new
        found[new] = 1.0


def pps_systematic(chances: Floats, raw: int) -> Positions:
    """Give the positions of a systematic sample with unequal probabilities (Madow 1949).

    The probabilities are laid end to end in order; the points u, u + 1, … choose. Units with probability 1
    are chosen apart.

    >>> pps_systematic(np.array([0.25, 0.25, 0.5, 1.0]), 2**63).tolist()
    [2, 3]
    """
    open_ones = np.flatnonzero((chances < 1) & (chances > 0))
    certain = np.flatnonzero(chances >= 1)
    size = round(float(chances[open_ones].sum()))
    if not size:
        return certain
    ends = np.cumsum(chances[open_ones])
    ends *= size / ends[-1]
    points = np.arange(size) + share_of(raw)
    hit = np.minimum(np.searchsorted(ends, points, side="right"), len(open_ones) - 1)
    return np.sort(np.concatenate([certain, open_ones[hit]]))


def brewer(chances: Floats, raws: Raws) -> Positions:
    """Give the positions of a sample with unequal probabilities by Brewer's method for any size.

    Draw by draw, a unit not yet chosen with the probability in proportion to p(r − p)/(r − p·(n − i + 1)),
    where r is n less the sum of the p chosen before (Brewer 1975; Tillé 2006, chapter 6). The given
    probabilities are kept exactly, and no joint probability is 0. Takes one raw number for each draw.
    """
    open_ones = np.flatnonzero((chances < 1) & (chances > 0))
    certain = np.flatnonzero(chances >= 1)
    p = chances[open_ones]
    size = round(float(p.sum()))
    is_free = np.ones(len(p), bool)
    for drawn in range(size):
        rest = size - float(p[~is_free].sum())
        parts = np.where(is_free, p * (rest - p) / (rest - p * (size - drawn)), 0.0)
        ends = np.cumsum(parts)
        hit = int(np.searchsorted(ends, share_of(int(raws[drawn])) * ends[-1], side="right"))
        is_free[min(hit, int(np.flatnonzero(is_free)[-1]))] = False
    return np.sort(np.concatenate([certain, open_ones[~is_free]]))
