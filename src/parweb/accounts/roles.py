"""The roles that a person can have, as data. A role is given for a unit and everything below it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """Roles by code; the label is what people read."""

    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")
    MANAGER = "manager", _("Quản lý kỳ đánh giá (Sở Nội vụ)")
    OFFICER = "officer", _("Cán bộ đầu mối của đơn vị")
    LEADER = "leader", _("Lãnh đạo đơn vị")
    APPRAISER = "appraiser", _("Cán bộ thẩm định")
    COUNCIL_MEMBER = "council_member", _("Thành viên hội đồng")
    COUNCIL_SECRETARY = "council_secretary", _("Thư ký hội đồng")
    COUNCIL_CHAIR = "council_chair", _("Chủ tịch hội đồng")
    SURVEY_MANAGER = "survey_manager", _("Phụ trách điều tra")
    INTERVIEWER = "interviewer", _("Điều tra viên")
    OBSERVER = "observer", _("Thanh tra, giám sát")


SECOND_FACTOR = frozenset({Role.ADMINISTRATOR, Role.MANAGER, Role.APPRAISER})
"""Roles that work only with a second factor (NĐ 331/2026; issue of the site)."""
