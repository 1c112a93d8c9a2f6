"""Effects of interviewers: whose results differ from what others found in the same places."""

from __future__ import annotations

import numpy as np
import polars as pl

from parindex.surveys.quality.flags import flags_of

_BLOCK = 64
"""Permutations worked on at once: memory is 64 numbers for each answer."""


def interviewer_table(
    scores: pl.DataFrame, generator: np.random.Generator, *, permutations: int = 2000
) -> pl.DataFrame:
    """Compare each interviewer with the others in the same places.

    ``scores`` has ``interviewer``, ``place`` (unit, stratum or PSU) and ``score``; rows without one are left
    out. Gives ``interviewer``, ``answers``, ``mean``, ``elsewhere`` (the mean that others found in the places
    of the interviewer, weighted as the interviewer's answers), ``z`` (difference in standard errors) and
    ``p_value``, adjusted for the number of interviewers.

    The reference is chance itself: scores are permuted among the answers of a place, and ``p_value`` is the
    share of permutations whose greatest ``|z|`` reaches this one (max-T, Westfall & Young 1993). Where only
    one interviewer worked in a place, nothing tells the person from the place: such answers give no ``z``.
    Interviewers are assumed to have been sent to people of a place by chance (Mahalanobis 1946).
    """
    told = scores.drop_nulls(["interviewer", "place", "score"])
    shared = told.filter(pl.col("interviewer").n_unique().over("place") > 1).sort("place")
    names = shared["interviewer"].unique().sort()
    who = shared["interviewer"].replace_strict(names, range(len(names)), return_dtype=pl.Int64).to_numpy()
    score = shared.select(pl.col("score").cast(pl.Float64) - pl.col("score").mean().over("place"))
    centred = score.to_series().to_numpy()
    z = _z(centred[None, :], who, len(names))[0]
    reached = _reached(centred, shared["place"].rle_id().to_numpy(), who, z, generator, permutations)
    found = pl.DataFrame({"interviewer": names, "z": z, "p_value": (reached + 1) / (permutations + 1)})
    return _means(told).join(found, on="interviewer", how="left").sort("interviewer")


def interviewer_effects(table: pl.DataFrame, *, level: float = 0.01) -> pl.DataFrame:
    """Flag interviewers of :func:`interviewer_table` whose adjusted ``p_value`` is at most ``level``."""
    return _flagged(table, "interviewer_effect", level)


def many_refusals(table: pl.DataFrame, *, level: float = 0.01) -> pl.DataFrame:
    """Flag interviewers who met more refusals than others; ``score`` of the table was 1 for a refusal."""
    return _flagged(table.filter(pl.col("z") > 0), "many_refusals", level)


def intraclass_correlation(scores: pl.DataFrame) -> float | None:
    """Give the share of variance between interviewers, within places (one-way analysis of variance).

    Columns as in :func:`interviewer_table`. None where there are fewer than two interviewers, or no variance.
    Source: Kish 1962; the unequal-size form of Snedecor & Cochran 1980, 13.7.
    """
    told = scores.drop_nulls(["interviewer", "place", "score"])
    centred = told.with_columns(r=pl.col("score") - pl.col("score").mean().over("place"))
    groups = centred.group_by("interviewer").agg(
        n=pl.len(), mean=pl.col("r").mean(), var=pl.col("r").var(ddof=0)
    )
    count, rows = len(groups), len(centred)
    if count <= 1 or rows <= count:
        return None
    size = groups["n"].to_numpy().astype(float)
    inside = float((size * groups["var"].to_numpy()).sum()) / (rows - count)
    between = float((size * groups["mean"].to_numpy() ** 2).sum()) / (count - 1)
    usual = (rows - float((size**2).sum()) / rows) / (count - 1)
    variance = (between - inside) / usual
    return variance / (variance + inside) if variance + inside > 0 else None


def _means(told: pl.DataFrame) -> pl.DataFrame:
    place = told.with_columns(_sum=pl.col("score").sum().over("place"), _n=pl.len().over("place"))
    own = place.with_columns(
        _own=pl.col("score").sum().over("place", "interviewer"), _mine=pl.len().over("place", "interviewer")
    )
    others = pl.when(pl.col("_n") > pl.col("_mine")).then(
        (pl.col("_sum") - pl.col("_own")) / (pl.col("_n") - pl.col("_mine"))
    )
    return own.group_by("interviewer").agg(
        answers=pl.len(), mean=pl.col("score").mean(), elsewhere=others.mean()
    )


def _z(centred: np.ndarray, who: np.ndarray, count: int) -> np.ndarray:
    """Give z by row of scores (permutation) and interviewer, from scores centred in their places."""
    size = np.bincount(who, minlength=count)
    spread = np.sqrt((centred**2).mean(axis=1, keepdims=True))
    sums = np.stack([np.bincount(who, weights=row, minlength=count) for row in centred])
    is_known = (spread > 0) & (size > 0)
    z: np.ndarray = np.divide(sums, spread * np.sqrt(size), out=np.zeros_like(sums), where=is_known)
    return z


def _reached(
    centred: np.ndarray,
    place: np.ndarray,
    who: np.ndarray,
    z: np.ndarray,
    generator: np.random.Generator,
    permutations: int,
) -> np.ndarray:
    """Count the permutations within places whose greatest |z| is at least the |z| of each interviewer."""
    reached = np.zeros(len(z), dtype=np.int64)
    for start in range(0, permutations, _BLOCK):
        rows = min(_BLOCK, permutations - start)
        order = np.argsort(generator.random((rows, len(place))) + place, axis=1)
        greatest = np.abs(_z(centred[order], who, len(z))).max(axis=1, initial=0)
        reached += (greatest[:, None] >= np.abs(z) - 1e-12).sum(axis=0)
    return reached


def _flagged(table: pl.DataFrame, check: str, level: float) -> pl.DataFrame:
    found = table.filter(pl.col("p_value") <= level)
    return flags_of(found, check, about=pl.col("interviewer"), figure=pl.col("z"), limit=pl.lit(level))
