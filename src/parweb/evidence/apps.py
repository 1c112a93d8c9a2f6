"""The app evidence."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from parweb.accounts.roles import Role
from parweb.interface import navigation


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.evidence"
    label = "evidence"
    verbose_name = _("Tài liệu kiểm chứng")

    def ready(self) -> None:
        """Put the library of documents into the menu of those who have one."""
        navigation.entry(
            "evidence:library",
            _("Tài liệu"),
            order=40,
            is_for=lambda person: person.has(Role.OFFICER, Role.LEADER),
        )
