"""Regular work of the app: jobs whose worker died are taken up again."""

from datetime import datetime, timedelta

from parweb.jobs.actions.rescue import rescue
from parweb.jobs.registry import every


@every(timedelta(minutes=1), "jobs.rescue")
def take_up(at: datetime) -> None:
    """Queue jobs again that nobody works on."""
    rescue(at)
