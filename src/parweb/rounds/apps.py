"""The app rounds."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from parweb.interface import navigation


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.rounds"
    label = "rounds"
    verbose_name = _("Kỳ đánh giá")

    def ready(self) -> None:
        """Put the pages of this app into the menu."""
        navigation.entry("rounds:list", _("Kỳ đánh giá"), order=20, is_for=lambda person: bool(person.roles))
