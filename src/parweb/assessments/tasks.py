"""Regular and long work of entries."""

from __future__ import annotations

from datetime import datetime, timedelta

from parweb.assessments.actions.recount_entries import recount_entries
from parweb.assessments.tasks_fill import filled
from parweb.assessments.tasks_move import moved
from parweb.jobs.registry import every

__all__ = ["filled", "moved", "recount_regularly"]


@every(timedelta(hours=1), "assessments.recount")
def recount_regularly(at: datetime) -> None:
    """Keep the counters of the progress board true where documents were added or taken away."""
    recount_entries(at)
