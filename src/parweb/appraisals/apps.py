"""The app appraisals."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    """What Django has to know of the app."""

    name = "parweb.appraisals"
    label = "appraisals"
    verbose_name = _("Thẩm định")

    def ready(self) -> None:
        """Register permissions, events, the menu, and what lower stages ask of this one."""
        permissions = import_module("parweb.appraisals.permissions")
        import_module("parweb.appraisals.events")
        locks = import_module("parweb.evidence.locks")
        locks.lock("explanation", permissions.may_be_explained)
        following = import_module("parweb.assessments.following")
        following.decisions(
            import_module("parweb.appraisals.queries.at_stake").at_stake,
            import_module("parweb.appraisals.actions.carry_decisions").carry_decisions,
        )
        navigation = import_module("parweb.interface.navigation")
        navigation.entry("appraisals:home", _("Thẩm định"), order=40, is_for=_appraises)


_ROLES = ("appraiser", "manager", "observer", "council_member", "council_secretary", "council_chair")


def _appraises(person: Any) -> bool:
    return bool(person.has(*_ROLES))
