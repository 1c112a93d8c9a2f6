"""Regular work of surveys, and the checks of answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from parweb.jobs.registry import Progress, background, every
from parweb.surveys.actions.check_answers import KIND, check_answers
from parweb.surveys.actions.keep_contact import forget_contacts
from parweb.surveys.models import Campaign


@every(timedelta(days=1), "surveys.forget_contacts")
def forget_contacts_that_are_due(at: datetime) -> None:
    """Delete contact data whose day has come."""
    forget_contacts(at)


@background(KIND)
def check_in_background(progress: Progress, at: datetime, campaign_id: int) -> dict[str, Any]:
    """Run the checks on a campaign's answers."""
    return check_answers(Campaign.objects.select_related("owner").get(pk=campaign_id), at)
