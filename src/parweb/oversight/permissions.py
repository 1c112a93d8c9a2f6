"""Who may read the log."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from parweb.accounts.person import Person
from parweb.accounts.register import permission
from parweb.accounts.verdicts import ALLOWED, Verdict, refuse
from parweb.oversight.queries import READERS


@permission("oversight.read_log", _("Xem nhật ký"), "site")
def may_read_log(person: Person, at: datetime) -> Verdict:
    """Let administrators read everything, managers and observers what concerns their units."""
    if person.has(*READERS):
        return ALLOWED
    return refuse(
        _("Nhật ký ghi việc của nhiều người nên chỉ người có trách nhiệm được xem."),
        _("quản trị hệ thống, quản lý kỳ đánh giá, thanh tra"),
    )
