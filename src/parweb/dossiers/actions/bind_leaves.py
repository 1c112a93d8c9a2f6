"""Say which leaves of a round are filled from which measures of dossiers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.dossiers.models import Binding
from parweb.dossiers.permissions import may_bind_leaves
from parweb.rounds.models import Round

Chosen = tuple[str, date, date]
"""Measure, first day, last day."""


def bind_leaves(
    person: Person, round_: Round, chosen: Mapping[str, Chosen | None], at: datetime
) -> dict[str, int]:
    """Bind leaves by their codes, and take away the bindings of those without a measure.

    Leaves that are not named stay as they are. Gives how many were ``bound`` anew or otherwise, and how many
    ``unbound``; where nothing changes nothing is written.
    """
    require(may_bind_leaves(person, round_, at))
    with transaction.atomic():
        known = {one.criterion_id: one for one in Binding.objects.select_for_update().filter(round=round_)}
        before = {code: _told(one) for code, one in known.items() if code in chosen}
        changed = [code for code, given in chosen.items() if given and before.get(code) != _plain(given)]
        gone = [code for code, given in chosen.items() if given is None and code in known]
        for code in changed:
            _bind(round_, code, chosen[code])
        Binding.objects.filter(round=round_, criterion_id__in=gone).delete()
        if changed or gone:
            after = {code: _plain(given) for code, given in chosen.items() if given and code in changed}
            former = {code: before[code] for code in (*changed, *gone) if code in before}
            record(person.actor, "dossiers.bind_leaves", at, target=round_, before=former, after=after)
    return {"bound": len(changed), "unbound": len(gone)}


def _bind(round_: Round, code: str, given: Chosen | None) -> None:
    assert given is not None
    measure, first, last = given
    values = {"measure": measure, "first_on": first, "last_on": last}
    Binding.objects.update_or_create(round=round_, criterion_id=code, defaults=values)


def _told(binding: Binding) -> list[str]:
    return _plain((binding.measure, binding.first_on, binding.last_on))


def _plain(given: Chosen) -> list[str]:
    return [given[0], given[1].isoformat(), given[2].isoformat()]
