"""The app portal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.portal"
    label = "portal"
    verbose_name = _("Cổng công khai")
