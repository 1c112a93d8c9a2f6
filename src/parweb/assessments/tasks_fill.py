"""Filling leaves from another stage, as work in the background."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from parweb.accounts.models import User
from parweb.assessments.actions.fill_fed_leaves import fill_fed_leaves
from parweb.jobs.registry import Progress, background
from parweb.rounds.models import Round
from parweb.units.queries import person_of

KIND = "assessments.fill_fed_leaves"


@background(KIND)
def filled(
    progress: Progress, at: datetime, *, round_id: int, source: str, by: int, address: str
) -> dict[str, Any]:
    """Fill the leaves; a second time (a worker was killed) nothing is written twice."""
    person = person_of(User.objects.get(pk=by), address, at.date(), has_second_factor=True)
    round_ = Round.objects.select_related("edition", "owner").get(pk=round_id)
    return {"counts": fill_fed_leaves(person, round_, source, at, progress)}
