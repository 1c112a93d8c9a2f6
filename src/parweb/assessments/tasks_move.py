"""The move of a round to another edition, as work in the background."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from parweb.accounts.models import User
from parweb.assessments.actions.move_edition import AlreadyThere, move_edition
from parweb.assessments.models import Upload
from parweb.frameworks.models import AdoptedEdition
from parweb.jobs.registry import Progress, background
from parweb.rounds.models import Round
from parweb.units.queries import person_of

KIND = "assessments.move_edition"


@background(KIND)
def moved(
    progress: Progress,
    at: datetime,
    *,
    round_id: int,
    edition_id: int,
    by: int,
    address: str,
    until: str,
    crosswalk: int | None = None,
) -> dict[str, Any]:
    """Move a round; asked for a second time (a worker was killed after it was done) nothing happens."""
    user = User.objects.get(pk=by)
    person = person_of(user, address, at.date(), has_second_factor=True)
    round_ = Round.objects.select_related("edition", "owner").get(pk=round_id)
    new = AdoptedEdition.objects.get(pk=edition_id)
    limit = datetime.fromisoformat(until) if until else None
    given = Upload.objects.get(pk=crosswalk) if crosswalk else None
    try:
        change = move_edition(person, round_, new, at=at, until=limit, progress=progress, crosswalk=given)
    except AlreadyThere:
        return {"counts": {}}
    return {"counts": change.counts}
