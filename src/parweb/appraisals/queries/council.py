"""Reads about sessions of the council. What members gave is read by :func:`sheet` alone."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404

from parweb.accounts.models import User
from parweb.appraisals.models import CouncilSession, Referral, Vote
from parweb.rounds.models import Round
from parweb.units.models import Assignment
from parweb.units.queries import home_path

_PRINTED: Final = Decimal("0.01")


def session_of(pk: int) -> CouncilSession:
    """Give a session with its round, calendar and people; Http404 where there is none."""
    sessions: QuerySet[CouncilSession] = CouncilSession.objects.select_related(
        "round__edition", "round__owner", "chair", "secretary"
    ).prefetch_related("round__phases", "members")
    found: CouncilSession = get_object_or_404(sessions, pk=pk)
    return found


def referrals_of(session: CouncilSession) -> list[Referral]:
    """Give the referrals of a session in the order of the agenda, with units and numbers of votes."""
    found = session.referrals.select_related("participant__unit", "participant__round__edition", "decided_by")
    return list(found.annotate(cast=Count("votes")).order_by("participant__order", "criterion_id"))


def own_votes(session: CouncilSession, person_id: int | None) -> dict[int, Vote]:
    """Give one member's own votes of a session, by referral."""
    return {
        vote.referral_id: vote for vote in Vote.objects.filter(referral__session=session, member=person_id)
    }


def homes_of(session: CouncilSession) -> dict[int, set[str]]:
    """Give the paths of the units that each member belongs to."""
    rows = Assignment.objects.filter(person__in=session.members.all()).select_related("unit", "home")
    found: dict[int, set[str]] = {}
    for row in rows:
        found.setdefault(row.person_id, set()).add(home_path(row))
    return found


def excluded_members(session: CouncilSession, referrals: list[Referral]) -> dict[int, list[User]]:
    """Give, by referral, the members whose own unit it is about."""
    homes = homes_of(session)
    return {
        referral.pk: [
            member
            for member in session.members.all()
            if referral.participant.unit.path in homes.get(member.pk, ())
        ]
        for referral in referrals
    }


@dataclass(frozen=True)
class SheetRow:
    """A referral with every member's points in the order of the members, and what they come to."""

    referral: Referral
    votes: list[Vote | None]
    mean: Decimal | None
    """Exact to 28 digits: pages round it, and so does :attr:`proposed`."""
    median: Decimal | None

    @property
    def given(self) -> list[Vote]:
        """The votes that were given."""
        return [vote for vote in self.votes if vote is not None]

    @property
    def proposed(self) -> Decimal | None:
        """The mean as pages print it: what the chair finds filled in."""
        return None if self.mean is None else self.mean.quantize(_PRINTED, ROUND_HALF_UP)


def sheet(session: CouncilSession) -> list[SheetRow]:
    """Give the score sheet of a session. Ask ``may_see_votes`` first: this reads what members gave."""
    members = list(session.members.all())
    votes: dict[tuple[int, int], Vote] = {
        (vote.referral_id, vote.member_id): vote
        for vote in Vote.objects.filter(referral__session=session).select_related("member")
    }
    rows = []
    for referral in referrals_of(session):
        cast = [votes.get((referral.pk, member.pk)) for member in members]
        given = sorted(vote.points for vote in cast if vote is not None and vote.points is not None)
        rows.append(SheetRow(referral, cast, _mean(given), _median(given)))
    return rows


def _mean(points: list[Decimal]) -> Decimal | None:
    return sum(points, Decimal(0)) / len(points) if points else None


def _median(points: list[Decimal]) -> Decimal | None:
    if not points:
        return None
    middle = len(points) // 2
    return points[middle] if len(points) % 2 else (points[middle - 1] + points[middle]) / 2


def sessions_of(round_: Round) -> QuerySet[CouncilSession]:
    """Give the sessions of a round, newest first, with the number of referrals."""
    found = round_.council_sessions.select_related("chair").annotate(agenda=Count("referrals"))
    return found.order_by("-held_at", "-pk")
