"""The app units."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.units"
    label = "units"
    verbose_name = _("Đơn vị")
