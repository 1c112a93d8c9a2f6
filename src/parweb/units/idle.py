"""Which accounts nobody used for too long, and which roles nobody looked at for six months."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from parweb.accounts.models import User
from parweb.accounts.roles import Role
from parweb.units.models import Assignment

REVIEW_EVERY = timedelta(days=183)


def idle_accounts(at: datetime) -> QuerySet[User]:
    """Give open accounts that nobody used, opened or made in the last 45 days (NĐ 331/2026)."""
    since = at - timedelta(days=settings.IDLE_ACCOUNT_DAYS)
    used = Q()
    for column in ("last_seen_at", "last_login", "opened_at"):
        used &= Q(**{column: None}) | Q(**{f"{column}__lt": since})
    return User.objects.filter(used, is_active=True, date_joined__lt=since)


def last_administrator(at: datetime) -> int | None:
    """Give the administrator who used the site last: that account is never closed for being idle."""
    rows = Assignment.objects.filter(role=Role.ADMINISTRATOR, person__is_active=True)
    found = rows.order_by("-person__last_seen_at", "person_id").values_list("person_id", flat=True)
    seen = found.filter(person__last_seen_at__isnull=False).first()
    return seen if seen is not None else found.first()


def review_due(at: datetime) -> Q:
    """Give the condition of roles that nobody has reviewed for six months."""
    return Q(reviewed_at=None) | Q(reviewed_at__lt=at - REVIEW_EVERY)
