"""The app units."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from parweb.accounts.roles import Role
from parweb.interface.navigation import entry


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.units"
    label = "units"
    verbose_name = _("Đơn vị")

    def ready(self) -> None:
        """Put the pages into the menus; find what apps above can explain."""
        entry("units:list", _("Đơn vị"), order=60, is_for=lambda person: person.is_signed_in)
        entry("units:people", _("Người dùng"), order=70, is_for=_manages)
        entry("units:permissions", _("Tôi được làm gì"), place="person", order=20)
        entry("account_change_password", _("Đổi mật khẩu"), place="person", order=30)
        entry("mfa_index", _("Xác thực hai lớp"), place="person", order=40)
        autodiscover_modules("explaining")


def _manages(person: Any) -> bool:
    return bool(person.has(Role.ADMINISTRATOR, Role.MANAGER))
