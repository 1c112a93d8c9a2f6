"""Work in the background: scoring runs, and publication at a set hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from parweb.accounts.models import User
from parweb.jobs.registry import Progress, background, every
from parweb.results.actions.make_run import make_run
from parweb.results.actions.publish_due import publish_due
from parweb.results.links import link_to
from parweb.rounds.models import Round
from parweb.units.queries import person_of


@background("results.make_run")
def make_run_in_background(
    progress: Progress, at: datetime, round_id: int, person_id: int, address: str, note: str
) -> dict[str, Any]:
    """Score a round for the person who asked; their right is looked at again when the work begins."""
    round_ = Round.objects.select_related("owner", "edition", "league").get(pk=round_id)
    user = User.objects.get(pk=person_id)
    person = person_of(user, address, timezone.localdate(at), has_second_factor=True)
    run = make_run(person, round_, at, progress, note)
    link = link_to("results:run", round_.slug, run.number)
    return {"run": run.number, "units": run.units, "missing": run.missing, "link": link}


@every(timedelta(minutes=1), "results.publish_due")
def publish_what_is_due(at: datetime) -> None:
    """Publish what was approved for an hour that has come."""
    publish_due(at)
