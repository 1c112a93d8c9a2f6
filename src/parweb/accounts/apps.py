"""The app accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.accounts"
    label = "accounts"
    verbose_name = _("Tài khoản")
