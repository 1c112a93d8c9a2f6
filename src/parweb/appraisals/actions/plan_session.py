"""Prepare a session of the council: its people, its quorum, its agenda."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from parweb.accounts.models import User
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.appraisals import events
from parweb.appraisals.leaves import leaf_of
from parweb.appraisals.models import CouncilSession, Referral
from parweb.appraisals.permissions import may_change_session, may_plan_session
from parweb.appraisals.recipients import acting
from parweb.audit.actions.record import record
from parweb.inbox.actions.send import send
from parweb.interface.numbers import moment_text
from parweb.rounds.models import Participant, Round


@dataclass(frozen=True)
class SessionPlan:
    """What is laid down about a session before it begins."""

    title: str
    held_at: datetime
    quorum: int
    chair: User
    secretary: User
    members: tuple[User, ...]
    place: str = ""


def plan_session(
    person: Person, round_: Round, plan: SessionPlan, at: datetime, session: CouncilSession | None = None
) -> CouncilSession:
    """Make a session, or change one whose votes have not begun; tells everybody in it."""
    require(may_change_session(person, session, at) if session else may_plan_session(person, round_, at))
    if not 1 <= plan.quorum <= len(plan.members):
        raise ValidationError({"quorum": _("Số thành viên tối thiểu phải từ 1 đến số thành viên của phiên.")})
    with transaction.atomic():
        made = session or CouncilSession(round=round_)
        for name in ("title", "held_at", "quorum", "chair", "secretary", "place"):
            setattr(made, name, getattr(plan, name))
        made.save()
        made.members.set(plan.members)
        people = [plan.chair.pk, plan.secretary.pk, *(member.pk for member in plan.members)]
        details = {"session": plan.title, "when": moment_text(plan.held_at)}
        link = reverse("appraisals:session", args=[made.pk])
        send(people, events.SESSION_PLANNED, details, link, at)
        after = {"title": plan.title, "quorum": plan.quorum, "members": [one.pk for one in plan.members]}
        record(person.actor, "appraisals.plan_session", at, target=made, after=after)
    return made


def refer(
    person: Person,
    session: CouncilSession,
    participants: Iterable[Participant],
    criterion_id: str,
    question: str,
    at: datetime,
) -> int:
    """Put a criterion of some units on the agenda; what stands there already is left. Gives how many."""
    require(may_change_session(person, session, at))
    if leaf_of(session.round.edition, criterion_id) is None:
        raise ValidationError({"criterion_id": _("Bộ tiêu chí không có tiêu chí này.")})
    if not question.strip():
        raise ValidationError({"question": _("Ghi nội dung xin ý kiến.")})
    with transaction.atomic():
        there = set(session.referrals.filter(criterion_id=criterion_id).values_list("participant", flat=True))
        new = [
            Referral(
                session=session,
                participant=one,
                criterion_id=criterion_id,
                question=question.strip(),
                referred_by_id=acting(person),
                referred_at=at,
            )
            for one in participants
            if one.pk not in there
        ]
        Referral.objects.bulk_create(new, batch_size=500)
        after = {"criterion": criterion_id, "units": [one.participant.unit_id for one in new]}
        record(person.actor, "appraisals.refer", at, target=session, after=after)
    return len(new)


def drop_referral(person: Person, referral: Referral, at: datetime) -> None:
    """Take a referral off the agenda before the votes begin."""
    require(may_change_session(person, referral.session, at))
    with transaction.atomic():
        before = {"unit": referral.participant.unit_id, "criterion": referral.criterion_id}
        referral.delete()
        record(person.actor, "appraisals.drop_referral", at, target=referral.session, before=before)
