"""The app rounds."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.rounds"
    label = "rounds"
    verbose_name = _("Kỳ đánh giá")
