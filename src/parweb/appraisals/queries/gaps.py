"""Self-scores against appraised ones, per unit and domain (only leaves that have both)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from parweb.appraisals.leaves import appraised_leaves, domain_of
from parweb.appraisals.models import Appraisal
from parweb.assessments.models import Answer
from parweb.frameworks.queries import outline_of
from parweb.rounds.models import Participant, Round

_ZERO = Decimal(0)


@dataclass
class Gap:
    """What was claimed and what was given on the leaves decided so far."""

    claimed: Decimal = _ZERO
    given: Decimal = _ZERO
    leaves: int = 0

    @property
    def difference(self) -> Decimal:
        """Appraised less claimed: below zero where points were taken off."""
        return self.given - self.claimed

    def add(self, claimed: Decimal, given: Decimal) -> None:
        """Count one more leaf."""
        self.claimed += claimed
        self.given += given
        self.leaves += 1


@dataclass
class UnitGap:
    """The gaps of one unit: in all, and by the code of each domain."""

    participant: Participant
    total: Gap = field(default_factory=Gap)
    domains: dict[str, Gap] = field(default_factory=lambda: defaultdict(Gap))


def domains_of(round_: Round) -> dict[str, str]:
    """Give the domains that appraisers decide something of: code and Vietnamese label, in printed order."""
    outline = outline_of(round_.edition)
    found = (domain_of(outline, leaf) for leaf in appraised_leaves(round_.edition).values())
    return {domain.code: domain.node.label.vi for domain in found}


def gaps_of(round_: Round, participants: Sequence[Participant]) -> list[UnitGap]:
    """Give the gaps of some units, in their order; the second appraisal replaces the first (two queries)."""
    outline = outline_of(round_.edition)
    domains = {code: domain_of(outline, leaf).code for code, leaf in appraised_leaves(round_.edition).items()}
    ids = [one.pk for one in participants]
    claimed = _claimed(ids)
    gaps = {one.pk: UnitGap(one) for one in participants}
    for (pk, code), given in _given(ids).items():
        claim = claimed.get((pk, code))
        if claim is not None and code in domains:
            gaps[pk].total.add(claim, given)
            gaps[pk].domains[domains[code]].add(claim, given)
    return [gaps[one.pk] for one in participants]


def _claimed(ids: Iterable[int]) -> dict[tuple[int, str], Decimal]:
    rows = Answer.objects.filter(entry__participant__in=ids, points__isnull=False)
    found = rows.values_list("entry__participant_id", "criterion_id", "points")
    return {(pk, code): points for pk, code, points in found if points is not None}


def _given(ids: Iterable[int]) -> dict[tuple[int, str], Decimal]:
    rows = Appraisal.objects.filter(participant__in=ids, points__isnull=False, voided_at=None).order_by(
        "stage"
    )
    columns = ("participant_id", "criterion_id", "points")
    return {(pk, code): points for pk, code, points in rows.values_list(*columns) if points is not None}
