"""An appraiser says whether a file is valid as evidence."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.evidence.events import FILE_REFUSED
from parweb.evidence.models import Version
from parweb.evidence.permissions import may_review_version
from parweb.inbox.actions.send import send
from parweb.units.queries import people_with


def review_version(person: Person, version: Version, review: str, note: str, at: datetime) -> None:
    """Write the appraiser's view of a file; the unit is told where it is refused."""
    require(may_review_version(person, version, at))
    document = version.document
    with transaction.atomic():
        before = {"review": version.review, "note": version.review_note}
        Version.objects.filter(pk=version.pk).update(
            review=review, review_note=note, reviewed_at=at, reviewed_by=person.user_id
        )
        if review == Version.Review.REFUSED:
            people = people_with(Role.OFFICER, document.unit.path, at.date()).values_list("pk", flat=True)
            details = {"file": version.file_name, "document": str(document), "note": note}
            send(people, FILE_REFUSED, details, reverse("evidence:document", args=[document.pk]), at)
        record(
            person.actor,
            "evidence.review_version",
            at,
            target=document,
            unit_id=document.unit_id,
            before=before,
            after={"review": review, "note": note, "version": version.number},
        )
