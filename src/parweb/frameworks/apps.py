"""The app frameworks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.frameworks"
    label = "frameworks"
    verbose_name = _("Bộ tiêu chí")
