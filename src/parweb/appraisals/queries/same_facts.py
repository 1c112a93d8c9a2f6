"""The same facts in several units: how each was decided, and where the decisions differ."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, F, Max, Min, QuerySet

from parweb.appraisals.models import Appraisal
from parweb.rounds.models import Participant, Round

_SHOWN: Final = 12


@dataclass(frozen=True)
class Elsewhere:
    """How units with the same facts were decided: how many at how many points, and some of them."""

    points: Decimal | None
    units: int


def decided_elsewhere(
    participant: Participant, criterion_id: str, stage: int, facts: str
) -> tuple[list[Elsewhere], list[Appraisal]]:
    """Give how other units of the round with the same facts were decided in a stage (two queries).

    The first list counts units by points; the second names up to twelve of them, in official order.
    """
    if not facts:
        return [], []
    same = Appraisal.objects.filter(
        participant__round=participant.round_id,
        criterion_id=criterion_id,
        stage=stage,
        facts=facts,
        voided_at=None,
    ).exclude(participant=participant.pk)
    tally = same.values("points").annotate(units=Count("pk")).order_by("-units", "points")
    rows = [Elsewhere(row["points"], row["units"]) for row in tally]
    if not rows:
        return [], []
    named = same.select_related("participant__unit", "by").order_by("participant__order")[:_SHOWN]
    return rows, list(named)


def decided_differently(round_: Round, stage: int) -> QuerySet[Any, Any]:
    """Give the facts of a round that got different points: criterion, facts, lowest, highest, units."""
    return (
        Appraisal.objects.filter(participant__round=round_, stage=stage, standing="measured", voided_at=None)
        .exclude(facts="")
        .values("criterion_id", "facts")
        .annotate(lowest=Min("points"), highest=Max("points"), units=Count("pk"))
        .filter(lowest__lt=F("highest"))
        .order_by("criterion_id", "facts")
    )
