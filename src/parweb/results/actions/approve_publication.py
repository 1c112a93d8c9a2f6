"""Approve a publication that another manager prepared."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parindex.errors import Place, Problem, ProblemsFound, kind
from parindex.language import N_
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.inbox.actions.send import send
from parweb.results import events
from parweb.results.actions.prepare_publication import second_final
from parweb.results.actions.publish_due import publish
from parweb.results.links import link_to
from parweb.results.models import Publication
from parweb.results.permissions import may_approve
from parweb.results.states import PublicationKind, PublicationState

CHANGED = kind(
    "PU906",
    N_("bản công bố vừa được người khác xử lý"),
    N_("tải lại trang để xem tình trạng mới"),
)


def approve_publication(person: Person, publication: Publication, at: datetime) -> Publication:
    """Approve, and publish at once where no later hour is set; gives the publication as it is now.

    Raises ``Refused`` for the person who prepared it, and where it was approved or returned already.
    """
    require(may_approve(person, publication, at))
    if publication.kind == PublicationKind.FINAL and (
        problems := second_final(publication.round_id, publication.pk)
    ):
        raise ProblemsFound(problems)
    with transaction.atomic():
        changed = Publication.objects.filter(pk=publication.pk, state=PublicationState.PREPARED).update(
            state=PublicationState.APPROVED, approved_by=person.user_id, approved_at=at
        )
        if not changed:
            raise ProblemsFound([Problem(CHANGED, Place(item=publication.title))])
        approved = Publication.objects.select_related("round__owner", "run", "replaces").get(
            pk=publication.pk
        )
        send(
            [approved.prepared_by_id],
            events.APPROVED,
            {"title": approved.title},
            link_to("results:publication", approved.slug),
            at,
        )
        record(
            person.actor,
            "results.approve_publication",
            at,
            target=approved,
            unit_id=approved.round.owner_id,
            before={"state": PublicationState.PREPARED.value},
            after={"state": PublicationState.APPROVED.value},
        )
        if approved.publish_at is None or approved.publish_at <= at:
            approved = publish(approved, at, person.actor)
    return approved
