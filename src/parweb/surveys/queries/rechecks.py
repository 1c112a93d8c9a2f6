"""Reads about back-checks: the draws of a campaign, and who is to be asked again."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from parweb.surveys.models import BackCheck, BackCheckDraw, Campaign, Response
from parweb.surveys.states import Stream, Verdict


def draws_of(campaign: Campaign) -> QuerySet[BackCheckDraw]:
    """Give the draws of a campaign, the newest first, with how many each chose; without their pools."""
    rows = BackCheckDraw.objects.filter(campaign=campaign).select_related("drawn_by").defer("pool")
    return rows.annotate(many=Count("back_checks")).order_by("-pk")


def back_checks_of(campaign: Campaign) -> QuerySet[BackCheck]:
    """Give who is to be asked again by interviewer, unit and number; ``is_done`` once it was entered."""
    rows = BackCheck.objects.filter(draw__campaign=campaign).annotate(is_done=Exists(_entered()))
    rows = rows.select_related("response__interviewer", "response__unit", "response__invitation")
    return rows.order_by("response__interviewer__full_name_fold", "response__interviewer", "number")


def back_check_of(campaign: Campaign, number: int) -> BackCheck:
    """Give one by its number in the campaign, or answer 404."""
    return get_object_or_404(back_checks_of(campaign), number=number)


def drawn_by_interviewer(campaign: Campaign) -> list[dict[str, Any]]:
    """Count those drawn and those of them that were flagged, by interviewer (one query)."""
    rows = BackCheck.objects.filter(draw__campaign=campaign).order_by()
    counted = rows.values("response__interviewer", "response__interviewer__full_name").annotate(
        drawn=Count("pk"), flagged=Count("pk", filter=Q(is_flagged=True))
    )
    return [
        dict(row)
        for row in counted.order_by("response__interviewer__full_name_fold", "response__interviewer")
    ]


def _entered() -> QuerySet[Response]:
    rows = Response.objects.filter(recheck_of=OuterRef("response"), stream=Stream.RECHECK, is_partial=False)
    return rows.exclude(verdict=Verdict.REJECTED)
