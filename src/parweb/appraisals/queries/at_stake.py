"""Decisions that a move of the round to another edition makes void."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from parweb.appraisals.models import Appeal, Appraisal, Referral
from parweb.appraisals.states import GRANTED
from parweb.assessments.following import AtStake, Following
from parweb.rounds.models import Round

_COUNCIL = _("Kết luận của hội đồng")
_APPEAL = _("Kiến nghị được chấp nhận")


def at_stake(round_: Round, told: Following) -> list[AtStake]:
    """Give what the council decided and the appeals that were granted, where a move makes them void."""
    council = (
        AtStake(row.participant_id, row.criterion_id, _COUNCIL, row.points, row.decided_at)
        for row in void_referrals(round_, told)
    )
    granted = (
        AtStake(row.participant_id, row.criterion_id, _APPEAL, row.granted_points, row.decided_at)
        for row in void_appeals(round_, told)
    )
    return [*council, *granted]


def void_referrals(round_: Round, told: Following) -> list[Referral]:
    """Give the referrals with points whose decision would hold no longer, in official order of the units."""
    rows = _of_round(Referral.objects.filter(points__isnull=False), round_, told)
    rows = rows.select_related("session")
    return [one for one in rows if told.is_void(one.participant_id, one.criterion_id, one.points)]


def void_appeals(round_: Round, told: Following) -> list[Appeal]:
    """Give the granted appeals whose decision would hold no longer."""
    rows = _of_round(Appeal.objects.filter(state__in=GRANTED), round_, told)
    return [one for one in rows if told.is_void(one.participant_id, one.criterion_id, one.granted_points)]


def void_appraisals(round_: Round, told: Following) -> Iterator[int]:
    """Give the ids of the appraisals that would hold no longer."""
    rows = _of_round(Appraisal.objects.all(), round_, told)
    columns = ("pk", "participant_id", "criterion_id", "set_points")
    for pk, unit, code, points in rows.values_list(*columns).iterator(5000):
        if told.is_void(unit, code, points):
            yield pk


def _of_round(rows: QuerySet[Any], round_: Round, told: Following) -> QuerySet[Any]:
    found = rows.filter(participant__round=round_, criterion_id__in=told.touched, voided_at=None)
    return found.order_by("participant__order", "pk")
