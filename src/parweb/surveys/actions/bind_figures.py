"""Say which leaves of a round are filled from which figures of campaigns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.rounds.models import Round
from parweb.surveys.models import Binding, Campaign
from parweb.surveys.permissions import may_bind_leaves

Chosen = tuple[Campaign, str]
"""A campaign and a figure of it."""


def bind_figures(
    person: Person, round_: Round, chosen: Mapping[str, Chosen | None], at: datetime
) -> dict[str, int]:
    """Bind leaves by their codes, and take away the bindings of those without a figure.

    Leaves that are not named stay as they are. Gives how many were ``bound`` and ``unbound``; where nothing
    changes nothing is written.
    """
    require(may_bind_leaves(person, round_, at))
    with transaction.atomic():
        rows = Binding.objects.select_for_update().filter(round=round_)
        known = {one.criterion_id: [one.campaign_id, one.figure] for one in rows}
        wanted = {code: [given[0].pk, given[1]] for code, given in chosen.items() if given is not None}
        changed = [code for code, given in wanted.items() if known.get(code) != given]
        gone = [code for code, given in chosen.items() if given is None and code in known]
        for code in changed:
            campaign, figure = wanted[code]
            values = {"campaign_id": campaign, "figure": figure}
            Binding.objects.update_or_create(round=round_, criterion_id=code, defaults=values)
        Binding.objects.filter(round=round_, criterion_id__in=gone).delete()
        if changed or gone:
            before = {code: known[code] for code in (*changed, *gone) if code in known}
            after = {code: wanted[code] for code in changed}
            record(person.actor, "surveys.bind_figures", at, target=round_, before=before, after=after)
    return {"bound": len(changed), "unbound": len(gone)}
