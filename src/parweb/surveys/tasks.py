"""Regular work of surveys."""

from __future__ import annotations

from datetime import datetime, timedelta

from parweb.jobs.registry import every
from parweb.surveys.actions.keep_contact import forget_contacts


@every(timedelta(days=1), "surveys.forget_contacts")
def forget_contacts_that_are_due(at: datetime) -> None:
    """Delete contact data whose day has come."""
    forget_contacts(at)
