"""Reads for review: answers with what checks found, counts by verdict and check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from parweb.surveys.models import Campaign, Flag, Response
from parweb.surveys.states import Verdict


@dataclass(frozen=True)
class Wanted:
    """Which answers are looked at; an empty part takes all."""

    verdict: str = ""
    check: str = ""
    unit: str = ""
    mode: str = ""


def answers_to_review(campaign: Campaign, wanted: Wanted) -> QuerySet[Response]:
    """Give the whole answers of a campaign that fit, those that were flagged first."""
    rows = Response.objects.filter(campaign=campaign, is_partial=False)
    if wanted.verdict in Verdict.values:
        rows = rows.filter(verdict=wanted.verdict)
    if wanted.check:
        rows = rows.filter(flags__code=wanted.check)
    if wanted.unit:
        rows = rows.filter(unit__slug=wanted.unit)
    if wanted.mode:
        rows = rows.filter(mode=wanted.mode)
    flagged = Exists(Flag.objects.filter(response=OuterRef("pk")))
    rows = rows.annotate(is_flagged=flagged).select_related("unit", "interviewer", "verdict_by")
    return rows.prefetch_related("flags").order_by("-is_flagged", "pk")


def by_verdict(campaign: Campaign) -> dict[str, int]:
    """Count the whole answers of a campaign by verdict (one query); verdicts that nobody gave are 0."""
    rows = Response.objects.filter(campaign=campaign, is_partial=False).order_by()
    found = dict(rows.values("verdict").annotate(many=Count("pk")).values_list("verdict", "many"))
    return {verdict.value: found.get(verdict.value, 0) for verdict in Verdict}


def by_check(campaign: Campaign) -> dict[str, int]:
    """Count what checks found, by check (one query)."""
    rows = Flag.objects.filter(response__campaign=campaign).order_by()
    return dict(rows.values("code").annotate(many=Count("pk")).values_list("code", "many"))


def answer_of(campaign: Campaign, number: int) -> Response | None:
    """Give one answer of a campaign with everything a reviewer sees."""
    rows = Response.objects.filter(campaign=campaign, pk=number)
    rows = rows.select_related("unit", "interviewer", "verdict_by", "station", "batch")
    return rows.prefetch_related("flags", "rechecks").first()


def units_in(campaign: Campaign) -> list[Any]:
    """Give the units that answered, with how many answers each gave (one query)."""
    rows = Response.objects.filter(campaign=campaign, is_partial=False).order_by()
    counted = rows.values("unit__slug", "unit__name", "unit__order").annotate(many=Count("pk"))
    return list(counted.order_by("unit__order", "unit__slug"))
