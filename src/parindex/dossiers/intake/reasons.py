"""Why a cell or a row was set aside, in words that say how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from parindex.dossiers.intake.blanks import say_nothing
from parindex.dossiers.intake.doubts import why_no_day
from parindex.dossiers.intake.ids import is_unfinished, stripped
from parindex.dossiers.records import MOMENT, MOMENTS, RECORDS
from parindex.language import N_

Mark = tuple[str, pl.Series, str]
"""A field, the rows it is about, the reason."""

MISSING: Final = N_("thiếu giá trị bắt buộc")
NO_DOSSIER: Final = N_(
    "dòng không giống một hồ sơ (dòng cộng, chú thích, đánh số cột hay lặp tiêu đề?): "
    "thiếu nhiều giá trị bắt buộc"
)
TOO_MANY_CELLS: Final = N_("dòng có nhiều ô hơn tiêu đề: thừa dấu ngăn cột hoặc thiếu dấu nháy kép")
UNFINISHED: Final = N_("ô là công thức chưa có kết quả, hoặc đang báo lỗi")
_BAD_TEXT: Final = N_("không phải mã: quá dài hoặc không phải chữ")
_BAD_TRUTH: Final = N_("không phải có/không (0, 1, true, false, có, không)")
_BAD_DAYS: Final = N_("không phải số ngày từ 0 đến 3650")
_BAD_MOMENT: Final = N_("không phải ngày từ 1990 đến 2100 (dd/mm/yyyy hoặc yyyy-mm-dd, có hoặc không có giờ)")
_BAD_LIST: Final = N_("có phần không phải ngày; nhiều ngày ngăn bằng “;”")
_CHANNEL: Final = N_(
    "chưa biết kênh này: ghi 1 (trực tiếp), 2 (trực tuyến), 3 (bưu chính), hoặc khai từ này ở mục words "
    "của tệp ánh xạ"
)
_BAD_CODES: Final = {
    "status": N_(
        "chưa biết trạng thái này: ghi mã 1–10 hoặc từ như “Đang xử lý”, “Đã trả kết quả”, hoặc khai từ "
        "này ở mục words của tệp ánh xạ"
    ),
    "channel": _CHANNEL,
    "return_form": _CHANNEL,
    "level": N_(
        "chưa biết mức độ này: ghi 2 (cung cấp thông tin), 3 (một phần), 4 (toàn trình), hoặc khai "
        "từ này ở mục words của tệp ánh xạ"
    ),
    "payment": N_(
        "chưa biết cách thanh toán này: ghi 1 (cổng quốc gia), 2 (cổng bộ, địa phương), 0 (không trực "
        "tuyến), hoặc khai từ này ở mục words của tệp ánh xạ"
    ),
}
UNKNOWN_WORD: Final = frozenset(_BAD_CODES.values())
"""Reasons that a person mends by saying what a word means."""
_BY_TYPE: Final = {
    pl.String(): _BAD_TEXT,
    MOMENT: _BAD_MOMENT,
    MOMENTS: _BAD_LIST,
    pl.Boolean(): _BAD_TRUTH,
    pl.Float64(): _BAD_DAYS,
}


def reason_for(name: str) -> str:
    """Say why a cell of a field cannot be read, where nothing more is known about it."""
    return _BAD_CODES.get(name) or _BY_TYPE[RECORDS[name]]


def marks_of(given: pl.Series, name: str, is_bad: pl.Series) -> list[Mark]:
    """Say which cells could not be read and why; those that are blank or say “nothing” are none of them."""
    if not is_bad.any():
        return []
    plain = stripped(given)
    is_bad = is_bad & plain.is_not_null()
    if plain.dtype != pl.String:
        return [(name, is_bad, reason_for(name))]
    is_bad &= ~_only(is_bad, plain, say_nothing(plain.filter(is_bad), is_day=RECORDS[name] == MOMENT))
    marks = [(name, is_bad & is_unfinished(plain), UNFINISHED)]
    left = is_bad & ~marks[0][1]
    for reason, some in _nearly(plain.filter(left), name).items():
        mask = _only(left, plain, some) & is_bad
        marks.append((name, mask, reason))
        is_bad &= ~mask
    return [*marks, (name, is_bad & ~marks[0][1], reason_for(name))]


def _nearly(bad: pl.Series, name: str) -> Mapping[str, pl.Series]:
    return why_no_day(bad) if RECORDS[name] == MOMENT and len(bad) else {}


def _only(among: pl.Series, like: pl.Series, some: pl.Series) -> pl.Series:
    """Spread what was found of some rows over all rows."""
    every = pl.Series([False]).new_from_index(0, len(like))
    return every.scatter(among.arg_true().filter(some), True)  # noqa: FBT003  # a value
