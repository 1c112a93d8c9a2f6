"""Finding a round or a participant with all that permissions look at."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from parweb.rounds.models import Participant, Round

_OF_A_ROUND = ("round__edition", "round__owner", "round__league", "round__previous__edition")


def participants() -> QuerySet[Participant]:
    """Give participants with their unit, round, calendar and reopenings (three queries in all)."""
    found = Participant.objects.select_related("unit", *_OF_A_ROUND)
    return found.prefetch_related("round__phases", "reopenings")


def of_round(round_: Round, rows: QuerySet[Participant]) -> list[Participant]:
    """Give many units of one round, all tied to that one round (its edition is long; it is read once)."""
    found = list(rows.select_related("unit").prefetch_related("reopenings"))
    for one in found:
        one.round = round_
    return found


def participant_of(pk: int) -> Participant:
    """Give a participant; Http404 where there is none."""
    found: Participant = get_object_or_404(participants(), pk=pk)
    return found


def round_of(slug: str) -> Round:
    """Give a round with its calendar; Http404 where there is none."""
    rounds: QuerySet[Any] = Round.objects.select_related("edition", "owner", "league", "previous__edition")
    found: Round = get_object_or_404(rounds.prefetch_related("phases"), slug=slug)
    return found
