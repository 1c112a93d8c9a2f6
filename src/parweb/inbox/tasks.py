"""Regular work of the app: messages leave the site."""

from datetime import datetime, timedelta

from parweb.inbox.actions.deliver import deliver
from parweb.jobs.registry import every


@every(timedelta(minutes=1), "inbox.deliver")
def send_out(at: datetime) -> None:
    """Send e-mails and call the hook."""
    deliver(at)
