"""Who may see editions, and who may adopt them."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from parweb.accounts.person import Person
from parweb.accounts.register import permission
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import ALLOWED, Verdict, refuse


@permission("frameworks.see_editions", _("Xem các bộ tiêu chí đã ban hành"), "site")
def may_see_editions(person: Person, at: datetime) -> Verdict:
    """Anybody who has a role may read what they are judged by."""
    if person.roles:
        return ALLOWED
    return refuse(
        _("Trang này dành cho người đã được phân công một vai trò."),
        _("Người quản lý kỳ đánh giá phân công vai trò; bản công khai của bộ tiêu chí có ở trang công bố."),
    )


@permission("frameworks.adopt_edition", _("Tải lên, kiểm tra và ban hành bộ tiêu chí"), "site")
def may_adopt_edition(person: Person, at: datetime) -> Verdict:
    """Managers of rounds bring editions in and adopt them."""
    if person.has(Role.MANAGER):
        return ALLOWED
    return refuse(
        _("Chỉ người quản lý kỳ đánh giá được tải lên và ban hành bộ tiêu chí."),
        _("Người có vai trò “Quản lý kỳ đánh giá (Sở Nội vụ)”."),
    )
