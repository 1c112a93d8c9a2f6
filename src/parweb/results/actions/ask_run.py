"""Ask for a scoring run in the background."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.jobs.actions.start import start
from parweb.jobs.models import Job
from parweb.results.links import link_to
from parweb.results.permissions import may_make_run
from parweb.rounds.models import Round


def ask_run(person: Person, round_: Round, at: datetime, note: str = "") -> Job:
    """Queue a scoring run of a round and give its job. Raises ``Refused`` where the person may not."""
    require(may_make_run(person, round_, at))
    with transaction.atomic():
        job = start(
            "results.make_run",
            {"round_id": round_.pk, "person_id": person.user_id, "address": person.address, "note": note},
            by=person.user_id,
            at=at,
            link=link_to("results:runs", round_.slug),
        )
        record(person.actor, "results.ask_run", at, target=round_, unit_id=round_.owner_id)
    return job
