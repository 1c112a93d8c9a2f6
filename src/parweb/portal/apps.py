"""The app portal."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from parweb.interface import navigation


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.portal"
    label = "portal"
    verbose_name = _("Cổng công khai")

    def ready(self) -> None:
        """Put the pages into the menus."""
        navigation.entry("portal:home", _("Kết quả công bố"), place="public", order=10)
        navigation.entry("portal:own", _("Kết quả của đơn vị"), order=50, is_for=_works_for_a_unit)


def _works_for_a_unit(person: Any) -> bool:
    return bool(person.has("officer", "leader"))
