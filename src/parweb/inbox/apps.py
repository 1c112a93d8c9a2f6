"""The app inbox."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.inbox"
    label = "inbox"
    verbose_name = _("Hộp thư")
