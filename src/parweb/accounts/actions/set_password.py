"""Give an account a new password; the former one is remembered by its hash."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parweb.accounts.models import FormerPassword, User
from parweb.accounts.passwords import REMEMBERED
from parweb.audit.actions.record import record
from parweb.audit.actor import Actor


def set_password(user: User, password: str, *, by: Actor, at: datetime, must_change: bool = False) -> None:
    """Set a password. ``must_change``: the person chooses their own before anything else.

    The caller has checked the password's rules. Every other session of the account ends with it.
    """
    with transaction.atomic():
        if user.password and user.has_usable_password():
            FormerPassword.objects.create(user=user, password=user.password, until=at)
            kept = user.former_passwords.order_by("-until", "-pk").values_list("pk", flat=True)[:REMEMBERED]
            user.former_passwords.exclude(pk__in=list(kept)).delete()
        user.set_password(password)
        user.must_change_password = must_change
        user.password_changed_at = at
        user.save(update_fields=["password", "must_change_password", "password_changed_at"])
        record(by, "accounts.set_password", at, target=user, after={"must_change": must_change})
