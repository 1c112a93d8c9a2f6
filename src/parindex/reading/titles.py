"""The titles that columns of people's files have, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from typing import Final, Literal

from parindex.text import fold

Key = Literal["unit", "name", "league", "criterion", "input", "value", "standing", "source"]

TITLES: Final[dict[Key, tuple[str, ...]]] = {
    "unit": (
        "Mã đơn vị", "unit_id", "unit id", "unit", "unit code", "Mã ĐV", "Mã số đơn vị", "Mã xã", "Mã phường",
    ),
    "name": ("Tên đơn vị", "Đơn vị", "name", "unit name", "Đơn vị được đánh giá", "Tên xã", "Tên"),
    "league": ("Nhóm xếp hạng", "Bảng xếp hạng", "league"),
    "criterion": ("Mã tiêu chí", "criterion_id", "criterion id", "Mã TC", "Mã TCTP", "Tiêu chí", "criterion",
                  "Mã", "code"),
    "input": ("Ô nhập", "Đầu vào", "Biến", "input"),
    "value": ("Giá trị", "value", "Điểm", "Số liệu", "Kết quả", "points", "Điểm số"),
    "standing": ("Tình trạng", "standing", "Trạng thái"),
    "source": ("Nguồn", "source", "Nguồn số liệu", "Nguồn điểm"),
}  # fmt: skip
"""The columns that are no criteria; the first title of each is what people are told to write."""

PEERS: Final = (
    "Cụm", "Cụm thi đua", "Nhóm", "Vùng", "Khu vực", "Khối", "Loại hình", "Loại đơn vị", "Huyện", "Tỉnh",
    "region", "group", "kind", "type", "area", "district", "province",
)  # fmt: skip
"""Columns that put units into peer groups."""

UNUSED: Final = (
    "STT", "TT", "Số TT", "Số thứ tự", "no", "#", "Ghi chú", "note", "notes", "Tổng", "Tổng điểm",
    "Tổng cộng", "total", "Xếp hạng", "Hạng", "rank", "Xếp loại", "class", "Tên tiêu chí", "Nội dung",
    "Điểm tối đa", "max_points", "criterion name", "label", "Ai chấm",
    "Mục", "Diễn giải cách chấm", "Cần nhập", "Tài liệu kiểm chứng", "Tài liệu đã gửi", "Giải trình",
    "item", "maximum points", "how it is scored", "to fill in", "evidence", "documents sent", "explanation",
)  # fmt: skip
"""Columns that stand beside the figures and say nothing new."""

_KEYS: Final[dict[str, Key]] = {fold(title): key for key, titles in TITLES.items() for title in titles}
_PEERS: Final = {fold(title) for title in PEERS}
_UNUSED: Final = {fold(title) for title in UNUSED}
_BARE: Final = {fold("Mã"), "code"}
_WEAK: Final = {fold(title) for title in ("Tiêu chí", "criterion", "Mã", "code")}
_NEAR: Final = 0.8


def key_of(title: str) -> Key | None:
    """Give what a title names, None where it is no key.

    >>> key_of("MA DON VI"), key_of("Giá trị"), key_of("3.2")
    ('unit', 'value', None)
    """
    return _KEYS.get(fold(title))


def heads_units(title: str, keys: Collection[Key]) -> bool:
    """Tell whether a bare "Mã" heads the codes of units: no other column does, and none has values.

    >>> heads_units("Mã", {"criterion", "name"}), heads_units("Mã", {"criterion", "name", "value"})
    (True, False)
    """
    return fold(title) in _BARE and not {"unit", "value", "standing"} & set(keys)


def is_weak(title: str) -> bool:
    """Tell whether a title may as well head the words of a criterion, when another column has its code."""
    return fold(title) in _WEAK


def is_peer(title: str) -> bool:
    """Tell whether a title is known to head a peer group."""
    return fold(title) in _PEERS


def is_unused(title: str) -> bool:
    """Tell whether a title is known to head what is not read."""
    return fold(title) in _UNUSED


def near_titles(title: str) -> list[str]:
    """Give the titles of key columns that a title may be a slip of."""
    near = get_close_matches(fold(title), list(_KEYS), n=3, cutoff=_NEAR)
    return list(dict.fromkeys(TITLES[_KEYS[one]][0] for one in near))
