"""Make one-answer tokens: they are shown once, on the sheet that is printed; the database keeps digests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.surveys.models import Campaign, Invitation
from parweb.surveys.permissions import may_issue_tokens
from parweb.surveys.states import InvitationState
from parweb.surveys.tokens import hash_of, new_token

MOST: Final = 300
"""Tokens of one sheet."""


class TooMany(ValueError):  # noqa: N818  # it says what happened
    """More invitations than one sheet holds."""


@dataclass(frozen=True)
class Issued:
    """An invitation with the token that is shown this one time."""

    invitation: Invitation
    token: str


def issue_tokens(
    person: Person, campaign: Campaign, invitations: Sequence[Invitation], at: datetime
) -> list[Issued]:
    """Make a token for each invitation that was not answered; a token made before opens nothing any more.

    The log has how many were made, for which elements, and no token. Raises :class:`TooMany` above ``MOST``.
    """
    require(may_issue_tokens(person, campaign, at))
    waiting = [one for one in invitations if one.state == InvitationState.WAITING]
    if len(waiting) > MOST:
        raise TooMany
    issued = [Issued(one, new_token()) for one in waiting]
    for one in issued:
        one.invitation.token_hash = hash_of(one.token)
        one.invitation.token_at = at
    with transaction.atomic():
        Invitation.objects.bulk_update(waiting, ["token_hash", "token_at"], batch_size=100)
        again = Invitation.objects.filter(pk__in=[one.pk for one in waiting])
        still = set(again.filter(state=InvitationState.WAITING).values_list("pk", flat=True))
        told = {"count": len(still), "elements": [one.element_id for one in waiting if one.pk in still]}
        record(
            person.actor, "surveys.issue_tokens", at, target=campaign, unit_id=campaign.owner_id, after=told
        )
    return [one for one in issued if one.invitation.pk in still]
