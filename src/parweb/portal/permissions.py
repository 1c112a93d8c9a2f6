"""Who finds a way to the published results of the own unit; what is published anybody may read."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import ALLOWED, Verdict, refuse

OF_UNITS: Final = (Role.OFFICER, Role.LEADER)


def may_find_own_results(person: Person, thing: None, at: datetime) -> Verdict:
    """Tell whether somebody has an own unit: its officers and leaders."""
    if person.has(*OF_UNITS):
        return ALLOWED
    return refuse(
        _("Trang này dành cho cán bộ và lãnh đạo của đơn vị được đánh giá."),
        _("Kết quả công bố của mọi đơn vị ai cũng xem được ở trang Kết quả công bố."),
    )
