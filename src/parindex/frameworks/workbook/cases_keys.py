"""The columns and the kinds of rows of the sheet with the cases (ví dụ)."""

from __future__ import annotations

from typing import Final

from parindex.frameworks.workbook.words import Vocabulary
from parindex.language import N_

SHEET: Final = N_("Ví dụ")
HEADINGS: Final = {
    "case": N_("Ví dụ"),
    "part": N_("Loại dòng"),
    "unit": N_("Đơn vị"),
    "code": N_("Mã"),
    "input": N_("Số liệu thành phần"),
    "value": N_("Giá trị"),
}
WIDTHS: Final = (52, 26, 26, 18, 20, 24)

PARTS: Final = Vocabulary(
    {
        "case": N_("Bắt đầu ví dụ"),
        "source": N_("Nguồn"),
        "illustrative": N_("Minh họa"),
        "note_vi": N_("Ghi chú"),
        "note_en": N_("Ghi chú (tiếng Anh)"),
        "unit": N_("Đơn vị"),
        "given": N_("Cho trước"),
        "expect": N_("Kết quả phải có"),
        "points": N_("Điểm phải có"),
        "printed": N_("Điểm in ra"),
        "percent": N_("Phần trăm in ra"),
        "ranks": N_("Hạng in ra"),
        "class": N_("Xếp loại"),
        "standing": N_("Tình trạng số liệu"),
        "excluded": N_("Bị loại khỏi mẫu số"),
        "below_threshold": N_("Dưới ngưỡng khắc phục"),
    }
)
NOTHING: Final = N_("Không có")
"""Stands for an empty list, and for points that must not be there."""
ABOUT: Final = frozenset({"source", "illustrative", "note_vi", "note_en"})
LISTS: Final = frozenset({"excluded", "below_threshold"})
TEXTS: Final = frozenset({"printed", "percent", "ranks", "class", "standing"})
"""Rows whose value is text, so that ``9/19`` does not become a day."""
EXPECTED: Final = frozenset({"points", *LISTS, *TEXTS})
EVERYTHING: Final = ("case", "part", "unit", "code", "input", "value")
