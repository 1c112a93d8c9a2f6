"""The app evidence."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.evidence"
    label = "evidence"
    verbose_name = _("Tài liệu kiểm chứng")
