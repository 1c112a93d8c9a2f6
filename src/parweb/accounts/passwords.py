"""Rules for passwords beyond Django's own."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from parweb.accounts.models import User

_REMEMBERED = 10


class NotOneOfTheLastTen:
    """Refuses a password that was among the last ten (NĐ 331/2026)."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ``ValidationError`` for the present password or one of the former ones."""
        if user is None or user.pk is None:
            return
        former = user.former_passwords.order_by("-until").values_list("password", flat=True)[:_REMEMBERED]
        if any(check_password(password, one) for one in [user.password, *former] if one):
            raise ValidationError(_("Mật khẩu này đã dùng gần đây; hãy chọn mật khẩu khác."), "used_before")

    def get_help_text(self) -> str:
        """Say the rule."""
        return _("Khác 10 mật khẩu gần nhất.")
