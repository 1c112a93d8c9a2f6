"""The X-ray over many units at once, in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from parweb.assessments.layout import layout_of
from parweb.assessments.models import Answer
from parweb.assessments.page import shown_of
from parweb.assessments.xray.rules import NAMES, findings_of
from parweb.assessments.xray.scene import Scene, Shown
from parweb.evidence.models import Use
from parweb.evidence.queries import uses_of
from parweb.rounds.models import Participant, Round


def participants_to_see(round_: Round, words: str = "") -> QuerySet[Participant]:
    """Give the units of a round that have begun, in official order, searched without diacritics."""
    found = Participant.objects.filter(round=round_).exclude(entry=None).select_related("unit")
    for word in words.split():
        found = found.filter(unit__name_fold__contains=word)
    return found.order_by("order", "pk")


def round_findings(
    round_: Round, participants: Sequence[Participant], rules: Iterable[str] = tuple(NAMES)
) -> list[dict[str, Any]]:
    """Give the findings of some units as rows (unit, criterion, rule, what, participant); three queries."""
    layout = layout_of(round_.edition)
    ids = [one.pk for one in participants]
    answers: dict[int, dict[str, Answer]] = defaultdict(dict)
    for answer in Answer.objects.filter(entry__participant__in=ids).select_related("entry"):
        answers[answer.entry.participant_id][answer.criterion_id] = answer
    shown: dict[int, list[Shown]] = defaultdict(list)
    for use in uses_of(ids).exclude(purpose=Use.Purpose.SIGNATURE).filter(document__withdrawn_at=None):
        shown[use.participant_id].append(shown_of(use))
    chosen = list(rules)
    return [
        {
            "unit": one.unit.name,
            "criterion": finding.criterion_id,
            "rule": str(NAMES[finding.rule]),
            "what": finding.what,
            "participant": one.pk,
        }
        for one in participants
        for finding in findings_of(Scene(round_.year, layout, answers[one.pk], tuple(shown[one.pk])), chosen)
    ]
