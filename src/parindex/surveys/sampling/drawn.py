"""A sample that was drawn: who, with which probability at each stage, with which weight; and the reserve."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from parindex.errors import Problem
from parindex.surveys.sampling.frames import Frame
from parindex.surveys.sampling.plans import Plan

DOSSIERS: Final = "dossiers"
SAMPLE: Final = pl.Schema(
    {
        "element_id": pl.String,
        "person_id": pl.String,
        "unit_id": pl.String,
        "stratum": pl.String,
        "psu": pl.String,
        "ssu": pl.String,
        "is_reserve": pl.Boolean,
        "order": pl.Int64,
        DOSSIERS: pl.Int64,
        "pi_1": pl.Float64,
        "pi_2": pl.Float64,
        "pi_3": pl.Float64,
        "population_1": pl.Int64,
        "population_2": pl.Int64,
        "population_3": pl.Int64,
        "taken_1": pl.Int64,
        "taken_2": pl.Int64,
        "taken_3": pl.Int64,
        "prior": pl.Float64,
        "probability": pl.Float64,
        "weight": pl.Float64,
    }
)
"""One row per drawn element and per reserve. ``order``: its place in its last cell, from 1, drawn and reserve
each for themselves; ``dossiers``: how many elements of the frame its person has; ``pi_k``, ``population_k``,
``taken_k``: the probability at stage k, and how many of how many its cell gave (null: no such stage);
``probability`` is ``prior`` and all ``pi_k`` multiplied, ``weight`` its reverse. A reserve has neither: who
steps in for somebody takes the weight of whom it steps in for."""
_PLACE: Final = ("stratum", "psu", "ssu", "is_reserve", "order", "element_id")


@dataclass(frozen=True)
class Drawn:
    """A sample with all that made it.

    ``sample`` has the columns of :data:`SAMPLE`; ``people`` is what was drawn from, one element of each
    person; ``states`` are those of the generator before and after; ``problems`` are warnings.
    """

    sample: pl.DataFrame
    people: pl.DataFrame
    plan: Plan
    seed: int
    frame: Frame
    states: tuple[dict[str, str], dict[str, str]]
    problems: tuple[Problem, ...] = ()

    @property
    def main(self) -> pl.DataFrame:
        """The sample without its reserve."""
        return self.sample.filter(~pl.col("is_reserve"))

    @cached_property
    def hash(self) -> str:
        """The SHA-256 of the sample; see :func:`sample_hash`."""
        return sample_hash(self.sample)

    def by_stratum(self) -> pl.DataFrame:
        """Count each stratum: ``stratum, population, clusters, taken, reserve, weights`` (their sum)."""
        people = self.people.group_by("stratum").agg(population=pl.len().cast(pl.Int64))
        is_reserve = pl.col("is_reserve")
        taken = self.sample.group_by("stratum").agg(
            clusters=pl.col("psu").filter(~is_reserve).drop_nulls().n_unique().cast(pl.Int64),
            taken=(~is_reserve).sum().cast(pl.Int64),
            reserve=is_reserve.sum().cast(pl.Int64),
            weights=pl.col("weight").sum(),
        )
        counted = people.join(taken, on="stratum", how="left").sort("stratum")
        return counted.with_columns(pl.exclude("stratum").fill_null(0))


def sample_of(picked: pl.DataFrame, reserve: pl.DataFrame, stages: int) -> pl.DataFrame:
    """Give the sample of what the last stage picked, with joint probabilities and weights, in its order."""
    joint = pl.coalesce("prior", pl.lit(1.0))
    for number in range(1, stages + 1):
        joint *= pl.col(f"pi_{number}")
    main = picked.with_columns(is_reserve=pl.lit(value=False), probability=joint).with_columns(
        weight=1 / pl.col("probability")
    )
    spare = reserve.with_columns(
        is_reserve=pl.lit(value=True),
        probability=pl.lit(None, pl.Float64),
        weight=pl.lit(None, pl.Float64),
    )
    both = pl.concat([main, spare])
    lacking = [pl.lit(None, kind).alias(name) for name, kind in SAMPLE.items() if name not in both.columns]
    return both.with_columns(lacking).select(SAMPLE.names()).cast(SAMPLE).sort(*_PLACE)


def sample_hash(sample: pl.DataFrame) -> str:
    """Give the SHA-256 of who was drawn and in which order.

    One line per row of the sample in the order of the codes: ``element_id``, 0 for drawn or 1 for reserve,
    ``order``; parted by tabs, each line ended by a line feed.
    """
    rows = sample.select("element_id", pl.col("is_reserve").cast(pl.Int8), "order").sort("element_id")
    lines = "".join(f"{code}\t{spare}\t{order}\n" for code, spare, order in rows.iter_rows())
    return hashlib.sha256(lines.encode()).hexdigest()
