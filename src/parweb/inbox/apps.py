"""The app inbox."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.inbox"
    label = "inbox"
    verbose_name = _("Hộp thư")

    def ready(self) -> None:
        """Put the inbox into the header."""
        from parweb.inbox.queries import unread  # noqa: PLC0415  # models are ready only now
        from parweb.interface import navigation  # noqa: PLC0415  # see above

        navigation.inbox("inbox:list", unread)
