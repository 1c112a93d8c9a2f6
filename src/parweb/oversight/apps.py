"""The app oversight."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from parweb.accounts.roles import Role


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.oversight"
    label = "oversight"
    verbose_name = _("Giám sát")

    def ready(self) -> None:
        """Put the log into the menu of those who may read it."""
        from parweb.interface import navigation  # noqa: PLC0415  # apps are ready only now

        readers = (Role.ADMINISTRATOR, Role.MANAGER, Role.OBSERVER)
        navigation.entry("oversight:log", _("Nhật ký"), order=900, is_for=lambda person: person.has(*readers))
