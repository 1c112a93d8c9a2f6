"""A member votes on a referral. Nobody else learns how before the chair opens the votes."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.appraisals.decisions import check_bounds
from parweb.appraisals.leaves import leaf_of
from parweb.appraisals.models import CouncilSession, Referral, Vote
from parweb.appraisals.permissions import may_vote
from parweb.audit.actions.record import record


def vote(person: Person, referral: Referral, points: Decimal | None, comment: str, at: datetime) -> Vote:
    """Give points (None: present, but without an opinion on the points; a comment is then needed).

    A vote can be changed until the votes are opened. The log keeps that somebody voted, not how: it can be
    read by people who must not know. All votes are logged when the chair opens them.
    """
    require(may_vote(person, referral, at))
    leaf = leaf_of(referral.participant.round.edition, referral.criterion_id)
    if leaf is None:
        raise Http404
    if points is not None:
        check_bounds(leaf, points)
    elif not comment.strip():
        raise ValidationError({"set_points": _("Nhập điểm, hoặc ghi ý kiến nếu không cho điểm.")})
    with transaction.atomic():
        session = CouncilSession.objects.select_for_update().get(pk=referral.session_id)
        referral.session.state = session.state
        require(may_vote(person, referral, at))
        stored, _is_new = Vote.objects.update_or_create(
            referral=referral,
            member_id=person.user_id,
            defaults={"points": points, "comment": comment.strip(), "at": at},
        )
        record(person.actor, "appraisals.vote", at, target=stored, unit_id=referral.participant.unit_id)
    return stored
