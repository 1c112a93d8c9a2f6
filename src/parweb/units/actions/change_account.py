"""Change what is said of a person; close an account and open it again; hand out a link for a new password."""

from __future__ import annotations

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from axes.utils import reset
from django.db import transaction
from django.urls import reverse

from parindex.text import fold
from parweb.accounts.models import User
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.audit.actor import Actor
from parweb.units.permissions import may_change_account, may_close_account

IDLE = "idle"
"""Why an account was closed that nobody used."""
_COLUMNS = ("full_name", "job_title", "email", "phone")


def change_account(
    person: Person, user: User, *, full_name: str, job_title: str, email: str, phone: str, at: datetime
) -> None:
    """Change name, job title, e-mail and telephone of an account."""
    require(may_change_account(person, user, at))
    before = {name: getattr(user, name) for name in _COLUMNS}
    with transaction.atomic():
        user.full_name, user.job_title = " ".join(full_name.split()), job_title
        user.full_name_fold = fold(user.full_name)
        user.email, user.phone = email, phone
        user.save(update_fields=[*_COLUMNS, "full_name_fold"])
        after = {name: getattr(user, name) for name in _COLUMNS}
        record(person.actor, "units.change_account", at, target=user, before=before, after=after)


def close_account(person: Person, user: User, *, reason: str, at: datetime) -> None:
    """Close an account: nobody can sign in with it, open sessions end with their next page."""
    require(may_close_account(person, user, at))
    close_for(person.actor, user, reason, at)


def close_for(actor: Actor, user: User, reason: str, at: datetime) -> None:
    """Write that an account is closed."""
    with transaction.atomic():
        user.is_active, user.closed_at, user.closed_because = False, at, reason
        user.save(update_fields=["is_active", "closed_at", "closed_because"])
        record(actor, "units.close_account", at, target=user, after={"reason": reason})


def open_account(person: Person, user: User, *, at: datetime) -> None:
    """Open an account again, also one locked by wrong passwords; it counts as used from now on."""
    require(may_change_account(person, user, at))
    with transaction.atomic():
        before = {"reason": user.closed_because}
        user.is_active, user.closed_at, user.closed_because, user.opened_at = True, None, "", at
        user.save(update_fields=["is_active", "closed_at", "closed_because", "opened_at"])
        reset(username=user.username)
        record(person.actor, "units.open_account", at, target=user, before=before)


def issue_link(person: Person, user: User, *, at: datetime) -> str:
    """Give the path of a page where the person chooses a new password; it works once, for a day.

    For people without e-mail: the manager hands the link over. Raises :class:`Refused`.
    """
    require(may_close_account(person, user, at))
    with transaction.atomic():
        record(person.actor, "units.issue_link", at, target=user)
    key = default_token_generator.make_token(user)
    told = {"uidb36": user_pk_to_url_str(user), "key": key}
    return reverse("account_reset_password_from_key", kwargs=told)
