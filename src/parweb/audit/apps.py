"""The app audit."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.audit"
    label = "audit"
    verbose_name = _("Nhật ký")
