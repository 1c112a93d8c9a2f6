"""Groups that are too good: everybody satisfied with everything, no difference between people, one sender."""

from __future__ import annotations

import math
from collections.abc import Sequence

import polars as pl

from parindex.surveys.quality.flags import flags_of, no_flags
from parindex.surveys.quality.satisfaction import Satisfaction


def all_satisfied(
    answers: pl.DataFrame,
    satisfaction: Satisfaction,
    *,
    group: str = "unit_id",
    fewest: int = 10,
    share: float = 1.0,
) -> pl.DataFrame:
    """Flag groups in which at least ``share`` of the people are satisfied with all they have an opinion on.

    Source of the alarm: seed announcements with 11 schools at 100 %. ``about`` is the group, ``figure`` the
    number of its answers. Groups of fewer than ``fewest`` answers tell nothing.
    """
    told = (
        answers.select(pl.col(group).alias("about"))
        .with_columns(pleased=satisfaction.shares(answers) == 1)
        .drop_nulls()
    )
    found = told.group_by("about").agg(figure=pl.len(), reached=pl.col("pleased").mean())
    found = found.filter((pl.col("figure") >= fewest) & (pl.col("reached") >= share)).sort("about")
    return flags_of(
        found, "all_satisfied", about=pl.col("about"), figure=pl.col("figure"), limit=pl.lit(share)
    )


def no_variance(
    answers: pl.DataFrame, items: Sequence[str], *, group: str = "unit_id", fewest: int = 5
) -> pl.DataFrame:
    """Flag groups in which everybody gave the same answers to every item."""
    content = pl.struct(items)
    counted = answers.group_by(about=pl.col(group)).agg(figure=pl.len(), kinds=content.n_unique())
    found = (
        counted.filter((pl.col("figure") >= fewest) & (pl.col("kinds") == 1))
        .drop_nulls("about")
        .sort("about")
    )
    return flags_of(found, "no_variance", about=pl.col("about"), figure=pl.col("figure"))


def one_address(answers: pl.DataFrame, *, group: str = "unit_id", fewest: int = 5) -> pl.DataFrame:
    """Flag groups whose answers all came from one device or address, where no interviewer brought them.

    Looks at ``address`` and ``device`` where those columns are there (a salted digest is enough).
    """
    found = [no_flags()]
    alone = answers
    if "interviewer" in answers.columns:
        alone = answers.filter(pl.col("interviewer").is_null())
    for column in {"address", "device"} & set(answers.columns):
        sent = alone.filter(pl.col(column).is_not_null()).group_by(about=pl.col(group))
        counted = sent.agg(figure=pl.len(), kinds=pl.col(column).n_unique()).drop_nulls("about")
        one = counted.filter((pl.col("figure") >= fewest) & (pl.col("kinds") == 1))
        found.append(flags_of(one, "one_address", about=pl.col("about"), figure=pl.col("figure")))
    return pl.concat(found).unique().sort("about")


def chance_of_all(people: int, share: float) -> float:
    """Give the chance that all of ``people``, asked at random, are satisfied where ``share`` of all are.

    It says how loud the alarm is: 30 people out of a population of which 84 % are satisfied.

    >>> round(chance_of_all(30, 0.84), 4)
    0.0054
    """
    return math.pow(share, people)
