"""Leave a trace of who read the log."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.oversight.permissions import may_read_log


@transaction.atomic
def take_out_log(person: Person, what: dict[str, str], at: datetime) -> None:
    """Write down that a person took the log (with that search) out of the site."""
    require(may_read_log(person, at))
    record(person.actor, "oversight.take_out_log", at, after=what, is_read=True)
