"""Count entries anew where evidence came or went without an answer being saved."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parweb.assessments.counting import recount
from parweb.assessments.layout import layout_of
from parweb.assessments.models import Entry
from parweb.rounds.states import ParticipantState, RoundState


def recount_entries(at: datetime) -> int:
    """Count every entry that is being filled in, in the rounds that are open; give how many were counted."""
    entries = Entry.objects.filter(
        participant__round__state=RoundState.OPEN, participant__state=ParticipantState.IN_PROGRESS
    ).select_related("participant__round__edition")
    count = 0
    for entry in entries.defer("participant__round__edition__text").iterator(500):
        with transaction.atomic():
            recount(entry.participant, entry.pk, layout_of(entry.participant.round.edition))
        count += 1
    return count
