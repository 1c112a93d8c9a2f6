"""Make the first account of a site."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from parindex.text import fold
from parweb.accounts.models import User
from parweb.accounts.roles import Role
from parweb.audit.actions.record import record
from parweb.audit.actor import SYSTEM
from parweb.units.models import Assignment, Unit


@transaction.atomic
def make_administrator(
    username: str, full_name: str, email: str, password: str, unit: Unit, at: datetime
) -> User:
    """Make an administrator of a province, from the server's own command line.

    Raises ``ValidationError`` where the name is taken.
    """
    if User.objects.filter(username=username).exists():
        raise ValidationError(f"Tài khoản {username} đã có.")
    user = User(
        username=username,
        full_name=full_name,
        full_name_fold=fold(full_name),
        email=email,
        password_changed_at=at,
    )
    user.set_password(password)
    user.save()
    Assignment.objects.create(person=user, role=Role.ADMINISTRATOR, unit=unit)
    record(SYSTEM, "units.make_administrator", at, target=user, unit_id=unit.pk)
    return user
