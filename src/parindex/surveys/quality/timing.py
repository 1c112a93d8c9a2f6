"""When and where answers were given: too fast, at impossible hours, overlapping, from one device."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

import polars as pl

from parindex.surveys.quality.flags import flags_of, no_flags

_DURATION = (pl.col("finished_at") - pl.col("started_at")).dt.total_milliseconds() / 1000
HANOI = "Asia/Ho_Chi_Minh"


def too_fast(
    answers: pl.DataFrame,
    items: Sequence[str],
    *,
    seconds_for_an_item: float = 1.5,
    share_of_median: float = 0.33,
) -> pl.DataFrame:
    """Flag answers that took less than reading takes; ``figure`` and ``limit`` are seconds.

    The limit is the greater of ``seconds_for_an_item`` for each item answered and a share of the median of
    all. Those that end before they begin have a check of their own (:func:`impossible_times`).
    """
    answered = pl.sum_horizontal(pl.col(item).is_not_null() for item in items)
    timed = answers.with_columns(_took=_DURATION, _least=answered * seconds_for_an_item)
    median = timed.filter(pl.col("_took") >= 0)["_took"].median() or 0.0
    limit = pl.max_horizontal(pl.col("_least"), pl.lit(float(str(median)) * share_of_median))
    found = timed.with_columns(_limit=limit).filter(
        pl.col("_took").is_between(0, pl.col("_limit"), closed="left")
    )
    columns = {"response_id": pl.col("response_id"), "figure": pl.col("_took"), "limit": pl.col("_limit")}
    return flags_of(found, "too_fast", **columns)


def impossible_times(answers: pl.DataFrame) -> pl.DataFrame:
    """Flag answers that end before they begin; ``figure`` is the duration in seconds, below 0."""
    found = answers.with_columns(_took=_DURATION).filter(pl.col("_took") < 0)
    return flags_of(found, "impossible_times", response_id=pl.col("response_id"), figure=pl.col("_took"))


def odd_hours(
    answers: pl.DataFrame, *, first: time = time(6), last: time = time(22), zone: str = HANOI
) -> pl.DataFrame:
    """Flag answers begun before ``first`` or from ``last`` on, by the clock of ``zone``.

    Moments without a zone are read as moments of ``zone``. ``figure`` is the hour.
    """
    local = _local(answers, "started_at", zone)
    found = answers.with_columns(_local=local).filter(
        ~pl.col("_local").dt.time().is_between(first, last, closed="left")
    )
    return flags_of(found, "odd_hour", response_id=pl.col("response_id"), figure=pl.col("_local").dt.hour())


def outside_fieldwork(answers: pl.DataFrame, first: date, last: date, *, zone: str = HANOI) -> pl.DataFrame:
    """Flag answers begun outside the days of the fieldwork, both included; ``about`` is the day."""
    told = answers.with_columns(_on=_local(answers, "started_at", zone).dt.date())
    found = told.filter(~pl.col("_on").is_between(first, last))
    about = pl.col("_on").dt.strftime("%d/%m/%Y")
    return flags_of(found, "outside_fieldwork", response_id=pl.col("response_id"), about=about)


def overlapping(answers: pl.DataFrame) -> pl.DataFrame:
    """Flag an interview begun before an earlier one of its interviewer ended; ``about`` is that one."""
    if "interviewer" not in answers.columns:
        return no_flags()
    order = answers.filter(pl.col("interviewer").is_not_null()).sort(
        "interviewer", "started_at", "response_id"
    )
    latest = pl.col("finished_at").cum_max()
    who = pl.when(pl.col("finished_at") == latest).then("response_id").forward_fill()
    seen = order.with_columns(
        _ended=latest.shift(1).over("interviewer"), _who=who.shift(1).over("interviewer")
    )
    found = seen.filter(pl.col("started_at") < pl.col("_ended"))
    return flags_of(found, "overlapping", response_id=pl.col("response_id"), about=pl.col("_who"))


def same_device(answers: pl.DataFrame, *, most: int = 3) -> pl.DataFrame:
    """Flag answers of a device that sent more than ``most``; those of interviewers do not count."""
    alone = answers.filter(pl.col("device").is_not_null())
    if "interviewer" in answers.columns:
        alone = alone.filter(pl.col("interviewer").is_null())
    found = alone.with_columns(_many=pl.len().over("device")).filter(pl.col("_many") > most)
    columns = {"response_id": pl.col("response_id"), "about": pl.col("device"), "figure": pl.col("_many")}
    return flags_of(found, "same_device", limit=pl.lit(most), **columns)


def _local(answers: pl.DataFrame, column: str, zone: str) -> pl.Expr:
    kind = answers.schema[column]
    moment = pl.col(column)
    return moment.dt.convert_time_zone(zone) if getattr(kind, "time_zone", None) else moment
