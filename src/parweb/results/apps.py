"""The app results."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.results"
    label = "results"
    verbose_name = _("Kết quả")
