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
        """Register permissions, events, and the rule that documents of an entry follow."""
        for module in ("permissions", "events"):
            import_module(f"{self.name}.{module}")
        _let_evidence_follow()


def _let_evidence_follow() -> None:
    """Let the documents of an entry come and go as long as its answers may be edited."""
    locks = import_module("parweb.evidence.locks")
    permissions = import_module("parweb.assessments.permissions")
    locks.lock("self_score", lambda participant, _criterion, at: permissions.may_be_changed(participant, at))
