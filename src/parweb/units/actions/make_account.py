"""Make an account with its first role; the first password is handed over once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parindex.text import fold
from parweb.accounts.models import User
from parweb.accounts.passwords import first_password
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.units.actions.assign import RoleGiven, write_assignment
from parweb.units.permissions import may_give_role


def make_account(
    person: Person,
    *,
    username: str,
    full_name: str,
    given: RoleGiven,
    at: datetime,
    email: str = "",
    phone: str = "",
    job_title: str = "",
) -> tuple[User, str]:
    """Make an account and give it with its first password, which is kept nowhere in clear.

    The person must change it at the first sign-in. Raises :class:`Refused`, and ``IntegrityError`` for a
    user name that is taken.
    """
    require(may_give_role(person, given.role, given.unit, at))
    with transaction.atomic():
        user, password = new_account(username, full_name, email, phone, job_title)
        write_assignment(person, user, given, at)
        after = {"username": username, "full_name": user.full_name, "email": email}
        record(person.actor, "units.make_account", at, target=user, unit_id=given.unit.pk, after=after)
    return user, password


def new_account(
    username: str, full_name: str, email: str = "", phone: str = "", job_title: str = ""
) -> tuple[User, str]:
    """Write the row of an account with a first password. Belongs into a transaction."""
    password = first_password()
    name = " ".join(full_name.split())
    user = User(
        username=username,
        full_name=name,
        full_name_fold=fold(name),
        email=email,
        phone=phone,
        job_title=job_title,
        must_change_password=True,
    )
    user.set_password(password)
    user.save(force_insert=True)
    return user, password
