"""The app demonstration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.demonstration"
    label = "demonstration"
    verbose_name = _("Dữ liệu minh họa")
