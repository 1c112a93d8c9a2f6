"""What waits for the administrator: roles that are due for review, an account that was closed unused."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from parweb.audit.actor import SYSTEM
from parweb.demonstration import plan
from parweb.demonstration.people import Province
from parweb.units.actions.change_account import IDLE, close_for
from parweb.units.idle import REVIEW_EVERY
from parweb.units.models import Assignment

_REVIEWED: Final = timedelta(days=30)
"""How long ago most roles were reviewed."""


def leave_to_the_administrator(province: Province, today: datetime) -> None:
    """Let the review of the appraisers' roles be due, and close the account of one officer as unused."""
    reviewer = province.users["quantri"]
    Assignment.objects.update(reviewed_at=today - _REVIEWED, reviewed_by=reviewer)
    Assignment.objects.filter(_due()).update(reviewed_at=today - REVIEW_EVERY - _REVIEWED)
    close_for(SYSTEM, province.officers[province.communes[plan.UNUSED].pk], IDLE, today)


def _due() -> Q:
    return Q(person__username__startswith="thamdinh.")
