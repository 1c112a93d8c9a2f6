"""The same facts in several units: how each was decided, and where the decisions differ."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Count, F, Max, Min, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from parweb.appraisals.models import Appraisal
from parweb.rounds.models import Participant, Round

_SHOWN: Final = 12
_OF_EACH: Final = 10
Group = tuple[str, str, Decimal, Decimal, int]
"""Criterion, facts, lowest and highest points, how many units."""


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


def decided_differently(round_: Round, stage: int, codes: Collection[str]) -> list[Group]:
    """Give the facts of some leaves that got different points: criterion, facts, lowest, highest, units.

    One query; the database reads an index of what was decided in the round.
    """
    found = (
        _compared(round_, stage)
        .filter(criterion_id__in=codes)
        .exclude(facts="")
        .values_list("criterion_id", "facts")
        .annotate(lowest=Min("points"), highest=Max("points"), units=Count("pk"))
        .filter(lowest__lt=F("highest"))
    )
    return list(found.order_by("criterion_id", "facts"))


def _compared(round_: Round, stage: int) -> QuerySet[Appraisal]:
    return Appraisal.objects.filter(
        participant__round=round_, stage=stage, standing="measured", voided_at=None
    )


def examples(
    round_: Round, stage: int, groups: Collection[tuple[str, str]]
) -> dict[tuple[str, str], list[Appraisal]]:
    """Name some units of each group (criterion, facts), lowest points first (one query for all groups).

    Up to ten of every number of points: who differs is named, however many agree.
    """
    if not groups:
        return {}
    place = Window(
        RowNumber(),
        partition_by=[F("criterion_id"), F("facts"), F("points")],
        order_by=[F("participant")],
    )
    wanted = reduce(or_, (Q(criterion_id=code, facts=facts) for code, facts in groups))
    first = _compared(round_, stage).filter(wanted).annotate(place=place).filter(place__lte=_OF_EACH)
    found = (
        Appraisal.objects.filter(pk__in=first.values("pk"))
        .select_related("participant__unit", "by")
        .order_by("points", "participant__order")
    )
    named: dict[tuple[str, str], list[Appraisal]] = {}
    for one in found:
        named.setdefault((one.criterion_id, one.facts), []).append(one)
    return named
