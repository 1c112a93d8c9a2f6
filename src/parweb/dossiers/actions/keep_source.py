"""Make a source of records, and change whose it is and what it is called."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.dossiers.models import Source
from parweb.dossiers.permissions import may_keep_sources_of
from parweb.units.models import Unit
from parweb.units.slugs import free, plain


def make_source(
    person: Person, owner: Unit, name: str, at: datetime, *, is_demonstration: bool = False
) -> Source:
    """Make a source whose records belong to the subtree of a unit; give it."""
    require(may_keep_sources_of(person, owner, at))
    name = " ".join(name.split())
    with transaction.atomic():
        taken = set(Source.objects.filter(slug__startswith=plain(name)).values_list("slug", flat=True))
        made = Source.objects.create(
            owner=owner, name=name, slug=free(name, taken), is_demonstration=is_demonstration
        )
        after = {"name": name, "owner": owner.pk}
        record(person.actor, "dossiers.make_source", at, target=made, unit_id=owner.pk, after=after)
    return made


def change_source(person: Person, source: Source, owner: Unit, name: str, at: datetime) -> None:
    """Give a source another name or owner; its address stays."""
    require(may_keep_sources_of(person, source.owner, at))
    require(may_keep_sources_of(person, owner, at))
    before = {"name": source.name, "owner": source.owner_id}
    with transaction.atomic():
        source.name, source.owner = " ".join(name.split()), owner
        source.save(update_fields=["name", "owner"])
        after = {"name": source.name, "owner": owner.pk}
        told: dict[str, Any] = {"target": source, "unit_id": owner.pk}
        record(person.actor, "dossiers.change_source", at, before=before, after=after, **told)
