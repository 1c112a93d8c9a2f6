"""A round or a participant by what stands in an address, with all that its page needs."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from parweb.rounds.models import Participant, Round


def found_round(slug: str) -> Round:
    """Give the round of that address; 404 where there is none."""
    rows = Round.objects.select_related("edition", "league", "owner", "previous", "created_by")
    return get_object_or_404(rows.prefetch_related("phases"), slug=slug)


def found_participant(slug: str, pk: int) -> Participant:
    """Give the unit of a round with its reopenings; 404 where it is not in that round."""
    rows = Participant.objects.select_related("unit", "round__edition", "round__league", "round__owner")
    rows = rows.prefetch_related("round__phases", "reopenings__by")
    return get_object_or_404(rows, pk=pk, round__slug=slug)
