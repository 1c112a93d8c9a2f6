"""The app demonstration."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from parweb.interface import navigation


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.demonstration"
    label = "demonstration"
    verbose_name = _("Dữ liệu minh họa")

    def ready(self) -> None:
        """Put the start page into the menus, on a server that shows demonstration data."""
        if settings.DEMONSTRATION:
            navigation.entry("demonstration:start", _("Dùng thử"), place="public", order=20)
            navigation.entry("demonstration:start", _("Đổi vai dùng thử"), place="person", order=90)
