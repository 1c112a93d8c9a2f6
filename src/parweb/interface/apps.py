"""The app ``interface`` for ``INSTALLED_APPS``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterfaceConfig(AppConfig):
    """Owns no tables: only templates, static files, tags, tables and charts."""

    name = "parweb.interface"
    label = "interface"
    verbose_name = _("Giao diện")
