"""The app appraisals."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.appraisals"
    label = "appraisals"
    verbose_name = _("Thẩm định")
