"""The chair leads a session: votes begin, votes are opened, the session ends. There is no way back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.appraisals import events
from parweb.appraisals.models import CouncilSession, Referral
from parweb.appraisals.permissions import may_chair, may_write_minutes
from parweb.appraisals.queries.council import excluded_members, referrals_of, sheet
from parweb.appraisals.states import SESSION_MOVES
from parweb.audit.actions.record import record
from parweb.inbox.actions.send import send


def start_voting(person: Person, session: CouncilSession, at: datetime) -> None:
    """Let the members vote; from now on the agenda and the members stand."""
    require(may_chair(person, session, at))
    if not session.referrals.exists():
        raise ValidationError(_("Phiên chưa có nội dung nào để cho điểm."))
    with transaction.atomic():
        _move(session, "voting")
        members = list(session.members.values_list("pk", flat=True))
        link = reverse("appraisals:vote", args=[session.pk])
        send(members, events.VOTING_STARTED, {"session": session.title}, link, at)
        record(person.actor, "appraisals.start_voting", at, target=session)


def open_votes(person: Person, session: CouncilSession, at: datetime) -> None:
    """Open all votes of a session at once, where every referral has its quorum; they never change again.

    A member who may not judge their own unit counts as present: votes and excluded members together must
    reach the quorum, and at least one vote is needed.
    """
    require(may_chair(person, session, at))
    with transaction.atomic():
        CouncilSession.objects.select_for_update().get(pk=session.pk)  # votes wait until these are counted
        referrals = referrals_of(session)
        excluded = excluded_members(session, referrals)
        _check_quorum(session, referrals, {pk: len(members) for pk, members in excluded.items()})
        _move(session, "opened", opened_at=at)
        for referral in referrals:
            referral.excluded = [str(member) for member in excluded[referral.pk]]
        Referral.objects.bulk_update(referrals, ["excluded"], batch_size=500)
        link = reverse("appraisals:session", args=[session.pk])
        send(people_of(session), events.VOTES_OPENED, {"session": session.title}, link, at)
        record(person.actor, "appraisals.open_votes", at, target=session, after=_plain_sheet(session))


def close_session(person: Person, session: CouncilSession, at: datetime) -> None:
    """End a session in which every referral is decided; its decisions hold from now on."""
    require(may_chair(person, session, at))
    left = session.referrals.filter(decided_at=None).count()
    if left:
        words = ngettext(
            "Còn %(count)d nội dung chưa kết luận.", "Còn %(count)d nội dung chưa kết luận.", left
        )
        raise ValidationError(words % {"count": left})
    with transaction.atomic():
        _move(session, "closed", closed_at=at)
        link = reverse("appraisals:minutes", args=[session.pk])
        send(people_of(session), events.SESSION_CLOSED, {"session": session.title}, link, at)
        record(person.actor, "appraisals.close_session", at, target=session)


def write_minutes(person: Person, session: CouncilSession, minutes: str, at: datetime) -> None:
    """Keep what happened in a session, for its record."""
    require(may_write_minutes(person, session, at))
    before = session.minutes
    with transaction.atomic():
        CouncilSession.objects.filter(pk=session.pk).update(minutes=minutes)
        session.minutes = minutes
        record(person.actor, "appraisals.write_minutes", at, target=session, before=before, after=minutes)


def people_of(session: CouncilSession) -> list[int]:
    """Give everybody in a session by id."""
    members = session.members.values_list("pk", flat=True)
    return [session.chair_id, session.secretary_id, *members]


def _move(session: CouncilSession, to: str, **values: Any) -> None:
    sources = [state for state, targets in SESSION_MOVES.items() if to in targets]
    if not CouncilSession.objects.filter(pk=session.pk, state__in=sources).update(state=to, **values):
        raise ValidationError(_("Phiên họp đã sang bước khác, hãy tải lại trang."))
    session.state = to
    for name, value in values.items():
        setattr(session, name, value)


def _check_quorum(session: CouncilSession, referrals: list[Referral], excluded: dict[int, int]) -> None:
    problems = []
    for referral in referrals:
        cast: int = referral.cast  # type: ignore[attr-defined]  # annotated by referrals_of
        if cast == 0 or cast + excluded[referral.pk] < session.quorum:
            problems.append(
                _("%(unit)s, tiêu chí %(criterion)s: mới có %(cast)d/%(quorum)d phiếu.")
                % {
                    "unit": referral.participant.unit.name,
                    "criterion": referral.criterion_id,
                    "cast": cast,
                    "quorum": session.quorum,
                }
            )
    if problems:
        raise ValidationError(problems)


def _plain_sheet(session: CouncilSession) -> list[dict[str, Any]]:
    members = list(session.members.values_list("pk", flat=True))
    return [
        {
            "unit": row.referral.participant.unit_id,
            "criterion": row.referral.criterion_id,
            "votes": {
                str(member): None if vote is None or vote.points is None else str(vote.points)
                for member, vote in zip(members, row.votes, strict=True)
            },
        }
        for row in sheet(session)
    ]
