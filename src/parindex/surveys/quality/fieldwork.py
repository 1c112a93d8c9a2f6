"""Attempts and their outcomes, and answers asked again: what the fieldwork itself shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from parindex.surveys.quality.flags import flags_of
from parindex.surveys.sampling.outcomes import OUTCOMES

COMPLETE: Final = ("1.1", "1.2")
REFUSED: Final = ("2.1", "2.12")
OUT_OF_SCOPE: Final = ("4.1", "4.7")


def no_attempt(answers: pl.DataFrame, attempts: pl.DataFrame) -> pl.DataFrame:
    """Flag answers to a ``token`` none of whose attempts (``token``, ``outcome``) is complete."""
    complete = attempts.filter(pl.col("outcome").is_in(COMPLETE)).select("token").unique()
    found = answers.filter(pl.col("token").is_not_null()).join(complete, on="token", how="anti")
    return flags_of(found, "no_attempt", response_id=pl.col("response_id"), about=pl.col("token"))


def unknown_outcomes(attempts: pl.DataFrame, known: Sequence[str] = tuple(OUTCOMES)) -> pl.DataFrame:
    """Flag codes of outcomes that are not in the list; ``figure`` counts the attempts."""
    strange = attempts.filter(~pl.col("outcome").is_in(list(known)).fill_null(value=False))
    found = strange.group_by(about=pl.col("outcome").fill_null("")).agg(figure=pl.len()).sort("about")
    return flags_of(found, "unknown_outcome", about=pl.col("about"), figure=pl.col("figure"))


def refusal_scores(attempts: pl.DataFrame) -> pl.DataFrame:
    """Give attempts as scores for ``interviewer_table``: 1 a refusal, 0 another end of an attempt.

    ``attempts`` has ``interviewer``, ``place`` and ``outcome``. Addresses that are not in the population
    (4.1, 4.7) say nothing of the interviewer and are left out.
    """
    met = attempts.filter(~pl.col("outcome").is_in(OUT_OF_SCOPE))
    return met.select("interviewer", "place", score=pl.col("outcome").is_in(REFUSED).cast(pl.Float64))


def back_checked(
    answers: pl.DataFrame, again: pl.DataFrame, items: Sequence[str], *, share: float = 0.1
) -> pl.DataFrame:
    """Flag answers of which more than ``share`` of the items were answered otherwise in the back-check.

    ``again`` has ``response_id`` and some of ``items``: what does not change between two visits (age group,
    whether the person was visited, which service). Only items answered both times are compared.
    """
    shared = [item for item in items if item in again.columns]
    both = answers.join(again.select("response_id", *shared), on="response_id", suffix=":2")
    told = [pl.col(item).is_not_null() & pl.col(f"{item}:2").is_not_null() for item in shared]
    differ = [(pl.col(item) != pl.col(f"{item}:2")).fill_null(value=False) for item in shared]
    rate = pl.sum_horizontal(differ) / pl.sum_horizontal(told) * 100
    found = both.with_columns(_rate=rate).filter(pl.col("_rate") > share * 100)
    columns = {"response_id": pl.col("response_id"), "figure": pl.col("_rate"), "limit": pl.lit(share * 100)}
    return flags_of(found, "back_check", **columns)


def back_check_rates(
    answers: pl.DataFrame, again: pl.DataFrame, items: Sequence[str], *, by: str = "interviewer"
) -> pl.DataFrame:
    """Count by interviewer and item how many answers were checked and how many differed.

    Columns: ``by``, ``item``, ``checked``, ``differed``.
    """
    shared = [item for item in items if item in again.columns]
    keys = ["response_id", by]
    first = answers.select(*keys, *shared).unpivot(shared, index=keys, variable_name="item")
    second = again.select("response_id", *shared).unpivot(shared, index="response_id", variable_name="item")
    both = first.join(second, on=["response_id", "item"], suffix=":2").drop_nulls(["value", "value:2"])
    differed = (pl.col("value") != pl.col("value:2")).sum()
    return both.group_by(by, "item").agg(checked=pl.len(), differed=differed).sort(by, "item")
