"""The app dossiers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.dossiers"
    label = "dossiers"
    verbose_name = _("Hồ sơ thủ tục hành chính")
