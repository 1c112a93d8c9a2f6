"""Make approved publications public when their hour has come."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parweb.accounts.models import User
from parweb.accounts.roles import Role
from parweb.audit.actions.record import record
from parweb.audit.actor import SYSTEM, Actor
from parweb.inbox.actions.send import send
from parweb.jobs.actions.start import start
from parweb.results import events
from parweb.results.links import link_to
from parweb.results.models import Publication, RunUnit
from parweb.results.states import PublicationKind, PublicationState
from parweb.units.models import Assignment


def publish_due(at: datetime) -> int:
    """Publish everything approved whose hour has come; gives how many."""
    due = Publication.objects.filter(state=PublicationState.APPROVED, publish_at__lte=at)
    count = 0
    for publication in due.select_related("round__owner", "run", "replaces").order_by("publish_at", "pk"):
        with transaction.atomic():
            count += publish(publication, at, SYSTEM).state == PublicationState.PUBLISHED
    return count


def publish(publication: Publication, at: datetime, actor: Actor) -> Publication:
    """Publish one approved publication (inside a transaction) and tell those whom it concerns.

    A publication that somebody returned meanwhile stays as it is.
    """
    changed = Publication.objects.filter(pk=publication.pk, state=PublicationState.APPROVED).update(
        state=PublicationState.PUBLISHED, published_at=at
    )
    public = Publication.objects.select_related("round__owner", "run", "replaces").get(pk=publication.pk)
    if changed:
        start("portal.draw_charts", {"publication_id": public.pk}, by=None, at=at)
        is_provisional = public.kind == PublicationKind.PROVISIONAL
        address = "portal:provisional" if is_provisional else "portal:ranking"
        send(
            _concerned(public),
            events.PROVISIONAL if is_provisional else events.PUBLISHED,
            {"title": public.title},
            link_to(address, public.slug),
            at,
            once=f"published-{public.pk}",
        )
        record(
            actor,
            "results.publish",
            at,
            target=public,
            unit_id=public.round.owner_id,
            before={"state": PublicationState.APPROVED.value},
            after={
                "state": public.state,
                "run": public.run.number,
                "values_digest": public.run.values_digest,
            },
        )
    return public


def _concerned(publication: Publication) -> list[int]:
    """Give the officers and leaders of the units in the run."""
    units = RunUnit.objects.filter(run=publication.run_id).values("unit")
    people = Assignment.objects.filter(role__in=[Role.OFFICER, Role.LEADER], unit__in=units).values("person")
    return list(User.objects.filter(is_active=True, pk__in=people).values_list("pk", flat=True))
