"""Runs of a round as managers look at them before publishing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models import Count, Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parindex.tables import TOTAL
from parweb.jobs.models import Job
from parweb.results.models import Place, Publication, Run, RunUnit
from parweb.results.queries.tables import table_of
from parweb.rounds.models import Participant, Round

WARNINGS: dict[str, str | Promise] = {
    "blocked": _("{count} đơn vị chưa có tổng điểm vì thiếu số liệu."),
    "missing": _("{count} giá trị còn thiếu."),
    "excluded": _("{count} tiêu chí không áp dụng, đã ra khỏi mẫu số của đơn vị."),
    "unsigned": _("{count} đơn vị chưa được lãnh đạo ký."),
    "foreign": _("{count} giá trị không thuộc kỳ này, đã bỏ qua."),
}


def runs_of(round_: Round) -> QuerySet[Run]:
    """Give the runs of a round, the latest first, with their publications and who made them."""
    publications = Prefetch("publications", Publication.objects.order_by("-pk"))
    rows: QuerySet[Run] = Run.objects.filter(round=round_)
    return rows.select_related("made_by").prefetch_related(publications)


def running_jobs(round_: Round) -> list[Job]:
    """Give the runs of a round that are waiting or under way."""
    states = [Job.State.WAITING, Job.State.RUNNING]
    return list(
        Job.objects.filter(kind="results.make_run", state__in=states, arguments__round_id=round_.pk)[:3]
    )


def run_before(run: Run) -> Run | None:
    """Give the run made before this one in its round."""
    rows: QuerySet[Run] = Run.objects.filter(round=run.round_id, number__lt=run.number)
    return rows.order_by("-number").first()


def class_counts(run: Run) -> list[tuple[str, int]]:
    """Count the units of each class, as (code, count)."""
    rows = (
        Place.objects.filter(run=run, criterion_id=TOTAL)
        .exclude(class_code="")
        .values_list("class_code")
        .annotate(n=Count("pk"))
        .order_by()
    )
    counted = dict(rows)
    return [(one["code"], counted.get(one["code"], 0)) for one in run.facts["classes"]]


def tied_places(run: Run) -> list[Place]:
    """Give the units that share their total with another, in order of rank (at most 200)."""
    found = Place.objects.filter(run=run, criterion_id=TOTAL, is_tied=True).select_related("listed")
    return list(found.order_by("rank", "order")[:200])


def incomplete_units(run: Run) -> QuerySet[RunUnit]:
    """Give the units with missing or excluded leaves."""
    return RunUnit.objects.filter(run=run).exclude(missing=0, excluded=0).order_by("-missing", "order")


@dataclass(frozen=True)
class Gap:
    """A unit with the leaves that it lacks and those that do not apply to it."""

    listed: RunUnit
    participant_id: int | None
    missing: tuple[str, ...]
    excluded: tuple[str, ...]


def gaps_of(run: Run, units: Iterable[RunUnit]) -> list[Gap]:
    """Name the leaves that some units lack (one frozen table, one query for the links)."""
    page = list(units)
    if not page:
        return []
    numbers = [one.order for one in page]
    table = table_of(run, "explanations", pl.col("number").is_in(numbers), pl.col("standing") != "measured")
    found: dict[tuple[int, bool], list[str]] = {}
    for number, code, standing in (
        table.select("number", "criterion_id", "standing").iter_rows() if table is not None else ()
    ):
        found.setdefault((number, standing == "not_applicable"), []).append(code)
    participants = dict(
        Participant.objects.filter(round=run.round_id, unit__in=[one.unit_id for one in page]).values_list(
            "unit_id", "pk"
        )
    )
    return [
        Gap(
            one,
            participants.get(one.unit_id),
            tuple(found.get((one.order, False), ())),
            tuple(found.get((one.order, True), ())),
        )
        for one in page
    ]


def warnings_of(run: Run) -> Iterable[dict[str, Any]]:
    """Give the warnings of a run in words."""
    for one in run.facts.get("warnings", []):
        text = WARNINGS.get(one["code"])
        yield {"code": one["code"], "text": str(text).format(count=one["count"]) if text else one["code"]}
