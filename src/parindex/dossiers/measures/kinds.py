"""What can be wrong with the small tables that measures are given."""

from __future__ import annotations

from parindex.errors import kind
from parindex.language import N_

WRONG_TABLE = kind(
    "DO407",
    N_("không đọc được bảng này"),
    N_("dùng tệp CSV mã hóa UTF-8 có các cột: {columns}"),
)
NO_FIGURE = kind(
    "DO408",
    N_("không hiểu số liệu in “{given}”"),
    N_("viết tên=số, tên là một trong: {known}; ví dụ accepted=8180"),
)
NO_LEAF_TO_OPEN = kind(
    "DO409",
    N_("chỉ tiêu “{given}” không mở ra hồ sơ được"),
    N_("dùng một trong: {known}"),
)
