"""Accepted, on hold, rejected: flags propose, people decide with a reason, and nothing is deleted."""

from __future__ import annotations

from typing import Final, Literal

import polars as pl

from parindex.surveys.quality.flags import CHECKS

Verdict = Literal["accepted", "hold", "rejected"]
VERDICTS: Final = pl.Schema({"response_id": pl.String, "verdict": pl.String, "reason": pl.String})
"""One row for each answer that is not simply accepted, or was looked at and accepted with a reason."""
HOLDING: Final = tuple(code for code, check in CHECKS.items() if check.level == "hold")


def propose(flags: pl.DataFrame) -> pl.DataFrame:
    """Propose to put answers on hold that a holding check flagged; the reason is the list of checks.

    >>> from parindex.surveys.quality.flags import FLAGS
    >>> row = ["B", "too_fast", None, 9.0, 90.0]
    >>> propose(pl.DataFrame([row], schema=FLAGS, orient="row")).rows()
    [('B', 'hold', 'too_fast')]
    """
    held = flags.filter(pl.col("response_id").is_not_null() & pl.col("check").is_in(HOLDING))
    reason = pl.col("check").unique().sort().str.join(" ")
    told = held.group_by("response_id").agg(reason=reason).with_columns(verdict=pl.lit("hold"))
    return told.select(VERDICTS.names()).sort("response_id")


def counted(answers: pl.DataFrame, verdicts: pl.DataFrame) -> pl.DataFrame:
    """Give the answers that figures are made of: all but those on hold and those rejected."""
    out = verdicts.filter(pl.col("verdict") != "accepted")
    return answers.join(out.select("response_id"), on="response_id", how="anti")


def tally(answers: pl.DataFrame, verdicts: pl.DataFrame) -> dict[str, int]:
    """Count answers by verdict; the parts add up to the answers.

    >>> answers = pl.DataFrame({"response_id": ["A", "B", "C"]})
    >>> tally(answers, pl.DataFrame([["B", "rejected", "trùng"]], schema=VERDICTS, orient="row"))
    {'accepted': 2, 'hold': 0, 'rejected': 1}
    """
    joined = answers.select("response_id").join(verdicts, on="response_id", how="left")
    seen = joined["verdict"].fill_null("accepted").value_counts().rows()
    return {"accepted": 0, "hold": 0, "rejected": 0} | dict(seen)
