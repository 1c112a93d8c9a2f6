"""p-values of many differences at once, and the groups that they leave together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

import numpy as np
import polars as pl

from parindex.surveys.estimation.measures import Floats
from parindex.surveys.estimation.variance import Flags

Adjust: TypeAlias = Callable[[Floats], Floats]
LEVEL: Final = 0.05
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


def holm(p: Floats) -> Floats:
    """Adjust p-values so that one false difference or more comes up with the level's chance (Holm 1979).

    A missing p-value stays missing and counts in no family. Equal to R's ``p.adjust(method="holm")``.

    >>> holm(np.array([0.01, 0.04, 0.03, np.nan])).tolist()
    [0.03, 0.06, 0.06, nan]
    """
    adjusted = np.full(p.shape, np.nan)
    order = np.argsort(p)[: int((~np.isnan(p)).sum())]
    steps = np.arange(order.size, 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * steps), 1)
    return adjusted


def benjamini_hochberg(p: Floats) -> Floats:
    """Adjust p-values so that of the differences called real the level's share is false, on average.

    Benjamini & Hochberg (1995). Equal to R's ``p.adjust(method="BH")``.

    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03, np.nan])).tolist()
    [0.03, 0.04, 0.04, nan]
    """
    adjusted = np.full(p.shape, np.nan)
    order = np.argsort(p)[: int((~np.isnan(p)).sum())][::-1]
    steps = order.size / np.arange(order.size, 0, -1)
    adjusted[order] = np.minimum(np.minimum.accumulate(p[order] * steps), 1)
    return adjusted


def indistinguishable(
    differences: pl.DataFrame, by: Sequence[str], *, p: str = "p_holm", level: float = LEVEL
) -> pl.DataFrame:
    """Say which domains of one measure cannot be told apart ("không phân biệt được với").

    ``differences`` has every pair of domains once. A row for each domain, from the highest estimate down:
    the columns of ``by``, ``estimate``, ``letters`` (two domains share a letter where they cannot be told
    apart, and only there: the compact letter display of Piepho 2004), ``group`` (domains joined by a chain of
    pairs that cannot be told apart have the same number), ``not_told_from`` (how many others). A pair without
    a p-value cannot be told apart.

    >>> pairs = pl.DataFrame(
    ...     {
    ...         "unit_a": ["x", "x", "y"], "unit_b": ["y", "z", "z"],
    ...         "measure": "q", "p_holm": [0.4, 0.01, 0.2],
    ...         "estimate_a": [0.9, 0.9, 0.8], "estimate_b": [0.8, 0.7, 0.7],
    ...     }
    ... )
    >>> indistinguishable(pairs, ["unit"]).rows()
    [('x', 0.9, 'a', 1, 1), ('y', 0.8, 'ab', 1, 2), ('z', 0.7, 'b', 1, 1)]
    """
    if differences["measure"].n_unique() > 1:
        raise ValueError("letters are of one measure; choose one of several")
    keys, left, right = _domains(differences, by)
    is_told = np.zeros((keys.height, keys.height), bool)
    is_told[left, right] = is_told[right, left] = (
        (differences[p].cast(pl.Float64) < level).fill_null(value=False).to_numpy()
    )
    sets = _letter_sets(is_told)
    letters = [
        "".join(_letter(at) for at, held in enumerate(sets) if held[domain]) for domain in range(len(keys))
    ]
    others = (~is_told).sum(axis=1) - 1
    return keys.with_columns(
        pl.Series("letters", letters),
        pl.Series("group", _groups(is_told)),
        pl.Series("not_told_from", others),
    )


def _domains(differences: pl.DataFrame, by: Sequence[str]) -> tuple[pl.DataFrame, Floats, Floats]:
    """Give each domain with its estimate, highest first, and its place in both columns of the pairs."""
    sides = [
        differences.select(*(pl.col(name + side).alias(name) for name in by), estimate="estimate" + side)
        for side in ("_a", "_b")
    ]
    keys = (
        pl.concat(sides)
        .unique(list(by))
        .sort("estimate", *by, descending=[True, *[False] * len(by)], nulls_last=True)
    )
    numbered = keys.select(*by).with_row_index("_at")
    left, right = (
        side.join(numbered, on=list(by), how="left", maintain_order="left")["_at"].to_numpy()
        for side in sides
    )
    return keys, left, right


def _letter_sets(is_told: Flags) -> list[Flags]:
    """Split the set of all wherever it holds two that are told apart, and drop sets inside others."""
    sets = [np.ones(len(is_told), bool)]
    for a, b in zip(*np.nonzero(np.triu(is_told)), strict=True):
        split = [one for one in sets if one[a] and one[b]]
        kept = [one for one in sets if not (one[a] and one[b])]
        for one in split:
            for out in (b, a):
                less = one.copy()
                less[out] = False
                if not any((less <= other).all() for other in kept):
                    kept = [other for other in kept if not (other <= less).all()] + [less]
        sets = kept
    return sorted(sets, key=lambda held: tuple(np.flatnonzero(held)))


def _letter(number: int) -> str:
    """Give a, b, … z, then a1, b1 … for more."""
    round_, place = divmod(number, len(_LETTERS))
    return _LETTERS[place] + (str(round_) if round_ else "")


def _groups(is_told: Flags) -> list[int]:
    """Number the groups that chains of pairs not told apart make, in the order of their first domain."""
    group = [0] * len(is_told)
    last = 0
    for start in range(len(is_told)):
        if group[start]:
            continue
        last += 1
        waiting = [start]
        while waiting:
            at = waiting.pop()
            if not group[at]:
                group[at] = last
                waiting += [other for other in np.flatnonzero(~is_told[at]).tolist() if not group[other]]
    return group
