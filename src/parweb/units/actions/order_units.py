"""Put the units under one parent into official order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.units.models import Unit
from parweb.units.permissions import may_manage_unit


def order_units(person: Person, parent: Unit, order: Mapping[int, int], *, at: datetime) -> int:
    """Give units under a parent (by id) their official number; give how many were changed."""
    require(may_manage_unit(person, parent, at))
    with transaction.atomic():
        units = list(Unit.objects.filter(parent=parent, pk__in=order))
        changed = [one for one in units if one.order != order[one.pk]]
        before = {one.name: one.order for one in changed}
        for one in changed:
            one.order = order[one.pk]
        Unit.objects.bulk_update(changed, ["order"], batch_size=500)
        if changed:
            after = {one.name: one.order for one in changed}
            record(
                person.actor,
                "units.order_units",
                at,
                target=parent,
                unit_id=parent.pk,
                before=before,
                after=after,
            )
    return len(changed)
