"""Problems of lists and samples that only the site can have, and problems as rows of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from parindex.errors import Problem, kind
from parindex.surveys.methodcard import GAP
from parindex.surveys.sampling.kinds import DOUBLED_COLUMN, NO_ELEMENTS, NOT_ALLOCATED, UNCLEAR_NUMBER
from parweb.interface.numbers import page_language
from parweb.surveys.models import Campaign

UNKNOWN_UNIT: Final = kind(
    "SV390",
    gettext_noop("“{given}” không phải mã hoặc tên của đúng một đơn vị trong địa bàn"),
    gettext_noop("ghi mã đơn vị như trong danh mục đơn vị, hoặc bỏ cột này nếu mẫu không theo đơn vị"),
)
CHANGED_FRAME: Final = kind(
    "SV391",
    gettext_noop(
        "danh sách chọn mẫu trên máy chủ không còn như khi được nhận (mã băm {now}, đã nhận {before})"
    ),
    gettext_noop("nộp lại danh sách rồi rút mẫu"),
)
NO_FIGURES: Final = kind(
    "SV395",
    gettext_noop("đợt điều tra “{campaign}” chưa có phiếu nào của mẫu xác suất để tính số liệu"),
    gettext_noop("thu phiếu theo mẫu đã rút, hoặc chọn phiếu hỏi có chỉ số hài lòng"),
)
NOTHING_ASKED: Final = kind(
    "SV380",
    gettext_noop("phiếu không hỏi gì khi bắt đầu: câu nào cũng là lời dẫn hoặc chờ một câu trả lời khác"),
    gettext_noop("bỏ điều kiện (relevant) của câu đầu, hoặc thêm một câu hỏi được hỏi ngay"),
)
TAKEN_NAME: Final = kind(
    "SV381",
    gettext_noop("trên máy chủ đã có một phiếu khác tên {ref}"),
    gettext_noop("ghi số bản khác ở version rồi nộp lại"),
)
_OURS: Final = (UNKNOWN_UNIT, CHANGED_FRAME, NO_FIGURES, NOTHING_ASKED, TAKEN_NAME)
_ON_A_PAGE: Final[Mapping[str, Any]] = {
    NO_ELEMENTS.code: gettext_lazy("sửa dòng tiêu đề của tệp: đặt tên cột như {example}, rồi nộp lại"),
    UNCLEAR_NUMBER.code: gettext_lazy(
        "trong Excel, để ô là số thật; hoặc ghi mọi số của cột với một dấu thập phân, rồi nộp lại"
    ),
    NOT_ALLOCATED.code: gettext_lazy(
        "ghi tổng cỡ mẫu từ {floors} đến {caps}; {caps} là mọi người trong danh sách"
    ),
    DOUBLED_COLUMN.code: gettext_lazy("giữ một cột, xóa hoặc đổi tên cột kia, rồi nộp lại"),
}


def problem_rows(problems: Iterable[Problem], name: str = "") -> tuple[Mapping[str, Any], ...]:
    """Give problems as rows of a page; a file is called what people called it."""
    lang = page_language()
    named = [replace(one, place=replace(one.place, file=name)) if name else one for one in problems]
    return tuple(
        {
            "code": one.code,
            "place": one.place.text(lang),
            "what": _said(one, one.kind.what) or one.what(lang),
            "remedy": _said(one, one.kind.remedy) or _on_a_page(one) or one.remedy(lang),
        }
        for one in named
    )


def _said(problem: Problem, words: str) -> str:
    """Say a problem of our own, whose English is in the site's catalogue; empty for those of the library."""
    return _(words).format_map(problem.details) if problem.kind in _OURS else ""


def _on_a_page(problem: Problem) -> str:
    """Say how to mend on a page what the library mends by options of its command; empty for all else."""
    words = _ON_A_PAGE.get(problem.code)
    return str(words).format_map(problem.details) if words else ""


def card_gaps(campaign: Campaign, problems: Iterable[Problem]) -> tuple[Mapping[str, Any], ...]:
    """Give what a method card lacks as rows of a page, each with the page where it is mended."""
    found = list(problems)
    return tuple(
        {**row, **_way_to(campaign, one)} for row, one in zip(problem_rows(found), found, strict=True)
    )


def _way_to(campaign: Campaign, problem: Problem) -> dict[str, Any]:
    if problem.kind is not GAP:
        return {}
    page, words = _MENDED_AT.get(str(problem.details["name"]), _MORE_ANSWERS)
    return {"remedy": words, "url": reverse(page, args=[campaign.slug])}


_DESIGN = ("surveys:sample", gettext_lazy("nhận danh sách chọn mẫu và rút mẫu"))
_WORDS = ("surveys:edit_campaign", gettext_lazy("ghi ở trang sửa đợt điều tra"))
_MORE_ANSWERS = ("surveys:campaign", gettext_lazy("cần thêm phiếu hợp lệ để tính được"))
_MENDED_AT: Final[Mapping[str, tuple[str, Any]]] = {
    "quality": ("surveys:review", gettext_lazy("rà soát phiếu: chạy kiểm tra rồi kết luận")),
    **dict.fromkeys(("title", "population", "modes", "fieldwork", "first_day", "last_day"), _WORDS),
    **dict.fromkeys(("frame", "frame_rows", "frame_hash", "design", "seed"), _DESIGN),
}
"""Where each line of a card comes from: the page, and what to do there."""
WORDS_OF_LACKS: Final = {
    "sample": gettext_lazy("Chưa rút mẫu."),
    "modes": gettext_lazy("Chưa chọn hình thức hỏi."),
    "contacts_until": gettext_lazy("Chưa ghi ngày xóa thông tin liên hệ."),
}
"""What a campaign lacks before its sample is made public, by code."""
