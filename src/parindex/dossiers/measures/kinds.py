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
NO_DAY = kind(
    "DO411",
    N_("không hiểu ngày “{given}”"),
    N_("viết năm-tháng-ngày, ví dụ 2026-08-31"),
)
NO_UNIT = kind(
    "DO413",
    N_("kho không có hồ sơ nào của đơn vị {given}"),
    N_("viết mã đơn vị như trong tệp đã nhập; xem các mã: parindex dossiers kpi KHO --period KỲ"),
)
NO_CUBE = kind(
    "DO410",
    N_("các khối số đếm không có số liệu theo {by} cùng một lúc"),
    N_("đếm từ hồ sơ, hoặc bỏ bớt một chiều"),
)
