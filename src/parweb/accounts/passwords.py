"""Rules for passwords beyond Django's own, and the words of first passwords."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from parweb.accounts.models import User

REMEMBERED = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look alike on paper
_GROUPS = 4
_PER_GROUP = 4


class NotOneOfTheLastTen:
    """Refuses a password that was among the last ten (NĐ 331/2026)."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ``ValidationError`` for the present password or one of the former ones."""
        if user is None or user.pk is None:
            return
        former = user.former_passwords.order_by("-until").values_list("password", flat=True)[:REMEMBERED]
        if any(check_password(password, one) for one in [user.password, *former] if one):
            raise ValidationError(_("Mật khẩu này đã dùng gần đây; hãy chọn mật khẩu khác."), "used_before")

    def get_help_text(self) -> str:
        """Say the rule."""
        return _("Khác 10 mật khẩu gần nhất.")


def first_password() -> str:
    """Make a password to be handed over on paper and changed at once: 16 signs, about 79 bits."""
    groups = ("".join(secrets.choice(_LETTERS) for _sign in range(_PER_GROUP)) for _group in range(_GROUPS))
    return "-".join(groups)


def is_too_old(user: User, at: datetime) -> bool:
    """Tell whether a password is older than an administrator's may be (NĐ 331/2026: two months)."""
    since = user.password_changed_at or user.date_joined
    return at - since > timedelta(days=settings.ADMIN_PASSWORD_DAYS)
