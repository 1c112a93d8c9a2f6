"""Problems of lists and samples that only the site can have, and problems as rows of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.errors import Problem, kind
from parindex.language import N_
from parweb.interface.numbers import page_language

UNKNOWN_UNIT: Final = kind(
    "SV390",
    N_("“{given}” không phải mã hoặc tên của đúng một đơn vị trong địa bàn"),
    N_("ghi mã đơn vị như trong danh mục đơn vị, hoặc bỏ cột này nếu mẫu không theo đơn vị"),
)
CHANGED_FRAME: Final = kind(
    "SV391",
    N_("danh sách chọn mẫu trên máy chủ không còn như khi được nhận (mã băm {now}, đã nhận {before})"),
    N_("nộp lại danh sách rồi rút mẫu"),
)
NO_FIGURES: Final = kind(
    "SV395",
    N_("đợt điều tra “{campaign}” chưa có phiếu nào của mẫu xác suất để tính số liệu"),
    N_("thu phiếu theo mẫu đã rút, hoặc chọn phiếu hỏi có chỉ số hài lòng"),
)
_OURS: Final = (UNKNOWN_UNIT, CHANGED_FRAME, NO_FIGURES)


def problem_rows(problems: Iterable[Problem], name: str = "") -> tuple[Mapping[str, Any], ...]:
    """Give problems as rows of a page; a file is called what people called it."""
    lang = page_language()
    named = [replace(one, place=replace(one.place, file=name)) if name else one for one in problems]
    return tuple(
        {
            "code": one.code,
            "place": one.place.text(lang),
            "what": _said(one, one.kind.what) or one.what(lang),
            "remedy": _said(one, one.kind.remedy) or one.remedy(lang),
        }
        for one in named
    )


def _said(problem: Problem, words: str) -> str:
    """Say a problem of our own, whose English is in the site's catalogue; empty for those of the library."""
    return _(words).format_map(problem.details) if problem.kind in _OURS else ""


WORDS_OF_LACKS: Final = {
    "sample": gettext_lazy("Chưa rút mẫu."),
    "modes": gettext_lazy("Chưa chọn hình thức hỏi."),
    "contacts_until": gettext_lazy("Chưa ghi ngày xóa thông tin liên hệ."),
}
"""What a campaign lacks before its sample is made public, by code."""
