"""Reads about frames, samples, invitations and stations."""

from __future__ import annotations

from typing import Final

from django.db.models import F, Q, QuerySet

from parindex.text import fold
from parweb.surveys.models import Campaign, Frame, Invitation, Sample, Station
from parweb.surveys.states import InvitationState, StationKind
from parweb.units.models import Unit
from parweb.units.queries import units_by_codes

IN_TURN: Final = Q(is_reserve=False) | Q(stands_in_for__isnull=False)
"""Who is asked: everybody drawn, and the reserves that were called in."""


def newest_frame(campaign: Campaign) -> Frame | None:
    """Give the list that was taken last, None where none was."""
    return campaign.frames.select_related("taken_by").first()


def sample_of(campaign: Campaign) -> Sample | None:
    """Give the sample with its list, None where none was drawn."""
    return Sample.objects.filter(campaign=campaign).select_related("frame", "drawn_by").first()


def strata_of(frame: Frame) -> list[tuple[str, int]]:
    """Give the strata of a list with how many elements each has."""
    return [(str(name), int(count)) for name, count in frame.summary.get("strata", [])]


def names_of_strata(frame: Frame, owner: Unit) -> dict[str, str]:
    """Give the names of strata that are codes of units (one query)."""
    codes = [name for name, _count in strata_of(frame)]
    found = units_by_codes(codes, (owner.path,))
    return {code: found[fold(code)].name for code in codes if fold(code) in found}


def invitations_of(campaign: Campaign, unit_id: int | None = None, words: str = "") -> QuerySet[Invitation]:
    """Give invitations with their units, as they were drawn; of one unit, or those that fit words."""
    rows = Invitation.objects.filter(campaign=campaign).select_related(
        "unit", "interviewer", "stands_in_for", "stand_in"
    )
    if unit_id is not None:
        rows = rows.filter(unit=unit_id)
    if words:
        rows = rows.filter(Q(element_id__icontains=words) | Q(psu__icontains=words))
    return rows.order_by("order", "pk")


def to_be_handed_out(campaign: Campaign, unit_id: int) -> QuerySet[Invitation]:
    """Give the invitations of a unit that have no token yet and wait for an answer; no reserve in waiting."""
    rows = invitations_of(campaign, unit_id).filter(state=InvitationState.WAITING, token_at=None)
    return rows.filter(IN_TURN)


def next_reserve(invitation: Invitation) -> Invitation | None:
    """Give the reserve whose turn it is in the place of an invitation: of its stratum and cluster."""
    rows = Invitation.objects.select_related("unit").filter(
        campaign=invitation.campaign_id,
        stratum=invitation.stratum,
        psu=invitation.psu,
        is_reserve=True,
        stands_in_for=None,
        state=InvitationState.WAITING,
        token_at=None,
    )
    return rows.order_by("order", "pk").first()


def stations_of(campaign: Campaign, kind: StationKind | None = None) -> QuerySet[Station]:
    """Give the places of a campaign with their units, those that are open first."""
    rows = Station.objects.filter(campaign=campaign).select_related("unit")
    return (rows.filter(kind=kind) if kind else rows).order_by(
        F("closed_at").asc(nulls_first=True), "unit__order", "pk"
    )
