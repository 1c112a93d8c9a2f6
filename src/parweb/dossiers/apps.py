"""The app dossiers."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from parweb.accounts.roles import Role
from parweb.interface.navigation import entry


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.dossiers"
    label = "dossiers"
    verbose_name = _("Hồ sơ thủ tục hành chính")

    def ready(self) -> None:
        """Register permissions and events; put the pages into the menus."""
        for module in ("permissions", "events", "feeding"):
            import_module(f"{self.name}.{module}")
        entry("dossiers:home", _("Hồ sơ"), order=50, is_for=_reads)
        entry("dossiers:imports", _("Nhập hồ sơ"), order=52, is_for=_watches)
        entry("dossiers:procedures", _("Thủ tục hành chính"), order=54, is_for=_signed_in)
        entry("dossiers:public_procedures", _("Thủ tục hành chính"), place="public", order=40)


def _reads(person: Any) -> bool:
    return bool(person.roles - {Role.INTERVIEWER, Role.SURVEY_MANAGER})


def _watches(person: Any) -> bool:
    return bool(person.has(Role.ADMINISTRATOR, Role.MANAGER, Role.OBSERVER))


def _signed_in(person: Any) -> bool:
    return bool(person.is_signed_in)
