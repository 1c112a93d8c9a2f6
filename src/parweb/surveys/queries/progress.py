"""How far the field is: answers against quotas by unit, response rate, streams."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, Q

from parweb.surveys.models import Campaign, Invitation, Response
from parweb.surveys.queries.samples import IN_TURN
from parweb.surveys.states import InvitationState, Stream, Verdict
from parweb.units.models import Unit


@dataclass(frozen=True)
class Numbers:
    """Numbers of a unit, or of the whole campaign."""

    wanted: int = 0
    invited: int = 0
    """Drawn and invited, without the reserve that was not used."""
    answers: int = 0
    partial: int = 0
    rejected: int = 0
    held: int = 0
    closed: int = 0
    """Invitations that will give no answer."""
    self_selected: int = 0

    @property
    def rate(self) -> float | None:
        """Answers in percent of the invited; None where nobody was."""
        return 100 * self.answers / self.invited if self.invited else None

    @property
    def share(self) -> float | None:
        """Answers in percent of the quota; None where there is none."""
        return 100 * self.answers / self.wanted if self.wanted else None

    def as_dict(self) -> dict[str, Any]:
        """Give the numbers by name, with both percentages."""
        return {**asdict(self), "rate": self.rate, "share": self.share}


@dataclass(frozen=True)
class UnitProgress:
    """A unit and its numbers."""

    unit: Unit
    count: Numbers


_ANSWERED = Q(is_partial=False, stream=Stream.PROBABILITY)
_INVITED = IN_TURN | ~Q(state=InvitationState.WAITING) | Q(token_at__isnull=False)


def counts_by_unit(campaign: Campaign) -> dict[int, Numbers]:
    """Give the numbers of each unit by its id (three queries, none of them per unit)."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for unit, wanted in campaign.quotas.order_by().values_list("unit_id", "wanted"):
        found[unit]["wanted"] = wanted
    for row in _invitations(campaign):
        found[row.pop("unit_id")] |= row
    for row in _responses(campaign):
        found[row.pop("unit_id")] |= row
    return {unit: Numbers(**numbers) for unit, numbers in found.items()}


def _invitations(campaign: Campaign) -> list[dict[str, Any]]:
    rows = Invitation.objects.filter(campaign=campaign).order_by().values("unit_id")
    counted = rows.annotate(
        invited=Count("pk", filter=_INVITED), closed=Count("pk", filter=Q(state=InvitationState.CLOSED))
    )
    return [dict(row) for row in counted]


def _responses(campaign: Campaign) -> list[dict[str, Any]]:
    rows = Response.objects.filter(campaign=campaign).order_by().values("unit_id")
    others = Q(is_partial=False, stream__in=(Stream.QR, Stream.KIOSK, Stream.OPEN))
    counted = rows.annotate(
        answers=Count("pk", filter=_ANSWERED & ~Q(verdict=Verdict.REJECTED)),
        partial=Count("pk", filter=Q(is_partial=True, stream=Stream.PROBABILITY)),
        rejected=Count("pk", filter=_ANSWERED & Q(verdict=Verdict.REJECTED)),
        held=Count("pk", filter=_ANSWERED & Q(verdict=Verdict.HELD)),
        self_selected=Count("pk", filter=others),
    )
    return [dict(row) for row in counted]


def sum_of(counts: Mapping[int, Numbers]) -> Numbers:
    """Add numbers of units up."""
    names = ("wanted", "invited", "answers", "partial", "rejected", "held", "closed", "self_selected")
    return Numbers(**{name: sum(getattr(one, name) for one in counts.values()) for name in names})


def counts_of(campaign: Campaign) -> Numbers:
    """Give the numbers of the whole campaign."""
    return sum_of(counts_by_unit(campaign))


def progress_of(campaign: Campaign) -> tuple[Numbers, list[UnitProgress]]:
    """Give the numbers of the whole, and of each unit in official order."""
    counts = counts_by_unit(campaign)
    units = Unit.objects.filter(pk__in=counts).order_by("order", "pk")
    return sum_of(counts), [UnitProgress(one, counts[one.pk]) for one in units]
