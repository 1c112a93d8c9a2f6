"""Whether a frame has what a plan asks of it; every lack is said at once."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from parindex.reading.findings import Findings
from parindex.surveys.sampling.frames import FRAME, Frame, particulars
from parindex.surveys.sampling.kinds import (
    EMPTY_STRATUM,
    NO_CLUSTER,
    NO_COLUMN,
    NO_SIZE,
    NOT_PLANNED,
    SIZE_NOT_POSITIVE,
    TOO_FEW,
)
from parindex.surveys.sampling.plans import BY_SIZE, KEY_OF, Plan, Stage


def check_fit(frame: Frame, people: pl.DataFrame, plan: Plan) -> None:
    """Raise :class:`ProblemsFound` with all that a plan asks in vain.

    ``people`` are the elements of the frame that a draw sees: one of each person.
    """
    findings = frame.findings()
    for stage in plan.stages:
        _check_strata(people, stage, findings)
        if stage.level != "element":
            _check_clusters(frame, people, KEY_OF[stage.level], findings)
    if any(one.method in BY_SIZE for one in plan.stages):
        _check_sizes(frame, people, plan, findings)
    _check_numbers(people, plan, findings)
    findings.stop_if_wrong()


def _check_clusters(frame: Frame, people: pl.DataFrame, column: str, findings: Findings) -> None:
    if not frame.has(column):
        _note_column(frame, column, findings)
        return
    at = pl.lit(frame.column(column)).alias("col")
    title = pl.lit(frame.titles.get(column, column)).alias("column")
    rows = people.filter(pl.col(column).is_null()).select("row", at, title)
    findings.add_rows(NO_CLUSTER, rows, particulars)


def _note_column(frame: Frame, column: str, findings: Findings) -> None:
    """Say once that a whole column is not there."""
    known = ", ".join(frame.titles.values()) or ", ".join(name for name in FRAME if frame.has(name))
    findings.add(NO_COLUMN, given=column, known=known)


def _check_strata(people: pl.DataFrame, stage: Stage, findings: Findings) -> None:
    if not isinstance(stage.size, Mapping):
        return
    counted = dict(people.group_by("stratum").len().iter_rows())
    for stratum in sorted(stage.size.keys() - counted.keys()):
        if stage.size[stratum]:
            findings.add(EMPTY_STRATUM, given=stratum)
    for stratum in sorted(counted.keys() - stage.size.keys()):
        findings.add(NOT_PLANNED, given=stratum, count=counted[stratum])


def _check_sizes(frame: Frame, people: pl.DataFrame, plan: Plan, findings: Findings) -> None:
    """Sizes are there for all or for none, and above 0; elements need them where they are drawn by size."""
    size = pl.col("size")
    is_good = (size > 0) & size.is_finite()
    if not frame.has("size") and plan.needs_size:
        _note_column(frame, "size", findings)
    elif frame.has("size"):
        frame.note(findings, NO_SIZE, "size", people.filter(size.is_null()))
    frame.note(findings, SIZE_NOT_POSITIVE, "size", people.filter(size.is_not_null() & ~is_good))


def _check_numbers(people: pl.DataFrame, plan: Plan, findings: Findings) -> None:
    """The first stage has enough to draw from in each stratum."""
    stage = plan.stages[0]
    if people[KEY_OF[stage.level]].null_count() == people.height:
        return
    found = people.group_by("stratum").agg(pl.col(KEY_OF[stage.level]).n_unique().alias("count"))
    for stratum, count in found.sort("stratum").iter_rows():
        wanted = _wanted(stage, stratum)
        if wanted is not None and wanted > count:
            findings.add(TOO_FEW, given=stratum, count=count, wanted=wanted)


def _wanted(stage: Stage, stratum: str) -> int | None:
    if isinstance(stage.size, Mapping):
        return stage.size.get(stratum, 0)
    return stage.size
