"""The app assessments."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.assessments"
    label = "assessments"
    verbose_name = _("Tự đánh giá")

    def ready(self) -> None:
        """Register permissions and events."""
        for module in ("permissions", "events"):
            import_module(f"{self.name}.{module}")
