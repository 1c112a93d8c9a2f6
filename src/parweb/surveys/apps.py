"""The app surveys."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from parweb.accounts.roles import Role
from parweb.interface.navigation import entry


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.surveys"
    label = "surveys"
    verbose_name = _("Điều tra xã hội học")

    def ready(self) -> None:
        """Register permissions; put the pages into the menus."""
        for module in ("permissions", "events", "explaining", "feeding"):
            import_module(f"{self.name}.{module}")
        entry("surveys:public_list", _("Điều tra hài lòng"), place="public", order=60)
        entry("surveys:campaigns", _("Điều tra"), order=46, is_for=_surveys)


def _surveys(person: Any) -> bool:
    """Tell by roles alone: somebody without any role may work in a campaign."""
    roles = (Role.ADMINISTRATOR, Role.MANAGER, Role.OBSERVER, Role.SURVEY_MANAGER, Role.INTERVIEWER)
    return bool(person.is_signed_in and (not person.roles or person.has(*roles)))
