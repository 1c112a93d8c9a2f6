"""The app results."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from parweb.interface import navigation


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.results"
    label = "results"
    verbose_name = _("Kết quả")

    def ready(self) -> None:
        """Put the pages into the menus."""
        navigation.entry("workspace", _("Việc của tôi"), order=0, is_for=_is_signed_in)
        navigation.entry("results:rounds", _("Kết quả"), order=60, is_for=_sees_runs)


def _is_signed_in(person: Any) -> bool:
    return bool(person and person.is_signed_in)


def _sees_runs(person: Any) -> bool:
    return bool(person and {"manager", "council_chair", "council_secretary"} & set(person.roles))
