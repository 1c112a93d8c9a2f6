"""Give a publication back to whoever prepared it, with the reason."""

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
from parweb.results.links import link_to
from parweb.results.models import Publication
from parweb.results.permissions import may_return
from parweb.results.states import PublicationState

NO_REASON = kind("PU907", N_("chưa ghi lý do trả lại"), N_("ghi lý do để người trình biết phải sửa gì"))


def return_publication(person: Person, publication: Publication, reason: str, at: datetime) -> None:
    """Return a publication that is not public yet. Raises ``Refused``, or ``ProblemsFound`` for no reason."""
    require(may_return(person, publication, at))
    if not reason.strip():
        raise ProblemsFound([Problem(NO_REASON, Place(item="reason"))])
    with transaction.atomic():
        waiting = Publication.objects.filter(
            pk=publication.pk, state__in=[PublicationState.PREPARED, PublicationState.APPROVED]
        )
        if waiting.update(state=PublicationState.RETURNED, returned_reason=reason.strip()):
            _tell(person, publication, reason.strip(), at)


def _tell(person: Person, publication: Publication, reason: str, at: datetime) -> None:
    send(
        [publication.prepared_by_id],
        events.RETURNED,
        {"title": publication.title, "reason": reason},
        link_to("results:publication", publication.slug),
        at,
    )
    record(
        person.actor,
        "results.return_publication",
        at,
        target=publication,
        unit_id=publication.round.owner_id,
        before={"state": publication.state},
        after={"state": PublicationState.RETURNED.value, "reason": reason},
    )
