"""Regular work: accounts that nobody uses are closed; managers are reminded to review roles."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from parweb.accounts.roles import Role
from parweb.audit.actor import SYSTEM
from parweb.inbox.actions.send import send
from parweb.jobs.registry import every
from parweb.units.actions.change_account import IDLE, close_for
from parweb.units.events import REVIEW_DUE
from parweb.units.idle import idle_accounts, last_administrator, review_due
from parweb.units.models import Assignment, Unit
from parweb.units.queries import people_with


@every(timedelta(hours=24), "units.close_idle_accounts")
def close_idle_accounts(at: datetime) -> None:
    """Close accounts that nobody used for 45 days, but never the last administrator's."""
    kept = last_administrator(at)
    for user in idle_accounts(at):
        if user.pk == kept:
            continue
        close_for(SYSTEM, user, IDLE, at)


@every(timedelta(days=7), "units.remind_of_review")
def remind_of_review(at: datetime) -> None:
    """Tell the managers of each province how many roles nobody has reviewed for six months, once a month."""
    today = timezone.localdate(at)
    due = Assignment.objects.filter(review_due(at)).filter(Q(valid_to=None) | Q(valid_to__gte=today))
    for top in Unit.objects.filter(parent=None, valid_to=None):
        count = due.filter(unit__path__startswith=top.path).aggregate(count=Count("pk"))["count"]
        if count:
            people = people_with(Role.MANAGER, top.path, today).values_list("pk", flat=True)
            once = f"units.review:{top.pk}:{today:%Y-%m}"
            send(people, REVIEW_DUE, {"count": str(count)}, reverse("units:reviews"), at, once=once)
