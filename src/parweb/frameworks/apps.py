"""The app frameworks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parweb.interface import navigation


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.frameworks"
    label = "frameworks"
    verbose_name = _("Bộ tiêu chí")

    def ready(self) -> None:
        """Put the pages of this app into the menu."""
        navigation.entry(
            "frameworks:list",
            pgettext_lazy("menu", "Bộ tiêu chí"),
            order=60,
            is_for=lambda person: bool(person.roles),
        )
