"""Every rule of the X-ray, in the order in which findings are listed, with its name for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from parweb.assessments.xray import (
    dates,
    evidence_missing,
    explanation_empty,
    prefilled,
    same_number,
    same_thing,
    set_unproven,
    shared_files,
    sums,
    unread,
)
from parweb.assessments.xray.scene import Finding, Scene, XRule

RULES: Final[dict[str, XRule]] = {
    module.CODE: module.find
    for module in (
        unread,
        sums,
        prefilled,
        evidence_missing,
        explanation_empty,
        set_unproven,
        dates,
        same_thing,
        same_number,
        shared_files,
    )
}
NAMES: Final[dict[str, Any]] = {
    unread.CODE: _("Đã gõ nhưng chưa được nhận"),
    sums.CODE: _("Số không khớp nhau"),
    prefilled.CODE: _("Số năm trước chưa xác nhận"),
    evidence_missing.CODE: _("Thiếu tài liệu kiểm chứng"),
    explanation_empty.CODE: _("Giải trình quá ngắn"),
    set_unproven.CODE: _("Tự ấn định điểm, chưa có tài liệu"),
    dates.CODE: _("Văn bản ngoài năm đánh giá"),
    same_thing.CODE: _("Cùng nội dung, khác số"),
    same_number.CODE: _("Cùng số, khác nội dung"),
    shared_files.CODE: _("Tệp trùng với đơn vị khác"),
}


def findings_of(scene: Scene, rules: Iterable[str] = tuple(RULES)) -> list[Finding]:
    """Look at an entry by every rule (or some): what does not fit, rule by rule, in printed order."""
    return [finding for code in rules for finding in RULES[code](scene)]
