"""What people are told about their roles."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from parweb.accounts.roles import Role
from parweb.inbox.events import event

for _role in Role:
    event(
        f"units.assigned.{_role}",
        format_lazy("{label}: {rest}", label=_role.label, rest=_("vai trò của bạn cho {unit}.")),
    )
    event(
        f"units.unassigned.{_role}",
        format_lazy("{label}: {rest}", label=_role.label, rest=_("bạn thôi vai trò này cho {unit}.")),
    )

REVIEW_DUE = event("units.review_due", _("Có {count} phân công quá 6 tháng chưa rà soát."))
